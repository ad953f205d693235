// Who looks at this conversation and who types in it, now. This window says so every twenty seconds and when it leaves;
// the stream of hints brings the others.

import { say, send } from "./page.js";

const EVERY_MS = 20_000;
const TYPING_EVERY_MS = 4_000;
// A little longer than the server remembers typing.
const TYPED_MS = 9_000;

const self = `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 10)}`;
const thread = document.querySelector("main[data-conversation]");
const conversation = thread?.dataset.conversation ?? "";
const me = document.body.dataset.me ?? "";
let typedAt = -Infinity, forget = 0;

const first = name => name.split(" ")[0];

function draw(people) {
  const others = people.filter(person => person.id !== me);
  const list = document.getElementById("lookers"), line = document.getElementById("typing");
  if (list) {
    list.hidden = others.length === 0;
    list.replaceChildren(...others.slice(0, 5).map(person => {
      const item = document.createElement("li");
      const avatar = Object.assign(document.createElement("span"), { className: "avatar", textContent: person.initials });
      avatar.setAttribute("aria-hidden", "true");
      const words = list.dataset.label.replace("%n", person.name);
      avatar.title = words;
      item.append(avatar, Object.assign(document.createElement("span"), { className: "sr", textContent: words }));
      return item;
    }));
  }
  if (line) {
    const typing = others.filter(person => person.typing).map(person => first(person.name));
    const text = typing.length === 0 ? "" : (typing.length === 1 ? line.dataset.one : line.dataset.more).replace("%n", typing.join(", "));
    if (line.textContent !== text) line.textContent = text;
    clearTimeout(forget);
    if (text) forget = setTimeout(() => { line.textContent = ""; }, TYPED_MS);
  }
}

async function tell(said, options) {
  const answer = await send("/console/presence", { conversation, window: self, said }, options).catch(() => null);
  if (answer?.ok && said !== "gone") draw((await answer.json()).people ?? []);
}

export function heard(change) {
  if (change.conversation === conversation) draw(change.people ?? []);
}

export function start() {
  if (!conversation || !document.body.dataset.live) return;
  const look = () => { if (!document.hidden) tell("looking"); };
  look();
  setInterval(look, EVERY_MS);
  document.addEventListener("visibilitychange", () => (document.hidden ? tell("gone") : tell("looking")));
  addEventListener("pagehide", () => tell("gone", { keepalive: true }));
  document.getElementById("composer")?.addEventListener("input", event => {
    if (!event.target.closest("textarea, [contenteditable]") || performance.now() - typedAt < TYPING_EVERY_MS) return;
    typedAt = performance.now();
    tell("typing");
  });
  document.addEventListener("riscontro:presence", event => heard(event.detail));
}
