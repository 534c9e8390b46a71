/* Runs before the first paint: without it a dark page would flash white. */
(() => {
  "use strict";
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const chosen = root.dataset.theme;
    root.dataset.bsTheme = chosen === "dark" || chosen === "light" ? chosen : dark.matches ? "dark" : "light";
    document.dispatchEvent(new CustomEvent("tuoke:theme"));
  };
  root.classList.add("js");
  dark.addEventListener("change", apply);
  window.tuoke = { applyTheme: apply };
  apply();
})();
