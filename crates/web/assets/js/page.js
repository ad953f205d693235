// What the server wrote on the page for scripts.

const body = document.body;

// Words in the reader's language; %n is filled in here.
const words = JSON.parse(body.dataset.words || "{}");
export const say = (key, n) => (words[key] ?? key).replace("%n", n);

export const csrf = body.dataset.csrf ?? "";

// The server's clock: pages may run on a simulated one.
let behind = Number(body.dataset.now || Date.now()) - Date.now();
export const now = () => Date.now() + behind;
export const setClock = ms => { behind = ms - Date.now(); };

export const announce = text => {
  const place = document.getElementById("announce");
  if (place) place.textContent = text;
};

export const send = (url, fields, options = {}) =>
  fetch(url, { method: "POST", headers: { "x-csrf": csrf, "x-fragment": "1" }, body: new URLSearchParams(fields), ...options });
