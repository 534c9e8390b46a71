/* Rows of a record edited where they stand: click the value or its pencil; Enter saves, Esc leaves.
   Without it the pencil leads to a page with the row's field. */
(() => {
  "use strict";
  const before = new WeakMap(); // row -> what stood in it

  const row = (element) => element?.closest?.("[data-row]");
  const pencil = (place) => place.querySelector(".fact-pencil");

  function leave(place) {
    if (!before.has(place)) return;
    place.innerHTML = before.get(place);
    before.delete(place);
    window.htmx.process(place);
    pencil(place)?.focus();
  }

  function enter(place) {
    const field = place.querySelector("[role='alert'], input:not([type='hidden']):not(.ts-hidden-accessible), select:not(.ts-hidden-accessible), textarea");
    const search = place.querySelector("select.tomselected")?.tomselect;
    const refused = place.querySelector(".is-invalid, .fact-refusal");
    if (search && !refused) search.focus();
    else { (refused ?? field)?.focus(); (refused ?? field)?.select?.(); }
  }

  document.addEventListener("click", (event) => {
    const value = event.target.closest("[data-row] > .fact-value");
    if (event.target.closest("[data-cancel-row]")) leave(row(event.target));
    else if (value && !event.target.closest("a") && !getSelection().toString()) pencil(value.parentElement)?.click();
  });

  document.addEventListener("keydown", (event) => {
    const place = row(event.target);
    if (event.key !== "Escape" || !place || !before.has(place) || event.defaultPrevented) return;
    event.preventDefault();
    leave(place);
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    const place = event.detail.target;
    if (!place.matches?.("[data-row]")) return;
    if (event.detail.xhr.status === 422) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    } else if (!before.has(place)) before.set(place, place.innerHTML);
    else if (event.detail.xhr.status === 200) before.delete(place);
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    const place = event.detail.target;
    if (!place.matches?.("[data-row]")) return;
    if (before.has(place)) enter(place);
    else pencil(place)?.focus();
  });

  document.addEventListener("tuoke:saved", (event) => document.dispatchEvent(new CustomEvent("toast", { detail: { level: "success", text: event.detail.said } })));
})();
