// The composer: a draft kept on every key, two texts (an answer with its form, a plain note), the word heard in it,
// canned answers after a slash, and a message that is never lost when the server does not answer.

import { edit, clean } from "./editor.js";
import { files } from "./files.js";
import { csrf, now, say, send } from "./page.js";

const SAVE_AFTER_MS = 600;

const local = {
  read(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
  write(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* full or private */ } },
  drop(key) { try { localStorage.removeItem(key); } catch { /* private */ } },
};

// The hidden fields a text with its form is sent by.
function carry(form, name, values) {
  for (const old of form.querySelectorAll(`input[type=hidden][data-carried="${name}"]`)) old.remove();
  for (const value of values) {
    const field = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    field.dataset.carried = name;
    form.append(field);
  }
}

/* ── drafts ──────────────────────────────────────────────────────────── */

function drafts(form, editor, field) {
  const note = form.querySelector("[name=kind][value=note]");
  const state = form.querySelector("#draft-state");
  const kind = () => (note.checked ? "note" : "reply");
  const key = which => `riscontro.draft.${form.dataset.name}.${which}`;
  const said = {
    reply: { text: field.dataset.reply ?? "", html: field.dataset.html ?? "" },
    note: { text: field.dataset.note ?? "", html: "" },
  };
  const savedAt = { reply: Number(field.dataset.replySaved ?? 0), note: Number(field.dataset.noteSaved ?? 0) };
  // What the server gave back because it could not be sent is newer than any draft.
  const given = form.querySelector("#composer-problem").textContent.trim() !== "" || form.querySelector("#unseen");
  if (given) said[kind()].text = field.value;
  for (const which of ["reply", "note"]) {
    const kept = local.read(key(which));
    if (kept && kept.at > savedAt[which] && !given) said[which] = { text: kept.text, html: kept.html ?? "" };
    else if (kept) local.drop(key(which));
  }
  let shown = kind(), timer = 0, dirty = false;

  function show() {
    editor.use(shown === "reply");
    if (shown === "reply") editor.set(said.reply.html, said.reply.text);
    else field.value = said.note.text;
    field.placeholder = field.dataset.placeholderNote;
  }
  show();

  async function save(options) {
    clearTimeout(timer);
    if (!dirty) return;
    dirty = false;
    const which = shown, content = said[which];
    const fields = new URLSearchParams({ kind: which, text: content.text });
    if (which === "reply") fields.append("html", content.html);
    for (const input of form.querySelectorAll("[name=attachment]")) fields.append("attachment", input.value);
    if (which === "reply") for (const name of ["to", "cc", "bcc"]) fields.append(name, form.elements[name]?.value ?? "");
    const answer = await send(form.dataset.draft, fields, options).catch(() => null);
    if (answer?.ok) {
      if (said[which] === content) local.drop(key(which));
      state.textContent = content.text || content.html ? say("saved") : "";
      if (which === "reply") form.dispatchEvent(new CustomEvent("riscontro:heard", { detail: answer.status === 200 ? await answer.text() : "" }));
    } else if (answer?.status === 422) {
      state.textContent = await answer.text();
    } else {
      dirty = true;
      state.textContent = say("kept-here");
      timer = setTimeout(save, 5000);
    }
  }

  function typed() {
    said[shown] = shown === "reply" ? { text: editor.text(), html: editor.html() } : { text: field.value, html: "" };
    dirty = true;
    local.write(key(shown), { ...said[shown], at: now() });
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_AFTER_MS);
  }
  editor.on(() => { carry(form, "attachment", editor.pictures()); typed(); });
  field.addEventListener("input", typed);
  form.addEventListener("change", event => {
    if (event.target.name !== "kind" || kind() === shown) return;
    save();
    shown = kind();
    show();
    (shown === "reply" ? editor : field).focus();
  });
  form.addEventListener("input", event => {
    if (!["to", "cc", "bcc"].includes(event.target.name)) return;
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_AFTER_MS);
  });
  form.addEventListener("riscontro:files", () => { dirty = true; save(); });
  addEventListener("pagehide", () => save({ keepalive: true }));
  carry(form, "attachment", editor.pictures());
  return {
    kind, said,
    keep() { local.write(key(shown), { ...said[shown], at: now() }); },
    sent() { clearTimeout(timer); dirty = false; local.drop(key(shown)); },
    // The fields the text travels in.
    pack() {
      if (shown === "reply") { field.value = editor.text(); carry(form, "html", [editor.html()]); }
      else carry(form, "html", []);
    },
    clear() {
      said[shown] = { text: "", html: "" };
      if (shown === "note") { note.checked = false; form.querySelector("[name=kind][value=reply]").checked = true; shown = "reply"; }
      field.value = "";
      show();
      for (const entry of form.querySelectorAll("#files li")) entry.remove();
      carry(form, "attachment", []); carry(form, "html", []); carry(form, "canned", []); carry(form, "promise", []);
      form.querySelector("#heard").replaceChildren();
      state.textContent = "";
    },
    restore(which, content) {
      shown = which;
      form.querySelector(`[name=kind][value=${which}]`).checked = true;
      said[which] = content;
      show();
      typed();
    },
  };
}

