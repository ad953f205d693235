// Notices by the browser: shown by this page while nobody sees it, and (when allowed) by the push service with the
// console closed.

import { send } from "./page.js";

const canShow = "Notification" in window;
const canPush = "serviceWorker" in navigator && "PushManager" in window && isSecureContext;

/* ── shown by the page ───────────────────────────────────────────────── */

// Asked by the one tab that listens: another one in sight is enough to stay silent.
export async function made(name, seen) {
  if (!canShow || Notification.permission !== "granted" || seen) return;
  const answer = await fetch(`/console/notices/${name}/card`, { headers: { "x-fragment": "1" } }).catch(() => null);
  if (answer?.status !== 200) return;
  const card = await answer.json();
  const shown = new Notification(card.title, { body: card.body, tag: card.tag });
  shown.onclick = () => { window.focus(); location.assign(card.url); shown.close(); };
}

/* ── what this browser may do ────────────────────────────────────────── */

const base64 = bytes => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const bytes = text => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), letter => letter.charCodeAt(0));

const registered = () => navigator.serviceWorker.register("/sw.js", { scope: "/console" });

async function subscription() {
  if (!canPush) return null;
  const there = await navigator.serviceWorker.getRegistration("/console");
  return (await there?.pushManager.getSubscription()) ?? null;
}

async function subscribe(full) {
  const { key } = await (await fetch("/console/push/key")).json();
  const registration = await registered();
  const made = (await registration.pushManager.getSubscription())
    ?? await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
  const answer = await send("/console/push", {
    endpoint: made.endpoint, p256dh: base64(made.getKey("p256dh")), auth: base64(made.getKey("auth")), full: full ? "1" : "",
  });
  if (!answer.ok) await made.unsubscribe();
}

async function unsubscribe() {
  const made = await subscription();
  if (!made) return;
  await send("/console/push/gone", { endpoint: made.endpoint });
  await made.unsubscribe();
}

function own(box) {
  const part = name => box.querySelector(`[data-part=${name}]`);
  const [state, ask, push, full] = ["state", "ask", "push", "full"].map(part);
  async function draw() {
    box.hidden = false;
    const permission = canShow ? Notification.permission : "missing";
    state.textContent = box.dataset[{ default: "asked", granted: "granted", denied: "denied" }[permission] ?? "missing"];
    ask.hidden = permission !== "default";
    push.hidden = permission !== "granted" || !canPush;
    full.closest("label").hidden = push.hidden;
    const on = await subscription().catch(() => null);
    push.textContent = on ? box.dataset.off : box.dataset.on;
    push.setAttribute("aria-pressed", String(Boolean(on)));
  }
  ask.addEventListener("click", async () => { await Notification.requestPermission(); draw(); });
  push.addEventListener("click", async () => {
    push.disabled = true;
    const act = push.getAttribute("aria-pressed") === "true" ? unsubscribe() : subscribe(full.checked);
    await act.catch(() => { state.textContent = box.dataset.missing; });
    push.disabled = false;
    draw();
  });
  full.addEventListener("change", async () => { if (await subscription()) await subscribe(full.checked).catch(() => {}); });
  draw();
}

export function start() {
  const box = document.querySelector("[data-notices]");
  if (box) own(box);
}
