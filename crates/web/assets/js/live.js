// Keeps open pages current. One event stream a browser: the tab that holds the lock listens and tells the others.
// A hint carries only a number; what changed is fetched again from the address each part names in `data-live`.

import { morph } from "./morph.js";
import { made } from "./notices.js";
import { announce, say, setClock } from "./page.js";

const OFFLINE_AFTER_MS = 3000;
const BETWEEN_FETCHES_MS = 150;
// A busy server is asked less often: so many times what the last answer took, to a bound.
const REST_TIMES = 10, REST_MOST_MS = 2000;
const RETRY_MS = [1000, 2000, 4000, 8000, 15000];

let seq = Number(document.body.dataset.live);
const channel = "BroadcastChannel" in window ? new BroadcastChannel("riscontro-live") : null;

/* ── the line of state ───────────────────────────────────────────────── */

let waiting = 0;

function show(name) {
  const place = document.getElementById("live");
  if (!place) return;
  place.dataset.state = name;
  place.textContent = place.dataset[`${name}Text`] ?? "";
  document.documentElement.toggleAttribute("data-offline", name === "offline");
}

// A short gap is not worth a word: the line changes after three seconds without a stream.
function state(name) {
  if (name === "live") {
    clearTimeout(waiting);
    waiting = 0;
    show("live");
  } else if (!waiting) {
    waiting = setTimeout(() => show(navigator.onLine ? "waiting" : "offline"), OFFLINE_AFTER_MS);
  }
}

/* ── fetching what changed ───────────────────────────────────────────── */

let fetching = false, again = false, last = 0, rest = BETWEEN_FETCHES_MS, timer = 0;
// What happened since the last fetch, by the first word of its type; a part marked `data-live-on` waits for its own.
let kinds = new Set();

function changed(kind) {
  kinds.add(typeof kind === "string" ? kind.split(".")[0] : "all");
  if (fetching) again = true;
  else soon();
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(refresh, Math.max(0, last + rest - performance.now()));
}

async function refresh() {
  fetching = true; again = false; last = performance.now();
  const happened = kinds;
  kinds = new Set();
  const places = new Map();
  for (const element of document.querySelectorAll("[data-live][id]")) {
    const url = element.dataset.live, on = element.dataset.liveOn;
    if (on && !happened.has(on) && !happened.has("all")) continue;
    if (!on && happened.size === 1 && happened.has("notice")) continue;
    places.set(url, [...(places.get(url) ?? []), element]);
  }
  try {
    for (const [url, elements] of places) {
      const headers = document.hidden ? { "x-fragment": "1" } : { "x-fragment": "1", "x-visible": "1" };
      const response = await fetch(url, { headers });
      if (response.status === 401 || response.redirected) { signedOut(); continue; }
      if (!response.ok) continue;
      document.dispatchEvent(new CustomEvent("riscontro:fetched"));
      const clock = Number(response.headers.get("x-now"));
      if (clock) setClock(clock);
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
      for (const element of elements) {
        const wanted = fresh.getElementById(element.id);
        if (wanted && element.isConnected) apply(element, wanted);
      }
    }
    document.dispatchEvent(new CustomEvent("riscontro:fresh"));
  } catch { /* the stream notices and tries again */ }
  rest = Math.min(REST_MOST_MS, Math.max(BETWEEN_FETCHES_MS, REST_TIMES * (performance.now() - last)));
  fetching = false;
  if (again) soon();
}

function signedOut() {
  const place = document.getElementById("live");
  if (place) { place.dataset.state = "offline"; place.textContent = say("out"); }
  announce(say("out"));
}

/* ── never move what somebody reads ──────────────────────────────────── */

const held = new Map();

