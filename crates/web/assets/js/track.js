// The page of a request goes on living: a choice is taken at once, words stay on this device until they are sent, and
// the given word is looked at again once a minute.

const MINUTE = 60_000;

for (const form of document.querySelectorAll("form[data-choose]")) {
  form.querySelector("button")?.setAttribute("hidden", "");
  form.addEventListener("change", () => form.requestSubmit());
}

const form = document.querySelector("form[data-keep]");
if (form) {
  const field = form.elements.text, place = `riscontro-track-${form.dataset.keep}`;
  try {
    if (new URLSearchParams(location.search).get("done") === "added") localStorage.removeItem(place);
    else if (!field.value) field.value = localStorage.getItem(place) ?? "";
    field.addEventListener("input", () => localStorage.setItem(place, field.value));
  } catch { /* a device that keeps nothing */ }
  let sent = false;
  form.addEventListener("submit", event => {
    // A second click is no second message.
    if (sent) event.preventDefault();
    sent = true;
    form.querySelector("button[type=submit]")?.setAttribute("aria-busy", "true");
  });
}

async function look() {
  if (!document.hidden) {
    try {
      const answer = await fetch(location.pathname, { headers: { accept: "text/html" } });
      if (answer.ok) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        for (const id of ["stato", "passi", "lettere"]) {
          const old = document.getElementById(id), fresh = page.getElementById(id);
          if (!old || !fresh || old.contains(document.activeElement) || old.textContent === fresh.textContent) continue;
          old.replaceWith(document.importNode(fresh, true));
          document.dispatchEvent(new Event("riscontro:fresh"));
        }
      }
    } catch { /* the network is away: what stands here still holds */ }
  }
  setTimeout(look, MINUTE);
}
if (document.querySelector("main[data-track]")) setTimeout(look, MINUTE);