/* ── the word heard ──────────────────────────────────────────────────── */

function word(form) {
  const place = form.querySelector("#heard");
  const ignored = new Set();
  form.addEventListener("riscontro:heard", ({ detail }) => {
    const there = place.querySelector(".heard");
    if (there && !there.querySelector(".given").hidden) return;
    const fresh = detail ? new DOMParser().parseFromString(detail, "text/html").querySelector(".heard") : null;
    if (!fresh || ignored.has(fresh.dataset.due)) { place.replaceChildren(); return; }
    if (there?.dataset.due === fresh.dataset.due) return;
    place.replaceChildren(document.importNode(fresh, true));
  });
  place.addEventListener("click", event => {
    const act = event.target.closest("button")?.dataset.do;
    const heard = place.querySelector(".heard");
    if (!act || !heard) return;
    const given = act === "take-word";
    carry(form, "promise", given ? [heard.dataset.due] : []);
    heard.querySelector(".asked").hidden = given;
    heard.querySelector(".given").hidden = !given;
    if (given) heard.querySelector("[data-do=drop-word]").focus();
    else { ignored.add(heard.dataset.due); place.replaceChildren(); form.querySelector("[contenteditable]")?.focus(); }
  });
}

/* ── canned answers ──────────────────────────────────────────────────── */

function canned(form, editor) {
  const list = form.querySelector("#canned-list");
  if (!list || !form.dataset.canned) return;
  let turns = 0, timer = 0, at = null;
  const options = () => [...list.querySelectorAll("[role=option]")];
  const current = () => options().find(option => option.getAttribute("aria-selected") === "true");
  const close = () => { list.hidden = true; list.replaceChildren(); editor.page.removeAttribute("aria-activedescendant"); editor.page.removeAttribute("aria-controls"); at = null; };
  const choose = option => {
    for (const other of options()) other.setAttribute("aria-selected", String(other === option));
    editor.page.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };
  const put = option => {
    const place = at, fragment = clean(option.dataset.html);
    const used = new Set([...form.querySelectorAll("[data-carried=canned]")].map(input => input.value));
    carry(form, "canned", [...used.add(option.dataset.canned)]);
    close();
    if (place) editor.replace(place, fragment); else { editor.insert(fragment); editor.changed(); }
    editor.nextPlace();
  };
  async function find(word) {
    const turn = ++turns;
    const asked = new URLSearchParams({ q: word });
    for (const name of form.id === "composer" ? [] : ["inbox", "to"]) asked.append(name, form.elements[name]?.value ?? "");
    const answer = await fetch(`${form.dataset.canned}?${asked}`, { headers: { "x-fragment": "1" } }).catch(() => null);
    if (turn !== turns || !at || !answer?.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").body;
    list.replaceChildren(...[...fresh.childNodes].map(node => document.importNode(node, true)));
    list.hidden = false;
    editor.page.setAttribute("aria-controls", "canned-options");
    const first = options()[0];
    if (first) choose(first);
  }
  // Chosen elsewhere, by its outside name: it goes where the caret was.
  form.addEventListener("riscontro:canned", async ({ detail }) => {
    const reply = form.querySelector("[name=kind][value=reply]");
    if (reply && !reply.checked) { reply.checked = true; reply.dispatchEvent(new Event("change", { bubbles: true })); }
    const asked = new URLSearchParams({ id: detail, inbox: form.elements.inbox?.value ?? "", to: form.elements.to?.value ?? "" });
    const answer = await fetch(`${form.dataset.canned}?${asked}`, { headers: { "x-fragment": "1" } }).catch(() => null);
    if (!answer?.ok) return;
    const option = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[role=option]");
    if (!option) return;
    editor.focus();
    at = null;
    put(option);
  });
  editor.page.addEventListener("input", () => {
    at = editor.slash();
    if (!at) { if (!list.hidden) close(); return; }
    const wanted = at.word;
    clearTimeout(timer);
    timer = setTimeout(() => find(wanted), 80);
  });
  editor.page.addEventListener("keydown", event => {
    if (list.hidden) return;
    const all = options(), here = all.indexOf(current());
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const next = all[(here + (event.key === "ArrowDown" ? 1 : -1) + all.length) % all.length];
      if (next) choose(next);
    } else if ((event.key === "Enter" || event.key === "Tab") && current() && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      event.stopPropagation();
      put(current());
    } else if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); close(); }
  });
  list.addEventListener("mousedown", event => event.preventDefault());
  list.addEventListener("click", event => { const option = event.target.closest("[role=option]"); if (option) put(option); });
  editor.page.addEventListener("blur", () => setTimeout(() => { if (!list.matches(":hover")) close(); }, 150));
  form.querySelector("[data-do=canned]")?.addEventListener("click", () => {
    editor.focus();
    document.execCommand("insertText", false, editor.empty() || /\s$/.test(editor.text()) ? "/" : " /");
  });
}

