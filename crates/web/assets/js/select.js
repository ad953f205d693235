// Picking rows of a list: X, a click, or both with Shift for everything between. The bar shows once one is picked.

let last = null;

const form = () => document.getElementById("bulk");
const boxes = () => [...document.querySelectorAll("input.pick")];

function tell() {
  const bar = form();
  if (!bar) return;
  const count = boxes().filter(box => box.checked).length;
  bar.classList.toggle("on", count > 0);
  bar.closest(".queue")?.classList.toggle("picking", count > 0);
  const out = bar.querySelector("#picked");
  out.textContent = count === 1 ? bar.dataset.one : bar.dataset.many.replace("%n", count);
}

function between(box, checked) {
  const all = boxes();
  const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
  if (from < 0) { box.checked = checked; return; }
  for (const one of all.slice(from, to + 1)) one.checked = checked;
}

function pick(box, checked, range) {
  if (range && last?.isConnected) between(box, checked);
  else box.checked = checked;
  last = box;
  tell();
}

export function start() {
  if (!form()) return;
  document.addEventListener("click", event => {
    const box = event.target.closest?.("input.pick");
    if (box) pick(box, box.checked, event.shiftKey);
  });
  document.addEventListener("reset", event => {
    if (event.target !== form()) return;
    for (const box of boxes()) box.checked = false;
    last = null;
    setTimeout(tell);
  });
  document.addEventListener("keydown", event => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.key.toLowerCase() !== "x") return;
    if (event.target.closest?.("input:not(.pick), textarea, select, [contenteditable], dialog[open]")) return;
    try { if (localStorage.getItem("riscontro.letters") === "off") return; } catch { /* private window */ }
    const row = document.activeElement?.closest("li[id^=ticket-]") ?? document.querySelector(".batch a[aria-current]")?.closest("li");
    const box = row?.querySelector("input.pick");
    if (!box) return;
    event.preventDefault();
    pick(box, !box.checked, event.shiftKey);
  });
  document.addEventListener("riscontro:fresh", tell);
  tell();
}
