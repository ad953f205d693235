// What was just done can be undone from a notice over the page for half a minute; from the timeline for a day.

import { now } from "./page.js";

function fade() {
  const toast = document.querySelector("#just-done .toast");
  if (!toast) return;
  const left = Number(toast.dataset.until) - now();
  setTimeout(() => { if (!toast.matches(":focus-within")) toast.hidden = true; }, Math.max(0, Math.min(left, 60_000)));
}

export function start() {
  fade();
  document.addEventListener("riscontro:fresh", fade);
}
