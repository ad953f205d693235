// Pages for customers and before signing in: rings go on, a password can be looked at, a code copied.

import * as ring from "./ring.js";

document.documentElement.dataset.script = "";
ring.start();

for (const button of document.querySelectorAll("button.reveal")) {
  const field = document.getElementById(button.getAttribute("aria-controls")) ?? button.previousElementSibling;
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = field.type === "text";
    field.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
  });
}
