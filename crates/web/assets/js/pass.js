// Passing a conversation on: a row marked `data-pass` dragged onto a person marked `data-person`, or `P` on the row in
// focus, which asks who. Either way it can be taken back from the notice, by `Z` or by its button.

import { ask } from "./dialog.js";
import { announce, csrf, now } from "./page.js";

const FAR_PX = 6, STAYS_MS = 10_000;
const headers = { "x-csrf": csrf, "x-fragment": "1" };

let fading = 0;

function tell(notice) {
  document.getElementById("passed")?.remove();
  document.body.append(notice);
  announce(notice.innerText);
  clearTimeout(fading);
  const fade = () => {
    if (notice.matches(":hover, :focus-within")) fading = setTimeout(fade, STAYS_MS);
    else notice.remove();
  };
  fading = setTimeout(fade, STAYS_MS);
}

// The answer: a notice, or the question again with what was wrong.
async function send(url, fields) {
  const response = await fetch(url, { method: "POST", headers, body: new URLSearchParams(fields) }).catch(() => null);
  if (!response) return null;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return { good: response.ok, page };
}

async function pass(url, agent) {
  const answer = await send(url, { agent });
  const notice = answer?.good && answer.page.getElementById("passed");
  // What cannot be done here is said by its own page.
  if (!notice) { location.assign(url); return; }
  tell(document.importNode(notice, true));
  document.dispatchEvent(new CustomEvent("riscontro:changed"));
}

async function undo(form) {
  const said = form.dataset.unpassing;
  const answer = await send(form.action, {});
  if (!answer?.good) { form.submit(); return; }
  const notice = document.getElementById("passed");
  notice?.querySelector(".toast > span")?.replaceChildren(said);
  form.remove();
  announce(said);
  document.dispatchEvent(new CustomEvent("riscontro:changed"));
}

/* ── dragging, with mouse or pen ─────────────────────────────────────── */

let held = null;

const person = event => document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-person]");

function lift(event) {
  const shadow = document.createElement("div");
  shadow.className = "dragged";
  shadow.textContent = held.row.querySelector("b, .name")?.innerText ?? "";
  document.body.append(shadow);
  document.documentElement.dataset.dragging = "";
  held.shadow = shadow;
  move(event);
}

function move(event) {
  held.shadow.style.translate = `${event.clientX + 12}px ${event.clientY + 12}px`;
  const over = person(event);
  if (over === held.over) return;
  held.over?.removeAttribute("data-over");
  over?.setAttribute("data-over", "");
  held.over = over;
}

function drop() {
  held?.shadow?.remove();
  held?.over?.removeAttribute("data-over");
  delete document.documentElement.dataset.dragging;
  held = null;
}

function dragging() {
  document.addEventListener("pointerdown", event => {
    if (event.button || event.pointerType === "touch" || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const row = event.target.closest?.("[data-pass]");
    if (!row || event.target.closest("button, input, .button")) return;
    held = { row, x: event.clientX, y: event.clientY };
  });
  document.addEventListener("pointermove", event => {
    if (!held) return;
    if (!event.buttons) { drop(); return; }
    if (!held.shadow && Math.hypot(event.clientX - held.x, event.clientY - held.y) < FAR_PX) return;
    if (held.shadow) move(event);
    else lift(event);
  });
  document.addEventListener("pointerup", event => {
    if (!held) return;
    const { row, shadow } = held, over = shadow ? person(event) : null;
    drop();
    if (!shadow) return;
    // The click that ends a drag opens nothing.
    const swallow = end => { end.preventDefault(); end.stopPropagation(); };
    document.addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => document.removeEventListener("click", swallow, { capture: true }), 50);
    if (over) pass(row.dataset.pass, over.dataset.person);
  });
  for (const end of ["pointercancel", "blur"]) addEventListener(end, drop);
  document.addEventListener("dragstart", event => { if (event.target.closest?.("[data-pass]")) event.preventDefault(); });
  document.addEventListener("keydown", event => { if (event.key === "Escape") drop(); });
}

// `P`: the row in focus; without one the page's own control has the key.
export function passRow() {
  const row = document.activeElement?.closest("[data-pass]");
  if (!row || row.querySelector("a[aria-current]")) return false;
  ask(row.querySelector("a.pass") ?? row.querySelector("a"), row.dataset.pass);
  return true;
}

/* ── a board on a wall ───────────────────────────────────────────────── */

function board() {
  const sheet = document.querySelector("[data-minutely]");
  if (!sheet) return;
  let fresh = now();
  const stale = document.getElementById("stale");
  document.addEventListener("riscontro:fetched", () => { fresh = now(); if (stale) stale.hidden = true; });
  // Time passes without an event: what is oldest and what is at risk are asked again once a minute.
  setInterval(() => document.dispatchEvent(new CustomEvent("riscontro:changed")), 60_000);
  setInterval(() => {
    const minutes = Math.floor((now() - fresh) / 60_000);
    if (!stale || minutes < 2) return;
    const said = stale.dataset.many.replace("%n", minutes);
    if (stale.textContent !== said) stale.textContent = said;
    stale.hidden = false;
  }, 5_000);
}

function full() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.().catch(() => {});
}

export function start() {
  board();
  dragging();
  document.addEventListener("click", event => { if (event.target.closest("[data-do=full]")) full(); });
  document.addEventListener("submit", async event => {
    const form = event.target;
    if (form.matches("[data-unpassing]")) { event.preventDefault(); undo(form); return; }
    if (!form.matches("[data-passing]")) return;
    const dialog = form.closest("dialog:modal");
    if (!(dialog ? document.querySelector("[data-live]") : form.closest("[data-live]"))) return;
    event.preventDefault();
    const agent = new FormData(form).get("agent");
    dialog?.close();
    pass(form.getAttribute("action"), agent);
  });
}
