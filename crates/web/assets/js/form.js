// The form thinks along: asks only what is meant, sends files ahead and shows their way, keeps what is typed on this
// device until it is taken, and sends again by itself when the server is away. Without it the page works all the same.

const KEEP_MS = 24 * 3600_000, AGAIN_MS = [60_000, 180_000, 600_000];

let form, words, key, uploads = 0, again = 0;
const say = (name, places = {}) =>
  Object.entries(places).reduce((text, [place, value]) => text.replace(`%${place}%`, value), words[name] ?? name);

// ── kept on this device ──

const place = () => `riscontro-form-${key}`;

function keep() {
  const values = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== "string" || ["time", "task", "proof", "confirm", "website"].includes(name) || !value) continue;
    (values[name] ??= []).push(value);
  }
  const files = [...form.querySelectorAll("#file-list li")].filter(row => row.querySelector("[name=kept]"))
    .map(row => ({ token: row.querySelector("[name=kept]").value, name: row.querySelector(".clip").textContent, size: row.dataset.size }));
  delete values.kept;
  try { localStorage.setItem(place(), JSON.stringify({ at: Date.now(), values, files })); } catch { /* a device that keeps nothing */ }
}

function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(place()));
    return found && Date.now() - found.at < KEEP_MS ? found : null;
  } catch { return null; }
}

const forget = name => { try { localStorage.removeItem(`riscontro-form-${name}`); } catch { /* nothing kept */ } };

function restore() {
  const found = kept();
  const fields = [...form.querySelectorAll("input.input, textarea.input, select.input")];
  // What the server wrote into the page is newer.
  if (!found || fields.some(field => field.value)) return;
  for (const [name, values] of Object.entries(found.values)) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
      else if (field.matches(".input")) field.value = values[0];
    }
  }
  for (const file of found.files ?? []) if (!form.querySelector("[name=kept]")) arrived(row(file.name, file.size), file.token);
}

// ── asked only when it is meant ──

function ask() {
  for (const part of form.querySelectorAll("[data-on]")) {
    const name = CSS.escape(part.dataset.on), is = part.dataset.is;
    const field = form.querySelector(`[name="${name}"]:checked, select[name="${name}"], input.input[name="${name}"]`);
    const given = field?.value ?? "";
    part.hidden = !(given === is || (is === "yes" && given));
  }
}

// ── files ahead of the message ──

const size = bytes => bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1).replace(".", document.documentElement.lang === "it" ? "," : ".")} MB`;

function element(name, attributes = {}, text = "") {
  const made = ["svg", "use", "rect"].includes(name) ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  if (text) made.textContent = text;
  return made;
}

function icon(name) {
  const sample = document.querySelector("svg.icon use")?.getAttribute("href") ?? "";
  const drawn = element("svg", { class: "icon", "aria-hidden": "true" });
  drawn.append(element("use", { href: sample.replace(/#.*/, `#i-${name}`) }));
  return drawn;
}

function row(name, bytes) {
  const made = element("li");
  made.dataset.size = bytes;
  const remove = element("button", { type: "button", class: "close", title: say("stop", { name }) });
  remove.append(icon("x"), element("span", { class: "sr" }, say("stop", { name })));
  made.append(icon("paperclip"), element("span", { class: "clip" }, name), element("span", { class: "state alive" }, "0%"),
    element("span", { class: "muted end" }, size(Number(bytes))), remove);
  remove.addEventListener("click", () => { made.dispatchEvent(new Event("stop")); made.remove(); keep(); document.getElementById("f-files")?.focus(); });
  form.querySelector("#file-list").append(made);
  return made;
}

function arrived(line, token) {
  const name = line.querySelector(".clip").textContent;
  line.querySelector(".going")?.remove();
  line.querySelector(".state").className = "state";
  line.querySelector(".state").textContent = say("here");
  line.append(element("input", { type: "hidden", name: "kept", value: token }));
  const remove = line.querySelector(".close");
  remove.title = remove.querySelector(".sr").textContent = say("remove", { name });
}

