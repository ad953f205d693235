// A text with its form, over contenteditable: bold, italic, lists, quotes, links, pictures. What is pasted is cleaned
// to that; the server cleans again. Without this file the text stays a plain field.

const BLOCKS = new Set(["DIV", "P", "H1", "H2", "H3", "H4", "H5", "H6", "SECTION", "ARTICLE", "HEADER", "FOOTER", "PRE", "ADDRESS", "TR", "TABLE", "TBODY", "DL", "DT", "DD", "CENTER"]);
const GONE = new Set(["SCRIPT", "STYLE", "META", "LINK", "TITLE", "HEAD", "TEMPLATE", "IFRAME", "OBJECT", "SVG", "MATH", "NOSCRIPT", "XML", "BASE", "FORM", "BUTTON", "SELECT", "TEXTAREA", "AUDIO", "VIDEO"]);
const KEPT = { B: "b", STRONG: "b", I: "i", EM: "i", UL: "ul", OL: "ol", LI: "li", BLOCKQUOTE: "blockquote", BR: "br" };
const PICTURE = /^cid:(att_[0-9a-z]{26})(@riscontro)?$/;
const SHOWN = /^\/console\/attachment\/(att_[0-9a-z]{26})\?show=1$/;
const ADDRESS = /^(https?:\/\/|mailto:|tel:)/i;

/* ── cleaning ────────────────────────────────────────────────────────── */

// Parsed where nothing runs and nothing loads; styles and handlers become notes so that no policy minds them.
const parse = html => {
  const noted = String(html).replace(/([\s"'/])style\s*=/gi, "$1data-said=").replace(/([\s"'/])on[a-z]+\s*=/gi, "$1data-gone=");
  return new DOMParser().parseFromString(noted, "text/html").body;
};

function picture(node, maker) {
  const source = node.getAttribute("src") ?? "";
  const name = source.match(PICTURE)?.[1] ?? source.match(SHOWN)?.[1] ?? null;
  if (!name) return null;
  const image = maker.createElement("img");
  image.setAttribute("src", `/console/attachment/${name}?show=1`);
  image.alt = node.getAttribute("alt") ?? "";
  return image;
}

// A paragraph of Word's that stands for an entry of a list.
const wordEntry = node => /mso-list:\s*l\d/i.test(node.dataset?.said ?? "");

const isBlock = node => BLOCKS.has(node.nodeName) || ["UL", "OL", "BLOCKQUOTE"].includes(node.nodeName);

function cleaned(from, into) {
  const maker = into.ownerDocument;
  let list = null;
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) { into.append(node.data.replace(/[\u200b\ufeff]/g, "")); continue; }
    if (node.nodeType !== Node.ELEMENT_NODE || GONE.has(node.nodeName) || node.nodeName.includes(":")) {
      if (node.nodeName?.includes(":")) cleaned(node, into);
      continue;
    }
    const said = node.dataset.said ?? "";
    if (/mso-list:\s*ignore/i.test(said) || /display:\s*none/i.test(said)) continue;
    if (wordEntry(node)) {
      const ordered = /^\s*[\da-z]+[.)]/i.test(node.textContent);
      if (!list) { list = maker.createElement(ordered ? "ol" : "ul"); into.append(list); }
      const entry = maker.createElement("li");
      cleaned(node, entry);
      list.append(entry);
      continue;
    }
    list = null;
    let place = into;
    const nest = name => { const inner = maker.createElement(name); place.append(inner); place = inner; };
    if (node.nodeName === "IMG") { const image = picture(node, maker); if (image) into.append(image); continue; }
    if (node.nodeName === "A" && ADDRESS.test(node.getAttribute("href") ?? "")) {
      nest("a");
      place.href = node.getAttribute("href");
    } else if (BLOCKS.has(node.nodeName)) {
      if (into.nodeName !== "LI" || into.childNodes.length) nest("div");
    } else if (KEPT[node.nodeName]) {
      // Google's documents stand within a bold that is none.
      const bold = KEPT[node.nodeName] === "b" && /font-weight:\s*(normal|[1-4]00)/i.test(said);
      if (!bold) nest(KEPT[node.nodeName]);
    }
    if (node.nodeName === "SPAN" || node.nodeName === "FONT") {
      if (/font-weight:\s*(bold|[6-9]00)/i.test(said)) nest("b");
      if (/font-style:\s*italic/i.test(said)) nest("i");
    }
    if (place.nodeName === "BR") continue;
    cleaned(node, place);
    if (place !== into && place.nodeName === "DIV" && !place.childNodes.length) place.append(maker.createElement("br"));
  }
}

