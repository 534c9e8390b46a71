/* Is it taken? Asks while one types, once a pause is made; pinyin that is still being composed is no name. */
(() => {
  "use strict";
  const PAUSE = 300;

  // The position stands in hidden fields, so the button says that it is there.
  function noted(box) {
    const button = box.querySelector("[data-noted]");
    if (button) { button.querySelector("span").textContent = button.dataset.noted; button.classList.add("is-noted"); }
  }

  function looks(box) {
    if (box.dataset.readyLooks) return;
    box.dataset.readyLooks = "yes";
    let timer = 0;
    const ask = (event) => {
      if (event.target.name === "latitude") noted(box);
      if (event.isComposing || (box.dataset.looks && !event.target.matches(box.dataset.looks))) return;
      clearTimeout(timer);
      timer = setTimeout(() => window.htmx.trigger(box, "look"), PAUSE);
    };
    box.addEventListener("input", ask);
    box.addEventListener("compositionend", ask);
    // A name that stands there already, from a search or after a refusal, is asked for at once.
    if (box.dataset.looks && [...box.querySelectorAll(box.dataset.looks)].some((field) => field.value)) {
      timer = setTimeout(() => window.htmx.trigger(box, "look"), PAUSE);
    }
  }

  const dressUp = (scope) => scope.querySelectorAll("[data-looks]").forEach(looks);
  document.addEventListener("DOMContentLoaded", () => dressUp(document));
  document.addEventListener("htmx:load", (event) => dressUp(event.target));
})();
