// Files of a message: chosen, pasted or dropped; each loads on its own, with progress, and can be stopped.

import { csrf, say } from "./page.js";

const PICTURES = ["image/png", "image/jpeg", "image/gif", "image/webp"];

function row(list, file) {
  const entry = document.createElement("li");
  const name = Object.assign(document.createElement("span"), { className: "clip", textContent: file.name });
  const bar = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
  bar.setAttribute("aria-label", say("uploading", file.name));
  const remove = Object.assign(document.createElement("button"), { type: "button", className: "button quiet end", textContent: say("remove") });
  remove.dataset.do = "remove-file";
  entry.append(name, bar, remove);
  list.append(entry);
  const failed = words => {
    bar.replaceWith(Object.assign(document.createElement("span"), { className: "late-text", role: "alert", textContent: words }));
    entry.dataset.failed = "";
  };
  return { entry, bar, failed };
}

function upload(form, input, file, editor) {
  const { entry, bar, failed } = row(form.querySelector("#files"), file);
  const there = form.querySelectorAll("[name=attachment]").length;
  if (file.size > Number(input.dataset.max)) return failed(input.dataset.tooLarge);
  if (there >= Number(input.dataset.maxFiles)) return failed(input.dataset.tooMany);
  const request = new XMLHttpRequest();
  request.open("POST", input.dataset.upload);
  request.setRequestHeader("x-csrf", csrf);
  request.setRequestHeader("x-fragment", "1");
  request.upload.onprogress = event => { if (event.lengthComputable) bar.value = event.loaded * 100 / event.total; };
  request.onerror = () => failed(say("upload-failed"));
  request.onload = () => {
    if (request.status === 413) return failed(input.dataset.tooLarge);
    if (request.status !== 200) return failed(say("upload-failed"));
    const fresh = new DOMParser().parseFromString(request.responseText, "text/html").querySelector("li");
    if (!fresh) return failed(say("upload-failed"));
    if (editor) {
      // A picture stands in the text, not among the files.
      entry.remove();
      editor.picture(fresh.querySelector("[name=attachment]").value, file.name);
    } else entry.replaceWith(document.importNode(fresh, true));
    form.dispatchEvent(new Event("riscontro:files"));
  };
  entry.addEventListener("riscontro:gone", () => request.abort());
  const body = new FormData();
  body.append("files", file);
  request.send(body);
}

export function files(form, editorOf) {
  const input = form.querySelector("[data-upload]");
  if (!input) return;
  const take = (list, within) => {
    for (const file of list) upload(form, input, file, within && PICTURES.includes(file.type) ? editorOf() : null);
  };
  input.addEventListener("change", () => { take([...input.files], false); input.value = ""; });
  form.addEventListener("paste", event => {
    if (!event.clipboardData?.files.length) return;
    event.preventDefault();
    take([...event.clipboardData.files], Boolean(event.target.closest("[contenteditable]")));
  });
  let depth = 0;
  const over = event => event.dataTransfer?.types.includes("Files");
  const mark = by => { depth = Math.max(0, depth + by); form.toggleAttribute("data-drop", depth > 0); };
  form.dataset.dropText = input.dataset.drop ?? "";
  form.addEventListener("dragenter", event => { if (over(event)) { event.preventDefault(); mark(1); } });
  form.addEventListener("dragleave", event => { if (over(event)) mark(-1); });
  form.addEventListener("dragover", event => { if (over(event)) event.preventDefault(); });
  form.addEventListener("drop", event => {
    mark(-depth);
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    take([...event.dataTransfer.files], Boolean(event.target.closest("[contenteditable]")));
  });
  form.addEventListener("click", event => {
    const button = event.target.closest("[data-do=remove-file]");
    if (!button) return;
    const entry = button.closest("li");
    entry.dispatchEvent(new Event("riscontro:gone"));
    entry.remove();
    input.focus();
    form.dispatchEvent(new Event("riscontro:files"));
  });
}