/* ── sending ─────────────────────────────────────────────────────────── */

// The bubble stands at once; the page's own news put the real one in its place.
function bubble(form, kind, text) {
  const lists = document.querySelectorAll("#timeline ol.entries");
  const list = lists[lists.length - 1];
  if (!list) return null;
  const entry = document.createElement("li");
  entry.className = kind === "note" ? "entry note pending" : "entry ours pending";
  entry.id = `pending-${Math.round(performance.now())}`;
  entry.tabIndex = -1;
  const node = Object.assign(document.createElement("span"), { className: "node" });
  const body = document.createElement("div");
  const by = Object.assign(document.createElement("div"), { className: "by" });
  const state = Object.assign(document.createElement("span"), { className: "state alive", textContent: form.dataset.sending });
  by.append(state);
  const said = Object.assign(document.createElement("div"), { className: "said" });
  for (const part of text.split(/\n\n+/)) said.append(Object.assign(document.createElement("p"), { textContent: part }));
  body.append(by, said);
  entry.append(node, body);
  list.append(entry);
  const timeline = document.getElementById("timeline");
  timeline.scrollTop = timeline.scrollHeight;
  return entry;
}

// It did not leave this computer: the bubble says so and offers another try; the text is still in the composer.
function failed(entry, form, button) {
  if (!entry) return;
  entry.classList.add("failed");
  const state = entry.querySelector(".state");
  state.className = "state late";
  state.textContent = form.dataset.unsent;
  const again = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: form.dataset.retry });
  again.addEventListener("click", () => { entry.remove(); form.requestSubmit(button?.isConnected ? button : undefined); });
  entry.querySelector(".by").append(again);
}

