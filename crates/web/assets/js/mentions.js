// Colleagues named in a note: `@` opens a list, arrows walk, Enter or Tab takes, Escape leaves.

const MOST = 8;
const plain = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export function start() {
  const thread = document.querySelector("main[data-colleagues]"), field = document.querySelector("#composer textarea[name=text]");
  const note = document.querySelector("#composer [name=kind][value=note]");
  const names = (thread?.dataset.colleagues ?? "").split("\n").filter(Boolean);
  if (!field || !note || names.length === 0) return;
  const list = document.createElement("ul");
  list.className = "mentions";
  list.id = "mentions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", thread.dataset.mention ?? "@");
  field.insertAdjacentElement("afterend", list);
  let from = -1;

  const options = () => [...list.children];
  const chosen = () => options().find(option => option.getAttribute("aria-selected") === "true");
  function close() {
    list.hidden = true;
    list.replaceChildren();
    from = -1;
    for (const name of ["aria-activedescendant", "aria-controls", "aria-expanded", "aria-autocomplete"]) field.removeAttribute(name);
  }
  function choose(option) {
    for (const other of options()) other.setAttribute("aria-selected", String(other === option));
    field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }
  function take(option) {
    const after = field.value.slice(field.selectionStart), before = `${field.value.slice(0, from)}@${option.dataset.name} `;
    field.value = before + after.replace(/^ /, "");
    field.setSelectionRange(before.length, before.length);
    close();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  function look() {
    const written = field.value.slice(0, field.selectionStart);
    const found = note.checked ? /(?:^|[^\p{L}\p{N}.])@([\p{L}’' ]{0,40})$/u.exec(written) : null;
    if (!found) { if (!list.hidden) close(); return; }
    const wanted = plain(found[1]);
    const fit = names.filter(name => plain(name).split(" ").some(part => part.startsWith(wanted)) || plain(name).startsWith(wanted)).slice(0, MOST);
    if (fit.length === 0 || fit.some(name => plain(`${name} `) === wanted)) { close(); return; }
    from = field.selectionStart - found[1].length - 1;
    list.replaceChildren(...fit.map((name, index) => {
      const option = Object.assign(document.createElement("li"), { id: `mention-${index}`, textContent: name });
      option.setAttribute("role", "option");
      option.dataset.name = name;
      return option;
    }));
    list.hidden = false;
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", "mentions");
    choose(list.firstElementChild);
  }
  field.addEventListener("input", look);
  field.addEventListener("keydown", event => {
    if (list.hidden) return;
    const all = options(), here = all.indexOf(chosen());
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(all[(here + (event.key === "ArrowDown" ? 1 : -1) + all.length) % all.length]);
    } else if ((event.key === "Enter" || event.key === "Tab") && !event.ctrlKey && !event.metaKey && chosen()) {
      event.preventDefault();
      event.stopPropagation();
      take(chosen());
    } else if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); close(); }
  });
  list.addEventListener("mousedown", event => event.preventDefault());
  list.addEventListener("click", event => { const option = event.target.closest("[role=option]"); if (option) take(option); });
  field.addEventListener("blur", () => setTimeout(close, 150));
}
