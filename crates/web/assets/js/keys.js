// One key, one visible control: each key presses what a mouse would press. The keys of a page are those its table
// behind `?` names: a key that stands there acts, and no other does. Single letters act only outside fields and can be
// switched off on this computer (WCAG 2.1.4).

import { passRow } from "./pass.js";
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

// In a list that is walked, a key a row has of its own acts on the row in focus, else on the first.
function press(key) {
  const own = `[data-row-key~="${key}"]`, row = document.activeElement?.closest("[data-walk] > li");
  const control = row?.querySelector(own) ?? document.querySelector(`[data-key~="${key}"]`) ?? document.querySelector(own);
  if (!control) return false;
  if (control.matches("input[type=radio]")) {
    control.checked = true;
    control.dispatchEvent(new Event("change", { bubbles: true }));
    document.querySelector("[data-key~=r]")?.focus();
  } else if (control.matches("input, textarea, [contenteditable]")) control.focus();
  else control.click();
  return true;
}

function reply() {
  const choice = document.querySelector("#composer [value=reply]");
  if (choice && !choice.checked) { choice.checked = true; choice.dispatchEvent(new Event("change", { bubbles: true })); }
  return press("r");
}

// What has no control of its own to press; every other key presses the control that names it in `data-key`.
const ACTS = {
  "j": () => walk(1), "k": () => walk(-1), "t": toggle, "/": () => press("search"), "r": reply,
  "p": () => passRow() || press("p"),
  "?": () => document.getElementById("keys")?.showModal(),
};

// The single keys of this page's table.
const named = () => new Set([...document.querySelectorAll("#keys [data-keys]")]
  .map(entry => entry.dataset.keys.toLowerCase()).filter(keys => !keys.includes("ctrl"))
  .flatMap(keys => keys.split(" ")));

// Among people a typed letter goes to the next whose name begins so.
function person(event) {
  const people = event.target.closest?.("fieldset.people");
  if (!people || event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1 || !/\p{L}/u.test(event.key)) return;
  const radios = [...people.querySelectorAll("input[type=radio]")], at = radios.indexOf(event.target);
  const plain = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const fits = radio => plain(radio.closest("label").querySelector("span:not(.avatar)").textContent.trim()).startsWith(plain(event.key));
  const next = [...radios.slice(at + 1), ...radios.slice(0, at + 1)].find(fits);
  if (!next) return;
  event.preventDefault();
  next.checked = true;
  next.focus();
}

export function start() {
  document.addEventListener("keydown", person);
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
    if (!named().has(key)) return;
    const done = (ACTS[key] ?? (() => press(key)))();
    if (done !== false) event.preventDefault();
  });
}
