// The service worker: shows what is pushed while the console is closed, and leads to it. It keeps no page and answers
// no request.

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", event => event.waitUntil(self.clients.claim()));

self.addEventListener("push", event => {
  let told = {};
  try { told = event.data.json(); } catch { /* nothing to read */ }
  if (!told.title) return;
  event.waitUntil(self.registration.showNotification(told.title, {
    body: told.body ?? "", tag: told.tag ?? "", data: { url: told.url ?? "/console/notices" },
  }));
});

self.addEventListener("notificationclick", event => {
  event.notification.close();
  const url = new URL(event.notification.data?.url ?? "/console/notices", self.location.origin);
  if (url.origin !== self.location.origin) return;
  event.waitUntil(self.clients.matchAll({ type: "window" }).then(open => {
    const here = open.find(window => new URL(window.url).pathname.startsWith("/console"));
    return here ? here.focus().then(window => window.navigate(url.href)) : self.clients.openWindow(url.href);
  }));
});