function failed(line, text, why) {
  line.querySelector(".going")?.remove();
  line.classList.add("wrong");
  line.querySelector(".state").className = "state late";
  line.querySelector(".state").textContent = text;
  if (why) line.append(element("p", {}, why));
}

function upload(file) {
  const line = row(file.name, file.size);
  if (file.size > Number(form.dataset.most)) return failed(line, say("too-large"));
  const bar = element("svg", { class: "going", viewBox: "0 0 100 4", preserveAspectRatio: "none", "aria-hidden": "true" });
  const share = element("rect", { class: "b1", width: "0", height: "4" });
  bar.append(element("rect", { class: "b0", width: "100", height: "4" }), share);
  line.querySelector(".muted.end").replaceWith(bar);
  const sent = new FormData(), request = new XMLHttpRequest();
  sent.append("time", form.elements.time.value);
  sent.append("files", file, file.name);
  uploads++;
  const done = () => { uploads--; keep(); };
  line.addEventListener("stop", () => request.abort());
  request.upload.addEventListener("progress", event => {
    const percent = Math.floor(event.loaded * 100 / event.total);
    share.setAttribute("width", percent);
    line.querySelector(".state").textContent = `${percent}%`;
  });
  request.addEventListener("load", () => {
    const answer = (() => { try { return JSON.parse(request.responseText); } catch { return {}; } })();
    if (request.status === 201) arrived(line, answer.token);
    else failed(line, say(request.status === 413 ? "too-large" : "failed"));
    done();
  });
  request.addEventListener("error", () => { failed(line, say("failed")); done(); });
  request.addEventListener("abort", done);
  request.open("POST", `/forms/${encodeURIComponent(key)}/files`);
  request.setRequestHeader("accept", "application/json");
  request.send(sent);
}

function watchFiles() {
  const picker = form.querySelector("#f-files");
  if (!picker) return;
  picker.addEventListener("change", () => { [...picker.files].forEach(upload); picker.value = ""; });
  form.addEventListener("paste", event => {
    const files = [...event.clipboardData?.files ?? []];
    if (files.length) { event.preventDefault(); files.forEach(upload); }
  });
  for (const button of form.querySelectorAll("#file-list .close[name=do]")) {
    button.addEventListener("click", event => { event.preventDefault(); button.closest("li").remove(); keep(); picker.focus(); });
  }
}

// ── a task instead of a puzzle: SHA-256 with a head of zeros ──

const K = new Uint32Array(64), H = new Uint32Array(8);
for (let n = 2, found = 0; found < 64; n++) {
  let prime = true;
  for (let by = 2; by * by <= n; by++) if (n % by === 0) { prime = false; break; }
  if (!prime) continue;
  const part = power => { const root = n ** power; return (root - Math.floor(root)) * 2 ** 32; };
  if (found < 8) H[found] = part(1 / 2);
  K[found++] = part(1 / 3);
}

function firstWord(text) {
  const bytes = new TextEncoder().encode(text), length = bytes.length;
  const blocks = new Uint32Array((((length + 8) >> 6) + 1) * 16);
  for (let at = 0; at < length; at++) blocks[at >> 2] |= bytes[at] << (24 - (at % 4) * 8);
  blocks[length >> 2] |= 0x80 << (24 - (length % 4) * 8);
  blocks[blocks.length - 1] = length * 8;
  const state = H.slice(), w = new Uint32Array(64), turn = (x, by) => (x >>> by) | (x << (32 - by));
  for (let from = 0; from < blocks.length; from += 16) {
    for (let t = 0; t < 64; t++) {
      if (t < 16) { w[t] = blocks[from + t]; continue; }
      const a = w[t - 15], b = w[t - 2];
      w[t] = w[t - 16] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + w[t - 7] + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10));
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let t = 0; t < 64; t++) {
      const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[t] + w[t]) | 0;
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((word, at) => { state[at] += word; });
  }
  return state[0];
}

