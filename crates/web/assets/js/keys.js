// One key, one visible control: each key presses what a mouse would press. Single letters act only outside fields
// and can be switched off on this computer (WCAG 2.1.4).

import { toggle } from "./theme.js";

const OFF = "riscontro.letters";
const lettersOn = () => { try { return localStorage.getItem(OFF) !== "off"; } catch { return true; } };

function walk(step) {
  const rows = [...document.querySelectorAll("[data-walk] a:not(.button)")];
  if (!rows.length) return;
  const at = rows.indexOf(document.activeElement);
  const from = at < 0 ? rows.findIndex(row => row.getAttribute("aria-current")) : at;
  rows[Math.max(0, Math.min(rows.length - 1, from + step))].focus();
}

function press(key) {
  const control = document.querySelector(`[data-key="${key}"]`);
  if (!control) return false;
  if (control.matches("input[type=radio]")) {
    control.checked = true;
    control.dispatchEvent(new Event("change", { bubbles: true }));
    document.querySelector("[data-key=r]")?.focus();
  } else if (control.matches("input, textarea")) control.focus();
  else control.click();
  return true;
}

export function start() {
  const box = document.querySelector("[data-do=letters]");
  if (box) {
    box.checked = lettersOn();
    box.addEventListener("change", () => { try { localStorage.setItem(OFF, box.checked ? "on" : "off"); } catch { /* private window */ } });
  }
  document.addEventListener("keydown", event => {
    if (event.defaultPrevented) return;
    const composer = event.target.closest?.("#composer, form.letter");
    if (composer && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      const noting = composer.querySelector("[value=note]:checked");
      const then = noting ? "note" : event.shiftKey ? "wait" : "keep";
      (composer.querySelector(`button[name=then][value=${then}]`) ?? composer.querySelector("button.primary")).click();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || !lettersOn()) return;
    if (event.target.closest?.("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable], dialog[open]")) return;
    const key = event.key.toLowerCase();
    if (key === "j") walk(1);
    else if (key === "k") walk(-1);
    else if (key === "t") toggle();
    else if (key === "?") document.getElementById("keys")?.showModal();
    else if (key === "/") { if (!press("search")) return; }
    else if (key === "r") {
      const reply = document.querySelector("#composer [value=reply]");
      if (reply && !reply.checked) { reply.checked = true; reply.dispatchEvent(new Event("change", { bubbles: true })); }
      if (!press("r")) return;
    } else if (key.length === 1 && "nespzc".includes(key)) { if (!press(key)) return; }
    else return;
    event.preventDefault();
  });
}
