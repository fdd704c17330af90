// Comforts on top of a page that works without them: copy buttons, open contents on a wide screen,
// and Escape to put a number's details away. Neither the ampersand nor the less-than sign may
// appear here, since browsers and XML read them differently inside a page.
"use strict";

for (const button of document.querySelectorAll("button[data-copied]")) {
  const word = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = button.parentElement.querySelector("pre").textContent;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const selection = getSelection();
      selection.selectAllChildren(button.parentElement.querySelector("pre"));
      document.execCommand("copy");
    }
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = word; }, 2000);
  });
}

const contents = document.querySelector("details.contents");
if (contents !== null) {
  const wide = matchMedia("(min-width: 70rem)");
  const follow = () => { contents.open = wide.matches; };
  wide.addEventListener("change", follow);
  follow();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.body.classList.add("quiet");
});
for (const name of ["focusin", "pointermove"]) {
  document.addEventListener(name, () => document.body.classList.remove("quiet"));
}
