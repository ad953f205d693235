// Turns one element into another without replacing what is the same: focus, scroll, open details, typed text
// and running frames stay as they are. Children are matched by id, then by place.

const keeps = node => node.nodeType === Node.ELEMENT_NODE && node.hasAttribute("data-keep");
const alike = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && (a.id || "") === (b.id || "");

function attributes(from, to) {
  for (const { name } of [...from.attributes]) {
    if (to.hasAttribute(name)) continue;
    if (name === "open" && (from.nodeName === "DETAILS" || from.nodeName === "DIALOG")) continue;
    from.removeAttribute(name);
  }
  for (const { name, value } of to.attributes) {
    if (name === "open" && from.nodeName === "DETAILS") continue;
    if (from.getAttribute(name) !== value) from.setAttribute(name, value);
  }
}

export function morph(from, to) {
  if (keeps(from)) return;
  if (from.nodeType === Node.TEXT_NODE) {
    if (from.data !== to.data) from.data = to.data;
    return;
  }
  if (from.nodeType !== Node.ELEMENT_NODE) return;
  attributes(from, to);
  if (from.nodeName === "IFRAME" || from.nodeName === "TEXTAREA") return;
  children(from, to);
}

function children(from, to) {
  const byId = new Map();
  for (const child of from.children) if (child.id) byId.set(child.id, child);
  let here = from.firstChild;
  for (const wanted of [...to.childNodes]) {
    const known = wanted.id ? byId.get(wanted.id) : null;
    if (known) {
      if (known === here) here = here.nextSibling;
      else from.insertBefore(known, here);
      morph(known, wanted);
    } else if (here && !(here.id && here.id !== wanted.id) && alike(here, wanted)) {
      const next = here.nextSibling;
      morph(here, wanted);
      here = next;
    } else {
      from.insertBefore(document.importNode(wanted, true), here);
    }
  }
  while (here) {
    const next = here.nextSibling;
    if (!keeps(here)) here.remove();
    here = next;
  }
}
