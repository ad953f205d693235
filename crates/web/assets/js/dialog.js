// A link marked `data-dialog` leads to a page that asks something; with script the question comes to this page.

import { csrf } from "./page.js";

let from = null;

export async function ask(link, href = link.href) {
  const response = await fetch(href, { headers: { "x-fragment": "1" } }).catch(() => null);
  if (!response?.ok) { location.assign(href); return; }
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const found = page.querySelector("dialog[data-dialog]");
  if (!found) { location.assign(href); return; }
  document.querySelectorAll("dialog[data-dialog]").forEach(old => old.remove());
  const dialog = document.importNode(found, true);
  dialog.removeAttribute("open");
  document.body.append(dialog);
  from = link;
  dialog.showModal();
  dialog.addEventListener("close", () => { dialog.remove(); if (from?.isConnected) from.focus(); });
}

// What the customer will read, while a new time and its reason are chosen.
let timer = 0;
function preview(form) {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    const fields = new FormData(form);
    const response = await fetch(form.dataset.preview, { method: "POST", headers: { "x-csrf": csrf }, body: new URLSearchParams(fields) }).catch(() => null);
    const place = form.querySelector("#preview");
    if (!response?.ok || !place) return;
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("preview");
    if (!fresh) return;
    const open = [...place.querySelectorAll("details[open]")].map(part => part.id);
    place.replaceChildren(...fresh.childNodes);
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  }, 250);
}

export function start() {
  document.addEventListener("click", event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const link = event.target.closest("a[data-dialog]");
    if (link) {
      event.preventDefault();
      link.closest("details")?.removeAttribute("open");
      ask(link);
      return;
    }
    const close = event.target.closest("dialog [data-do=close]");
    if (close && close.closest("dialog").matches(":modal")) {
      event.preventDefault();
      close.closest("dialog").close();
    }
    for (const menu of document.querySelectorAll("details.menu[open], details.recipients[open]")) {
      if (!menu.contains(event.target)) menu.removeAttribute("open");
    }
  });
  document.addEventListener("input", event => {
    const form = event.target.closest("form[data-preview]");
    if (!form) return;
    if (event.target.name === "choice") { const other = form.elements.at; if (other) other.value = ""; }
    preview(form);
  });
  document.addEventListener("keydown", event => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.menu[open], details.recipients[open]")) {
      menu.removeAttribute("open");
      menu.querySelector("summary")?.focus();
    }
  });
  document.querySelectorAll("[data-do=keys]").forEach(button =>
    button.addEventListener("click", () => document.getElementById("keys")?.showModal()));
}