async function work(task, bits) {
  for (let n = 0; ; n++) {
    if (Math.clz32(firstWord(`${task}:${n}`)) >= bits) return String(n);
    // Let the page breathe.
    if (n % 4000 === 3999) await new Promise(rest => setTimeout(rest));
  }
}

async function confirm() {
  const task = form.querySelector("[name=task]");
  if (!task) return;
  const title = form.querySelector("#confirm b");
  if (title) title.textContent = say("checking");
  form.elements.proof.value = await work(task.value, Number(task.dataset.bits));
  form.elements.confirm.remove();
  send();
}

// ── sending ──

function notice(kind, title, text) {
  form.querySelector("#notice")?.remove();
  const made = element("div", { class: `alert ${kind}`, role: "alert", id: "notice" });
  const body = element("div");
  body.append(element("b", {}, title), element("p", {}, text));
  made.append(icon(kind === "late" ? "wifi-off" : "timer"), body);
  form.prepend(made);
}

function busy(now) {
  const button = form.querySelector(".give .button");
  if (now) { button.setAttribute("aria-busy", "true"); button.dataset.text ??= button.textContent; button.textContent = say("sending"); }
  else { button.removeAttribute("aria-busy"); button.textContent = button.dataset.text ?? button.textContent; }
}

function later() {
  const wait = AGAIN_MS[Math.min(again++, AGAIN_MS.length - 1)], at = new Date(Date.now() + wait);
  const time = `${at.getHours()}:${String(at.getMinutes()).padStart(2, "0")}`;
  notice("late", say("saved"), say("retry", { time }));
  setTimeout(() => { if (form.isConnected) send(); }, wait);
}

let underWay = false;

async function send() {
  if (underWay) return;
  underWay = true;
  keep();
  busy(true);
  try {
    const answer = await fetch(form.action, { method: "POST", headers: { accept: "text/html" }, body: new FormData(form) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.status === 503) { later(); return; }
    show(page);
  } catch {
    later();
  } finally {
    underWay = false;
    if (form?.isConnected) busy(false);
  }
}

// The page that answers takes the place of this one.
function show(page) {
  const next = page.querySelector("main");
  if (!next) { HTMLFormElement.prototype.submit.call(form); return; }
  document.title = page.title;
  for (const part of ["main", "header.plain"]) {
    const old = document.querySelector(part), fresh = page.querySelector(part);
    if (old && fresh) old.replaceWith(document.importNode(fresh, true));
  }
  scrollTo(0, 0);
  start();
  (document.querySelector("#sbagliati") ?? document.querySelector("main h1[tabindex]"))?.focus();
}

function start() {
  const receipt = document.querySelector("main[data-receipt]");
  if (receipt) { forget(receipt.dataset.receipt); form = null; return tell(); }
  form = document.querySelector("form[data-form]");
  if (!form) return;
  key = form.dataset.form;
  words = JSON.parse(form.dataset.words);
  restore();
  ask();
  watchFiles();
  form.addEventListener("input", () => { ask(); keep(); });
  form.addEventListener("change", ask);
  form.addEventListener("submit", event => {
    if (event.submitter?.name === "do") return;
    event.preventDefault();
    if (uploads) { notice("soon", say("leave"), ""); return; }
    send();
  });
  confirm();
  tell();
}

// In a frame: how tall the page is, to whoever shows it.
function tell() {
  if (window.parent === window) return;
  const height = document.querySelector("main")?.getBoundingClientRect().height ?? 0;
  window.parent.postMessage({ riscontroHeight: height + 8 }, "*");
}

addEventListener("beforeunload", event => { if (uploads) event.preventDefault(); });
start();
if (window.parent !== window) new ResizeObserver(tell).observe(document.body);