function sending(form, draft) {
  const problem = form.querySelector("#composer-problem"), news = form.querySelector("#composer-news");
  form.addEventListener("submit", async event => {
    const button = event.submitter;
    if (button?.formAction.endsWith("/undo") || button?.dataset.later) { draft.sent(); return; }
    event.preventDefault();
    if (form.dataset.busy) return;
    if (form.querySelector("#files progress")) { problem.textContent = say("uploading", "").replace(/[:\s]+$/, ""); return; }
    form.dataset.busy = "1";
    draft.pack();
    draft.keep();
    problem.textContent = "";
    document.querySelectorAll("#timeline .pending.failed").forEach(old => old.remove());
    const which = draft.kind(), content = { ...draft.said[which] };
    const then = button?.name === "anyway" ? form.elements["then-anyway"]?.value : button?.value;
    const stays = ["keep", "wait", "note"].includes(then ?? "keep") && document.body.dataset.live;
    const body = new FormData(form, button);
    body.delete("files");
    const entry = stays ? bubble(form, which, content.text) : null;
    const busy = setTimeout(() => button?.setAttribute("aria-busy", "true"), 200);
    const answer = await fetch(form.action, { method: "POST", headers: { "x-csrf": csrf, "x-fragment": "1" }, body }).catch(() => null);
    clearTimeout(busy);
    button?.removeAttribute("aria-busy");
    delete form.dataset.busy;
    if (answer?.ok) {
      draft.sent();
      if (!stays) { location.assign(answer.headers.get("x-to") ?? location.href); return; }
      form.elements.seen.value = answer.headers.get("x-seq") ?? form.elements.seen.value;
      news.replaceChildren();
      draft.clear();
      document.getElementById("other-ways")?.removeAttribute("open");
      document.getElementById("timeline")?.focus({ preventScroll: true });
      document.dispatchEvent(new CustomEvent("riscontro:changed"));
      return;
    }
    const unreachable = !answer || answer.status >= 500;
    if (unreachable) failed(entry, form, button); else entry?.remove();
    const type = answer?.headers.get("content-type") ?? "";
    if (answer?.status === 409 && type.startsWith("text/html")) {
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("unseen");
      news.replaceChildren(...(fresh ? [document.importNode(fresh, true)] : []));
      news.querySelector("[name=anyway]")?.focus();
      return;
    }
    problem.textContent = type.startsWith("text/plain") ? await answer.text() : say("unsent");
  });
  news.addEventListener("click", event => {
    const button = event.target.closest("[data-do=news-edit]");
    if (!button) return;
    form.elements.seen.value = button.dataset.seq;
    news.replaceChildren();
    form.querySelector("[contenteditable]:not([hidden])")?.focus();
  });
}

function recipients(form) {
  form.addEventListener("click", event => {
    const all = event.target.closest("[data-do=reply-all]"), one = event.target.closest("[data-do=reply-one]");
    if (all) form.elements.cc.value = all.dataset.others;
    else if (one) { form.elements.cc.value = ""; form.elements.bcc.value = ""; }
  });
  const shown = form.querySelector("#recipients summary .clip");
  form.elements.to?.addEventListener("input", event => { if (shown) shown.textContent = shown.textContent.replace(/\s.*$/, ` ${event.target.value}`); });
}

// The notice with the undo button goes when the message has left.
function leaving() {
  const toast = document.getElementById("leaving");
  if (!toast) return;
  const left = Number(toast.dataset.until) - now();
  setTimeout(() => { if (toast.isConnected) toast.hidden = true; }, Math.max(0, Math.min(left, 60_000)));
}

// Frames of mails take the height of what they show.
function fit(frame) {
  const size = () => {
    const page = frame.contentDocument?.documentElement;
    if (page) frame.style.blockSize = `${Math.min(Math.max(page.scrollHeight + 2, 60), 4000)}px`;
  };
  frame.addEventListener("load", size);
  frame.closest("details")?.addEventListener("toggle", size);
  size();
}

// A field with its form in an ordinary form: what is written travels in `html` beside it.
function formed(form) {
  const field = form.querySelector("textarea[data-rich]");
  if (!field) return null;
  const editor = edit(field, form.querySelector(".tools"));
  editor.set(field.dataset.html, field.value);
  editor.use(true);
  const pack = () => { field.value = editor.text(); carry(form, "html", [editor.html()]); carry(form, "attachment", editor.pictures()); };
  const needed = field.required;
  field.required = false;
  editor.on(pack);
  pack();
  form.addEventListener("submit", event => {
    pack();
    if (needed && editor.empty()) { event.preventDefault(); editor.focus(); }
  });
  return editor;
}

export function start() {
  const form = document.getElementById("composer");
  if (form) {
    const field = form.querySelector("#text");
    const editor = edit(field, form.querySelector(".tools"));
    const draft = drafts(form, editor, field);
    files(form, () => (draft.kind() === "reply" ? editor : null));
    word(form);
    canned(form, editor);
    sending(form, draft);
    recipients(form);
  }
  for (const other of document.querySelectorAll("form.letter, form.formed")) {
    const editor = formed(other);
    files(other, () => editor);
    if (editor && other.dataset.canned) canned(other, editor);
  }
  leaving();
  const frames = () => document.querySelectorAll("iframe[data-fit]:not([data-fitted])").forEach(frame => { frame.dataset.fitted = ""; fit(frame); });
  frames();
  document.addEventListener("riscontro:fresh", () => { frames(); leaving(); });
  document.addEventListener("click", event => {
    if (event.target.closest("[data-do=reply]")) {
      event.preventDefault();
      document.getElementById("recipients")?.setAttribute("open", "");
      form?.elements.to?.focus();
    }
  });
}
