// The composer: a draft kept on every key, two texts (reply and note), files that load while one writes,
// and a message that is never lost when the server does not answer.

import { csrf, now, say, send } from "./page.js";

const SAVE_AFTER_MS = 600;

const local = {
  read(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
  write(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* full or private */ } },
  drop(key) { try { localStorage.removeItem(key); } catch { /* private */ } },
};

function drafts(form) {
  const text = form.querySelector("#text"), note = form.querySelector("[name=kind][value=note]");
  const state = form.querySelector("#draft-state");
  const kind = () => (note.checked ? "note" : "reply");
  const key = which => `riscontro.draft.${form.dataset.name}.${which}`;
  const said = { reply: text.dataset.reply ?? "", note: text.dataset.note ?? "" };
  const savedAt = { reply: Number(text.dataset.replySaved ?? 0), note: Number(text.dataset.noteSaved ?? 0) };
  for (const which of ["reply", "note"]) {
    const kept = local.read(key(which));
    if (kept && kept.at > savedAt[which]) said[which] = kept.text;
    else if (kept) local.drop(key(which));
  }
  let shown = kind(), timer = 0, dirty = false;
  if (text.value !== said[shown]) text.value = said[shown];

  async function save(options) {
    clearTimeout(timer);
    if (!dirty) return;
    dirty = false;
    const which = shown, content = said[which];
    const fields = new URLSearchParams({ kind: which, text: content });
    for (const input of form.querySelectorAll("[name=attachment]")) fields.append("attachment", input.value);
    if (which === "reply") for (const name of ["to", "cc", "bcc"]) fields.append(name, form.elements[name]?.value ?? "");
    const answer = await send(form.dataset.draft, fields, options).catch(() => null);
    if (answer?.ok) {
      if (said[which] === content) local.drop(key(which));
      state.textContent = content ? say("saved") : "";
    } else {
      dirty = true;
      state.textContent = say("kept-here");
      timer = setTimeout(save, 5000);
    }
  }

  text.addEventListener("input", () => {
    said[shown] = text.value;
    dirty = true;
    local.write(key(shown), { text: text.value, at: now() });
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_AFTER_MS);
  });
  form.addEventListener("change", event => {
    if (event.target.name !== "kind" || kind() === shown) return;
    save();
    shown = kind();
    text.value = said[shown];
    text.placeholder = shown === "note" ? text.dataset.placeholderNote : text.dataset.placeholderReply;
    text.focus();
  });
  form.addEventListener("input", event => {
    if (!["to", "cc", "bcc"].includes(event.target.name)) return;
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_AFTER_MS);
  });
  form.addEventListener("riscontro:files", () => { dirty = true; save(); });
  addEventListener("pagehide", () => save({ keepalive: true }));
  return {
    keep() { local.write(key(shown), { text: text.value, at: now() }); },
    sent() { clearTimeout(timer); dirty = false; local.drop(key(shown)); },
  };
}

/* ── files ───────────────────────────────────────────────────────────── */

function upload(form, file) {
  const list = form.querySelector("#files");
  const row = document.createElement("li");
  const name = Object.assign(document.createElement("span"), { className: "clip", textContent: file.name });
  const bar = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
  bar.setAttribute("aria-label", say("uploading", file.name));
  const remove = Object.assign(document.createElement("button"), { type: "button", className: "button quiet end", textContent: say("remove") });
  remove.dataset.do = "remove-file";
  row.append(name, bar, remove);
  list.append(row);
  const request = new XMLHttpRequest();
  request.open("POST", form.querySelector("[data-upload]").dataset.upload);
  request.setRequestHeader("x-csrf", csrf);
  request.setRequestHeader("x-fragment", "1");
  request.upload.onprogress = event => { if (event.lengthComputable) bar.value = event.loaded * 100 / event.total; };
  const failed = () => {
    bar.replaceWith(Object.assign(document.createElement("span"), { className: "late-text", textContent: say("upload-failed") }));
    row.dataset.failed = "";
  };
  request.onerror = failed;
  request.onload = () => {
    if (request.status !== 200) return failed();
    const fresh = new DOMParser().parseFromString(request.responseText, "text/html").querySelector("li");
    if (!fresh) return failed();
    row.replaceWith(document.importNode(fresh, true));
    form.dispatchEvent(new Event("riscontro:files"));
  };
  row.addEventListener("riscontro:gone", () => request.abort());
  const body = new FormData();
  body.append("files", file);
  request.send(body);
}

function files(form) {
  const input = form.querySelector("[data-upload]");
  if (!input) return;
  const take = list => { for (const file of list) upload(form, file); };
  input.addEventListener("change", () => { take(input.files); input.value = ""; });
  form.addEventListener("paste", event => {
    if (event.clipboardData?.files.length) { event.preventDefault(); take(event.clipboardData.files); }
  });
  form.addEventListener("dragover", event => { if (event.dataTransfer?.types.includes("Files")) event.preventDefault(); });
  form.addEventListener("drop", event => {
    if (event.dataTransfer?.files.length) { event.preventDefault(); take(event.dataTransfer.files); }
  });
  form.addEventListener("click", event => {
    const button = event.target.closest("[data-do=remove-file]");
    if (!button) return;
    const row = button.closest("li");
    row.dispatchEvent(new Event("riscontro:gone"));
    row.remove();
    input.focus();
    form.dispatchEvent(new Event("riscontro:files"));
  });
}

/* ── sending ─────────────────────────────────────────────────────────── */

function sending(form, draft) {
  const problem = form.querySelector("#composer-problem");
  form.addEventListener("submit", async event => {
    const button = event.submitter;
    if (button?.formAction.endsWith("/undo")) { draft.sent(); return; }
    event.preventDefault();
    if (form.dataset.busy) return;
    form.dataset.busy = "1";
    draft.keep();
    problem.textContent = "";
    const busy = setTimeout(() => button?.setAttribute("aria-busy", "true"), 200);
    const body = new FormData(form, button);
    body.delete("files");
    const answer = await fetch(form.action, { method: "POST", headers: { "x-csrf": csrf, "x-fragment": "1" }, body }).catch(() => null);
    clearTimeout(busy);
    button?.removeAttribute("aria-busy");
    delete form.dataset.busy;
    if (answer?.ok) {
      draft.sent();
      location.assign(answer.headers.get("x-to") ?? location.href);
      return;
    }
    problem.textContent = answer ? (answer.headers.get("content-type") ?? "").startsWith("text/plain") ? await answer.text() : say("unsent") : say("unsent");
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

export function start() {
  const form = document.getElementById("composer");
  if (form) {
    const draft = drafts(form);
    files(form);
    sending(form, draft);
    recipients(form);
  }
  document.querySelectorAll("form.letter").forEach(files);
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
