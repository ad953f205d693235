// Lowers the rings between two words of the server: once a minute, once a second in a promise's last minute.
// The sums are those of the server (`web::ui::Ring`, `words::when::left_short`).

import { announce, now, say } from "./page.js";

const MINUTE = 60_000, HALF_HOUR = 30 * MINUTE;

function short(left) {
  const minutes = Math.floor(Math.abs(left) / MINUTE);
  const sign = left < 0 && minutes > 0 ? "−" : "";
  const hours = Math.floor(minutes / 60), rest = minutes % 60;
  if (minutes < 60) return [`${sign}${minutes}`, say("min")];
  if (minutes < 600 && rest >= 30) return [`${sign}${hours}½`, say("hours")];
  if (minutes < 2880) return [`${sign}${hours}`, say(hours === 1 ? "hour" : "hours")];
  const days = Math.floor(hours / 24);
  return [`${sign}${days}`, say(days === 1 ? "day" : "days")];
}

function draw(ring, at) {
  const due = Number(ring.dataset.due), from = Number(ring.dataset.from);
  const left = due - at, whole = Math.max(due - from, MINUTE);
  const late = left <= 0, soon = !late && (left <= HALF_HOUR || left * 3 <= whole);
  ring.classList.toggle("late", late);
  ring.classList.toggle("soon", soon);
  const arc = ring.querySelector(".left");
  if (arc) {
    if (late) arc.remove();
    else arc.setAttribute("stroke-dasharray", `${Math.floor(Math.min(left, whole) * 100 / whole)} 100`);
  }
  const figure = ring.querySelector("b"), unit = ring.querySelector("i");
  if (!figure || !unit) return;
  const lastMinute = !late && left < MINUTE;
  const [text, name] = lastMinute ? [`${Math.ceil(left / 1000)}`, say("second")] : short(left);
  if (figure.textContent !== text) figure.textContent = text;
  if (unit.textContent !== name) unit.textContent = name;
}

const told = new Map();

// Screen readers hear of a change at 30, 10 and 0 minutes, once each.
function tell(ring, at) {
  const due = Number(ring.dataset.due), minutes = Math.ceil((due - at) / MINUTE);
  const step = minutes <= 0 ? 0 : minutes <= 10 ? 10 : minutes <= 30 ? 30 : 99;
  const before = told.get(due);
  told.set(due, step);
  if (before !== undefined && step < before) announce(say(`soon${step}`));
}

let timer = 0;

export function tick() {
  clearTimeout(timer);
  const at = now();
  let lastMinute = false;
  for (const ring of document.querySelectorAll(".ring[data-due]")) {
    draw(ring, at);
    tell(ring, at);
    const left = Number(ring.dataset.due) - at;
    lastMinute ||= left > 0 && left <= MINUTE;
  }
  for (const place of document.querySelectorAll("[data-left]")) {
    const left = Number(place.dataset.left) - at;
    const text = say(left < 0 ? "late" : "left", short(left).join(" ").replace("−", ""));
    if (place.textContent !== text) place.textContent = text;
  }
  timer = setTimeout(tick, lastMinute ? 1000 : MINUTE - at % MINUTE + 20);
}

export function start() {
  tick();
  document.addEventListener("riscontro:fresh", tick);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) tick(); });
}
