// Light or dark: the form behind the button works alone; here it changes the page without loading it again.

export function toggle() {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const next = dark ? "light" : "dark";
  root.dataset.theme = next;
  document.cookie = `theme=${next}; Path=/; Max-Age=31536000; SameSite=Lax`;
}

export function start() {
  document.addEventListener("submit", event => {
    if (!event.target.matches("[data-do=theme]")) return;
    event.preventDefault();
    toggle();
  });
}