export function clean(html) {
  const place = document.createDocumentFragment();
  cleaned(parse(html), place);
  return place;
}

export function lines(text) {
  const place = document.createDocumentFragment();
  for (const line of text.replace(/\r\n?/g, "\n").split("\n")) {
    const block = document.createElement("div");
    block.append(line === "" ? document.createElement("br") : line);
    place.append(block);
  }
  return place;
}

/* ── what it says ────────────────────────────────────────────────────── */

function written(node) {
  let text = "";
  const fresh = () => { if (text && !text.endsWith("\n")) text += "\n"; };
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) text += child.data.replace(/\u00a0/g, " ");
    else if (child.nodeName === "BR") text += child.nextSibling || node.nodeName === "B" ? "\n" : node.childNodes.length === 1 ? "\n" : "";
    else if (child.nodeName === "LI") { fresh(); text += `- ${written(child)}\n`; }
    else if (child.nodeName === "BLOCKQUOTE") { fresh(); text += written(child).trimEnd().split("\n").map(line => `> ${line}`).join("\n") + "\n"; }
    else if (BLOCKS.has(child.nodeName) || child.nodeName === "UL" || child.nodeName === "OL") { fresh(); const inner = written(child); text += inner.endsWith("\n") ? inner : `${inner}\n`; }
    else text += written(child);
  }
  return text;
}

/* ── the editor ──────────────────────────────────────────────────────── */

