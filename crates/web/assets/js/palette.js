// Ctrl K: people, conversations, pages and acts by a few letters. The list comes from the server; arrows walk it,
// Enter goes, Shift Enter searches everywhere.

import { ask } from "./dialog.js";

const WAIT_MS = 120;
let dialog = null, at = 0, timer = 0, turn = 0;

const open = () => location.pathname.match(/\/(R-[0-9A-Za-z]+)/)?.[1] ?? "";
const address = query => `/console/palette?${new URLSearchParams({ q: query, open: open() })}`;
const options = () => [...dialog.querySelectorAll("[role=option]")];

function mark(place) {
  const all = options();
  at = all.length ? (place + all.length) % all.length : 0;
  all.forEach((option, n) => option.setAttribute("aria-selected", String(n === at)));
  const input = dialog.querySelector("input");
  if (all[at]) input.setAttribute("aria-activedescendant", all[at].id);
  else input.removeAttribute("aria-activedescendant");
  all[at]?.scrollIntoView({ block: "nearest" });
}

async function load(query) {
  const mine = ++turn;
  const response = await fetch(address(query), { headers: { "x-fragment": "1" } }).catch(() => null);
  if (!response?.ok || mine !== turn) return null;
  return new DOMParser().parseFromString(await response.text(), "text/html").getElementById("palette-in");
}

async function show() {
  if (dialog?.open) return;
  const fresh = await load("");
  if (!fresh) { location.assign("/console/search"); return; }
  dialog?.remove();
  dialog = document.createElement("dialog");
  dialog.className = "palette-box";
  dialog.setAttribute("aria-labelledby", "palette-title");
  dialog.append(document.importNode(fresh, true));
  document.body.append(dialog);
  const back = document.activeElement;
  dialog.addEventListener("close", () => { dialog.remove(); if (back?.isConnected) back.focus(); });
  dialog.showModal();
  dialog.querySelector("input").focus();
  mark(0);
}

function typed() {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    const fresh = await load(dialog.querySelector("input").value);
    if (!fresh || !dialog.open) return;
    for (const part of ["#palette-list", ".palette-foot"]) {
      dialog.querySelector(part).replaceWith(document.importNode(fresh.querySelector(part), true));
    }
    mark(0);
  }, WAIT_MS);
}

function go(option, beside) {
  if (!option) return;
  const href = option.dataset.href;
  // A canned answer goes into the open composer; without one its page opens.
  const canned = href.match(/\/canned#(can_\w+)$/)?.[1], writing = document.querySelector("form[data-canned]");
  if (canned && writing && !beside) {
    dialog.addEventListener("close", () => writing.dispatchEvent(new CustomEvent("riscontro:canned", { detail: canned })), { once: true });
    dialog.close();
    return;
  }
  if ("asks" in option.dataset && !beside) {
    dialog.close();
    const link = document.createElement("a");
    link.href = href;
    ask(link);
  } else if (beside) window.open(href, "_blank");
  else location.assign(href);
}

export function start() {
  document.addEventListener("keydown", event => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      show();
      return;
    }
    if (!dialog?.open || !dialog.contains(event.target)) return;
    if (event.key === "ArrowDown") mark(at + 1);
    else if (event.key === "ArrowUp") mark(at - 1);
    else if (event.key === "Home" && event.ctrlKey) mark(0);
    else if (event.key === "End" && event.ctrlKey) mark(-1);
    else if (event.key === "Enter" && event.shiftKey) dialog.querySelector(".palette-foot a").click();
    else if (event.key === "Enter") go(options()[at], event.ctrlKey || event.metaKey);
    else return;
    event.preventDefault();
  });
  document.addEventListener("input", event => { if (dialog?.open && event.target.id === "palette-q") typed(); });
  document.addEventListener("click", event => {
    const opener = event.target.closest("[data-do=palette]");
    if (opener && !event.ctrlKey && !event.metaKey) { event.preventDefault(); show(); return; }
    const option = event.target.closest(".palette [role=option]");
    if (option) go(option, event.ctrlKey || event.metaKey);
    else if (dialog?.open && event.target === dialog) dialog.close();
  });
}