function apply(element, wanted) {
  if (!element.hasAttribute("data-hold")) return swap(element, wanted);
  const rows = root => [...root.querySelectorAll("li[id], tr[id]")].map(row => row.id);
  const before = rows(element), after = rows(wanted);
  const moves = before.length > 0 && before.join() !== after.join();
  if (!moves || !element.matches(":hover, :focus-within")) return swap(element, wanted);
  // Rows that stay where they are become current; the others wait.
  for (const id of before) {
    const row = document.getElementById(id), fresh = wanted.querySelector(`#${CSS.escape(id)}`);
    if (row && fresh) morph(row, fresh);
  }
  const known = new Set(before), still = new Set(after);
  const news = after.filter(id => !known.has(id)).length + before.filter(id => !still.has(id)).length
    || after.filter((id, place) => before[place] !== id).length;
  held.set(element, wanted);
  const button = document.querySelector("[data-do=news]");
  if (button) { button.textContent = say("news", news); button.hidden = false; }
}

function swap(element, wanted) {
  held.delete(element);
  const button = document.querySelector("[data-do=news]");
  if (button && element.hasAttribute("data-hold")) button.hidden = true;
  const atEnd = element.hasAttribute("data-end") && element.scrollHeight - element.scrollTop - element.clientHeight < 40;
  morph(element, wanted);
  if (atEnd) element.scrollTop = element.scrollHeight;
}

function release(force) {
  for (const [element, wanted] of [...held]) {
    if (force || !element.matches(":hover, :focus-within")) swap(element, wanted);
  }
}

/* ── listening ───────────────────────────────────────────────────────── */

function hint(number, kind) {
  if (number <= seq) return;
  seq = number;
  changed(kind ?? null);
}

/* ── who is here, and what is shown outside the page ─────────────────── */

function presence(change) {
  if (change.changed) changed("all");
  else document.dispatchEvent(new CustomEvent("riscontro:presence", { detail: change }));
}

// A notice is shown by the browser only while no tab of the console is in sight.
let sighted = false;

function tellOutside(name) {
  sighted = !document.hidden;
  if (!sighted) channel?.postMessage({ anybody: true });
  setTimeout(() => made(name, sighted), 200);
}

function listen() {
  let source, tries = 0;
  const tell = message => channel?.postMessage(message);
  const open = () => {
    source = new EventSource(`/console/live?after=${seq}`);
    source.onopen = () => { tries = 0; state("live"); tell({ state: "live" }); };
    source.onmessage = event => {
      const number = Number(event.lastEventId), what = JSON.parse(event.data);
      state("live");
      hint(number, what.type);
      tell({ seq: number, kind: what.type, state: "live" });
      if (what.type === "notice.made") tellOutside(what.notice_id);
    };
    source.addEventListener("presence", event => {
      const change = JSON.parse(event.data);
      presence(change);
      tell({ presence: change });
    });
    source.addEventListener("reload", () => { changed("all"); tell({ reload: true }); });
    source.onerror = () => {
      const name = navigator.onLine ? "waiting" : "offline";
      state(name);
      tell({ state: name });
      if (source.readyState === EventSource.CLOSED) {
        setTimeout(open, RETRY_MS[Math.min(tries++, RETRY_MS.length - 1)]);
      }
    };
  };
  if (channel) {
    channel.addEventListener("message", ({ data }) => {
      if ("hello" in data && data.hello < seq) tell({ seq });
    });
  }
  // The line may have come back without the stream noticing that it was away.
  addEventListener("online", () => {
    if (source?.readyState === EventSource.OPEN) { state("live"); tell({ state: "live" }); }
    changed("all");
  });
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", event => { if (event.persisted) open(); });
  open();
  return new Promise(() => {});
}

export function start() {
  if (!document.body.dataset.live) return;
  channel?.addEventListener("message", ({ data }) => {
    if (data.seq) hint(data.seq, data.kind);
    if (data.presence) presence(data.presence);
    if (data.anybody && !document.hidden) channel.postMessage({ sighted: true });
    if (data.sighted) sighted = true;
    if (data.state) state(data.state);
    if (data.reload) changed("all");
  });
  if (channel && navigator.locks) {
    navigator.locks.request("riscontro-live", listen);
    channel.postMessage({ hello: seq });
  } else listen();
  addEventListener("offline", () => state("offline"));
  document.addEventListener("riscontro:changed", changed);
  document.addEventListener("pointerout", () => setTimeout(release, 50));
  document.addEventListener("focusout", () => setTimeout(release, 50));
  document.addEventListener("click", event => { if (event.target.closest("[data-do=news]")) release(true); });
}
