// The planner of a day: a shift is dragged by the mouse or moved by the keys, a quarter of an hour at a time. Every move is
// posted and the page drawn anew by the server; without this script the same is done by the form behind each row.

import { morph } from "./morph.js";
import { announce, send } from "./page.js";

const GRIP = 10;
const DAY = 1440;

class Planner extends HTMLElement {
  connectedCallback() {
    this.part = -1;
    this.addEventListener("keydown", event => this.key(event));
    this.addEventListener("pointerdown", event => this.grab(event));
    // A click that ended a drag does not open the form.
    this.addEventListener("click", event => { if (this.dragged) { event.preventDefault(); this.dragged = false; } }, true);
    this.addEventListener("dragstart", event => event.preventDefault());
  }

  get quarter() { return Number(this.dataset.quarter); }
  get from() { return Number(this.dataset.from); }
  get to() { return Number(this.dataset.to); }

  hours(row) { return { start: Number(row.dataset.start), end: Number(row.dataset.end) }; }

  parts(row) {
    return (row.dataset.parts || "").split(" ").filter(Boolean).map(part => part.split(":").map(Number));
  }

  /* ── keys ──────────────────────────────────────────────────────────── */

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = event.target.closest?.("a.track-row");
    if (event.key === "z" || event.key === "Z") {
      if (!row || !this.dataset.undo) return;
      event.preventDefault();
      event.stopPropagation();
      this.post("undo", {}, row.dataset.shift);
      return;
    }
    if (!row?.dataset.shift) return;
    // A part is chosen on one row; on another nothing is.
    if (this.chosenOn !== row.dataset.shift) { this.part = -1; this.chosenOn = row.dataset.shift; }
    if (event.key === "b" || event.key === "B") {
      const parts = this.parts(row);
      if (parts.length === 0) return;
      event.preventDefault();
      event.stopPropagation();
      this.part = this.part + 1 < parts.length ? this.part + 1 : -1;
      const chosen = parts[this.part];
      announce(chosen ? this.dataset.part.replace("%n", clock(this.hours(row).start + chosen[0])) : row.textContent.trim());
      row.dataset.part = this.part;
      this.mark(row);
      return;
    }
    const by = event.key === "ArrowRight" ? this.quarter : event.key === "ArrowLeft" ? -this.quarter : 0;
    if (by === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const { part } = this, long = event.shiftKey;
    const ofPart = part >= 0 && Number(row.dataset.part) === part;
    // Worked out when its turn comes: what was pressed while another move was on its way counts from where that one ended.
    this.move(row, () => {
      const { start, end } = this.hours(row);
      const chosen = ofPart && this.parts(row)[part];
      // Somebody took it away meanwhile.
      if (ofPart && !chosen) { this.part = -1; return null; }
      if (chosen) return { part, "part-at": chosen[0] + by };
      return long ? { end: end + by } : { start: start + by, end: end + by };
    });
  }

  mark(row) {
    const drawn = row.querySelectorAll("rect.rest, rect.lunch, rect.train");
    drawn.forEach((rect, place) => rect.classList.toggle("chosen", place === this.part));
  }

  /* ── the mouse ─────────────────────────────────────────────────────── */

  grab(event) {
    const row = event.target.closest?.("a.track-row");
    const rect = row?.querySelector("rect.shift");
    if (!rect || event.button !== 0) return;
    const drawing = row.querySelector("svg"), box = drawing.getBoundingClientRect(), bar = rect.getBoundingClientRect();
    if (event.clientX < bar.left - GRIP || event.clientX > bar.right + GRIP) return;
    const minute = (this.to - this.from) / box.width;
    const edge = event.clientX < bar.left + GRIP ? "start" : event.clientX > bar.right - GRIP ? "end" : "both";
    let by = 0, target = null;
    const places = [...drawing.querySelectorAll("rect")].map(one => [one, Number(one.getAttribute("x")), Number(one.getAttribute("width"))]);
    const unit = drawing.viewBox.baseVal.width / (this.to - this.from);
    const draw = () => {
      for (const [one, x, width] of places) {
        const whole = one === rect;
        if (edge === "both") one.setAttribute("x", x + by * unit);
        else if (whole && edge === "start") { one.setAttribute("x", x + by * unit); one.setAttribute("width", Math.max(0, width - by * unit)); }
        else if (whole) one.setAttribute("width", Math.max(0, width + by * unit));
      }
    };
    const moved = event => {
      by = Math.round((event.clientX - startX) * minute / this.quarter) * this.quarter;
      const over = document.elementFromPoint(event.clientX, event.clientY)?.closest?.("tr[data-who]");
      const other = edge === "both" && over && over !== row.closest("tr") && this.contains(over) ? over : null;
      if (target !== other) { target?.classList.remove("over"); target = other; target?.classList.add("over"); }
      if (by !== 0 || target) this.dragged = true;
      draw();
    };
    const startX = event.clientX;
    const done = async event => {
      removeEventListener("pointermove", moved);
      removeEventListener("pointerup", done);
      removeEventListener("pointercancel", done);
      target?.classList.remove("over");
      const who = target?.dataset.who;
      if (event.type === "pointercancel" || (by === 0 && !who)) { by = 0; draw(); return; }
      const sent = await this.move(row, () => {
        const { start, end } = this.hours(row);
        const fields = edge === "start" ? { start: start + by } : edge === "end" ? { end: end + by } : { start: start + by, end: end + by };
        return who ? { ...fields, who } : fields;
      });
      if (!sent) { by = 0; draw(); }
    };
    addEventListener("pointermove", moved);
    addEventListener("pointerup", done);
    addEventListener("pointercancel", done);
  }

  /* ── posting ───────────────────────────────────────────────────────── */

  move(row, fields) { return this.post(`one/${row.dataset.shift}/move`, fields, row.dataset.shift); }

  // One after the other: keys held down move as far as they are held.
  post(action, fields, shift) {
    const sent = () => this.sent(action, fields, shift).catch(() => { announce(this.dataset.refused); return false; });
    this.last = (this.last ?? Promise.resolve()).then(sent);
    return this.last;
  }

  async sent(action, fields, shift) {
    const row = shift && this.querySelector(`a[data-shift="${shift}"]`);
    const asked = typeof fields === "function" ? fields() : fields;
    if (!asked) return false;
    // The server says so when somebody else changed it meanwhile.
    const was = row ? { was: row.dataset.was } : {};
    const response = await send(`${this.dataset.root}/${action}`, { day: this.dataset.day, ...was, ...asked });
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("shifts");
    const main = document.getElementById("shifts");
    if (!fresh || !main) { announce(this.dataset.refused); return false; }
    morph(main, fresh);
    const now = this.querySelector(`a[data-shift="${shift}"]`);
    if (row && now && document.activeElement !== now) now.focus();
    if (now && this.part >= 0) { now.dataset.part = this.part; this.mark(now); }
    announce(response.ok ? (now?.querySelector(".sr")?.textContent ?? this.dataset.moved).trim() : this.dataset.refused);
    return true;
  }
}

function clock(minute) {
  const at = ((minute % DAY) + DAY) % DAY;
  return `${String(Math.floor(at / 60)).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}`;
}

customElements.define("shift-planner", Planner);

// Somebody is late without anything happening: who is there is asked again once a minute.
if (document.querySelector("[data-each-minute]")) {
  setInterval(() => document.dispatchEvent(new CustomEvent("riscontro:changed")), 60_000);
}
