// The previews of a wording follow what is typed.

const form = document.querySelector("form[data-wording]");
if (form) {
  const looks = [...document.querySelectorAll("button[data-look]")];
  let waiting = 0;
  form.addEventListener("input", event => {
    if (event.target.name === "do") return;
    clearTimeout(waiting);
    waiting = setTimeout(() => looks.forEach(button => form.requestSubmit(button)), 700);
  });
}