export function edit(field, tools) {
  const page = document.createElement("div");
  const id = field.id;
  const label = field.labels?.[0];
  if (label && !label.id) label.id = `${id}-label`;
  page.className = `${field.className} rich`.trim();
  page.contentEditable = "true";
  page.spellcheck = true;
  for (const [name, value] of Object.entries({ role: "textbox", "aria-multiline": "true", "aria-labelledby": label?.id ?? "", "data-placeholder": field.placeholder })) page.setAttribute(name, value);
  document.execCommand("defaultParagraphSeparator", false, "div");
  document.execCommand("styleWithCSS", false, false);
  field.before(page);
  const heard = new EventTarget();
  let caret = null;

  const empty = () => !page.textContent.trim() && !page.querySelector("img, li");
  const changed = () => {
    page.toggleAttribute("data-empty", empty());
    heard.dispatchEvent(new Event("change"));
  };
  const html = () => {
    if (empty()) return "";
    // Put together where nothing loads.
    const copy = document.implementation.createHTMLDocument("").createElement("div");
    cleaned(page, copy);
    for (const image of copy.querySelectorAll("img")) {
      const name = image.getAttribute("src").match(SHOWN)?.[1];
      image.setAttribute("src", `cid:${name}@riscontro`);
    }
    return copy.innerHTML;
  };
  const set = (rich, text) => {
    page.replaceChildren(rich ? clean(rich) : text ? lines(text) : "");
    page.toggleAttribute("data-empty", empty());
  };
  const focus = () => {
    page.focus();
    const end = document.createRange();
    end.selectNodeContents(page);
    end.collapse(false);
    getSelection().removeAllRanges();
    getSelection().addRange(end);
  };
  const here = () => {
    const selection = getSelection();
    return selection.rangeCount && page.contains(selection.anchorNode) ? selection.getRangeAt(0) : null;
  };
  const insert = fragment => {
    if (!here()) { if (caret) { page.focus(); getSelection().removeAllRanges(); getSelection().addRange(caret); } else focus(); }
    const range = here() ?? document.createRange();
    range.deleteContents();
    // What begins as a line goes on in the line there is; the others become lines of their own after it.
    const nodes = fragment.nodeType === Node.DOCUMENT_FRAGMENT_NODE ? [...fragment.childNodes] : [fragment];
    const first = nodes[0]?.nodeName === "DIV" ? [...nodes.shift().childNodes] : [];
    while (nodes.length && !isBlock(nodes[0])) first.push(nodes.shift());
    const line = document.createDocumentFragment();
    line.append(...first);
    let last = line.lastChild;
    let block = range.startContainer;
    while (block !== page && block.parentNode !== page) block = block.parentNode;
    range.insertNode(line);
    if (last) range.setStartAfter(last);
    if (nodes.length) {
      let rest = null;
      if (block !== page && block.nodeType === Node.ELEMENT_NODE && block.nodeName === "DIV") {
        const tail = document.createRange();
        tail.setStart(range.startContainer, range.startOffset);
        tail.setEnd(block, block.childNodes.length);
        rest = tail.extractContents();
      }
      const after = document.createDocumentFragment();
      for (const node of nodes) after.append(node);
      last = after.lastChild;
      if (rest?.textContent) {
        const line = document.createElement("div");
        line.append(rest);
        after.append(line);
      }
      if (block === page) { range.collapse(false); range.insertNode(after); } else block.after(after);
    }
    const end = document.createRange();
    if (last && isBlock(last)) { end.selectNodeContents(last); end.collapse(false); } else if (last) { end.setStartAfter(last); end.collapse(true); } else return;
    getSelection().removeAllRanges();
    getSelection().addRange(end);
  };
  const within = name => {
    let node = here()?.commonAncestorContainer;
    while (node && node !== page) { if (node.nodeName === name) return node; node = node.parentNode; }
    return null;
  };

  /* tools */
  const linkField = tools?.querySelector(".link-field");
  const address = linkField?.querySelector("[data-link]");
  const acts = {
    bold: () => document.execCommand("bold"),
    italic: () => document.execCommand("italic"),
    list: () => document.execCommand("insertUnorderedList"),
    numbered: () => document.execCommand("insertOrderedList"),
    quote: () => within("BLOCKQUOTE") ? document.execCommand("outdent") : document.execCommand("formatBlock", false, "blockquote"),
    link: () => {
      caret = here()?.cloneRange() ?? caret;
      linkField.hidden = false;
      address.value = within("A")?.getAttribute("href") ?? "";
      address.focus();
    },
  };
  const back = () => {
    linkField.hidden = true;
    page.focus();
    if (caret) { getSelection().removeAllRanges(); getSelection().addRange(caret); }
  };
  const setLink = () => {
    let to = address.value.trim();
    const there = within("A");
    back();
    if (!to) return;
    if (!ADDRESS.test(to)) to = to.includes("@") && !to.includes("/") ? `mailto:${to}` : `https://${to}`;
    const link = within("A") ?? there;
    if (link) link.href = to;
    else if (here()?.collapsed) {
      const fresh = document.createElement("a");
      fresh.href = to;
      fresh.textContent = to.replace(/^(https?:\/\/|mailto:|tel:)/i, "");
      insert(fresh);
    } else document.execCommand("createLink", false, to);
    changed();
  };
  tools?.addEventListener("mousedown", event => { if (event.target.closest("[data-edit]")) event.preventDefault(); });
  tools?.addEventListener("click", event => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.edit) { if (!here() && button.dataset.edit !== "link") focus(); acts[button.dataset.edit](); changed(); shown(); }
    else if (button.dataset.do === "set-link") setLink();
    else if (button.dataset.do === "drop-link") { back(); const link = within("A"); if (link) { link.replaceWith(...link.childNodes); changed(); } }
  });
  address?.addEventListener("keydown", event => {
    event.stopPropagation();
    if (event.key === "Enter") { event.preventDefault(); setLink(); }
    else if (event.key === "Escape") { event.preventDefault(); back(); }
  });
  const shown = () => {
    if (!tools || !here()) return;
    caret = here().cloneRange();
    const state = { bold: () => document.queryCommandState("bold"), italic: () => document.queryCommandState("italic"), list: () => within("UL"), numbered: () => within("OL"), quote: () => within("BLOCKQUOTE"), link: () => within("A") };
    for (const button of tools.querySelectorAll("[data-edit]")) button.setAttribute("aria-pressed", String(Boolean(state[button.dataset.edit]())));
  };
  document.addEventListener("selectionchange", shown);

  page.addEventListener("keydown", event => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === "k" && tools) { event.preventDefault(); event.stopPropagation(); acts.link(); }
    else if (key === "b" || key === "i") { event.preventDefault(); event.stopPropagation(); acts[key === "b" ? "bold" : "italic"](); changed(); shown(); }
    else if (key === "u") event.preventDefault();
  });
  page.addEventListener("paste", event => {
    const data = event.clipboardData;
    const rich = data?.getData("text/html");
    const text = data?.getData("text/plain");
    if (data?.files.length && !(text ?? "").trim()) return;
    event.preventDefault();
    event.stopPropagation();
    if (rich && rich.trim()) insert(clean(rich));
    else if (text) document.execCommand("insertText", false, text);
    changed();
  });
  page.addEventListener("drop", event => { if (!event.dataTransfer?.files.length) setTimeout(() => { const kept = html(); set(kept, ""); changed(); }); });
  page.addEventListener("input", changed);

  // Whoever asks for the text by its field finds it here.
  Object.defineProperty(page, "value", { get: () => written(page).replace(/\n{3,}/g, "\n\n").replace(/\s+$/, ""), set: text => { set("", text); changed(); } });
  page.toggleAttribute("data-empty", empty());
  return {
    page, html, set, focus, insert, changed, empty,
    text: () => page.value,
    on: act => heard.addEventListener("change", act),
    // The field in use carries the name others know it by.
    use(rich) {
      page.hidden = !rich;
      field.hidden = rich;
      (rich ? field : page).removeAttribute("id");
      (rich ? page : field).id = id;
      const key = field.dataset.key ?? page.dataset.key;
      delete field.dataset.key; delete page.dataset.key;
      if (key) (rich ? page : field).dataset.key = key;
    },
    picture(name, title) {
      const image = document.createElement("img");
      image.src = `/console/attachment/${name}?show=1`;
      image.alt = title;
      insert(image);
      changed();
    },
    pictures: () => [...page.querySelectorAll("img")].map(image => image.getAttribute("src").match(SHOWN)?.[1]).filter(Boolean),
    // The word being typed after a slash, and taking it away.
    slash() {
      const range = here();
      if (!range?.collapsed || range.startContainer.nodeType !== Node.TEXT_NODE) return null;
      const before = range.startContainer.data.slice(0, range.startOffset);
      const found = before.match(/(?:^|\s)\/([\p{L}\d_.-]{0,30})$/u);
      return found ? { word: found[1], node: range.startContainer, from: range.startOffset - found[1].length - 1, to: range.startOffset } : null;
    },
    replace({ node, from, to }, fragment) {
      const range = document.createRange();
      range.setStart(node, from);
      range.setEnd(node, to);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      insert(fragment);
      changed();
    },
    // Marks the next place that waits to be filled.
    nextPlace() {
      const walk = document.createTreeWalker(page, NodeFilter.SHOW_TEXT);
      while (walk.nextNode()) {
        const found = walk.currentNode.data.match(/\{\{[^{}]{1,60}\}\}/);
        if (!found) continue;
        const range = document.createRange();
        range.setStart(walk.currentNode, found.index);
        range.setEnd(walk.currentNode, found.index + found[0].length);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
        return true;
      }
      return false;
    },
  };
}
