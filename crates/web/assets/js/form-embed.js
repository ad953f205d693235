// Puts a form of Riscontro where this script stands, in a frame as tall as the form. No cookie, nothing else loaded.

(() => {
  const script = document.currentScript;
  const key = script?.dataset.form;
  if (!key) return;
  const home = new URL(script.src).origin;
  const language = script.dataset.lang ? `&lang=${encodeURIComponent(script.dataset.lang)}` : "";
  const frame = document.createElement("iframe");
  frame.src = `${home}/forms/${encodeURIComponent(key)}?embed=1${language}`;
  frame.title = script.dataset.title || "Scrivici";
  frame.setAttribute("loading", "lazy");
  frame.style.cssText = "display:block;width:100%;min-height:30rem;border:0;color-scheme:light dark";
  addEventListener("message", event => {
    if (event.origin !== home || event.source !== frame.contentWindow) return;
    const height = Number(event.data?.riscontroHeight);
    if (height > 0 && height < 20000) frame.style.height = `${Math.ceil(height)}px`;
  });
  script.after(frame);
})();
