/* Choosing rows of a list and dragging cards of its board. Both also work by keyboard and form. */
(() => {
  "use strict";
  const all = (selector, scope = document) => [...scope.querySelectorAll(selector)];
  const bar = () => document.querySelector("[data-bulk]");
  const boxes = () => all("#list tbody input[name='pk']");

  /* --- chosen rows ------------------------------------------------------------------------ */
  function show() {
    const form = bar();
    if (!form) return;
    const chosen = boxes().filter((box) => box.checked).length;
    const every = !form.elements.all.disabled;
    const note = form.querySelector("[data-bulk-count]");
    form.classList.toggle("is-open", chosen > 0);
    note.textContent = every ? note.dataset.textAll : note.dataset.text.replace("#", chosen);
    const page = document.querySelector("[data-bulk-page]");
    if (page) {
      page.checked = chosen > 0 && chosen === boxes().length;
      page.indeterminate = chosen > 0 && !page.checked;
    }
    form.querySelector("[data-bulk-here]").hidden = chosen === boxes().length;
    const offer = form.querySelector("#bulk-all");
    if (chosen && chosen === boxes().length && !every) {
      if (!offer.childElementCount && !offer.dataset.asked) {
        offer.dataset.asked = "yes";
        window.htmx.trigger(offer, "tuoke:page-chosen");
      }
      offer.hidden = false;
    } else offer.hidden = true;
  }

  function tickAll(on) {
    boxes().forEach((box) => { box.checked = on; });
    every(false);
  }

  function every(on) {
    bar().elements.all.disabled = !on;
    show();
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-bulk-page]")) tickAll(event.target.checked);
    else if (event.target.matches("#list tbody input[name='pk']")) every(false);
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-bulk-all]")) every(true);
    else if (event.target.closest("[data-bulk-here]")) tickAll(true);
    else if (event.target.closest("[data-bulk-clear]")) tickAll(false);
  });

  /* --- board -------------------------------------------------------------------------------- */
  // A card put into another column opens the page of this step; nothing moves before it is done.
  let dragged = null;
  const columnAt = (event) => event.target.closest?.("[data-steps] [data-column]");
  const columns = () => all("[data-steps] [data-column]");
  const stepTo = (column) => dragged.querySelector(`a[data-to="${CSS.escape(column.dataset.column)}"]`);

  function draggable() {
    all("[data-steps] [data-card]").forEach((card) => { card.draggable = true; });
  }

  function release() {
    dragged?.classList.remove("dragged");
    dragged = null;
    columns().forEach((one) => one.classList.remove("fits", "over"));
  }

  function refuse(from, to) {
    const board = to.closest("[data-steps]");
    const others = (dragged.dataset.others ?? "").split(" ").includes(to.dataset.column);
    const text = (others ? board.dataset.others : board.dataset.never)
      .replace("#from#", from.querySelector("h2").textContent).replace("#to#", to.querySelector("h2").textContent);
    document.dispatchEvent(new CustomEvent("toast", { detail: { level: "warning", text } }));
  }

  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[data-steps] [data-card]");
    if (!dragged) return;
    dragged.classList.add("dragged");
    columns().forEach((one) => one.classList.toggle("fits", Boolean(stepTo(one))));
  });
  document.addEventListener("dragover", (event) => {
    const over = columnAt(event);
    if (!dragged || !over) return;
    event.preventDefault();
    columns().forEach((one) => one.classList.toggle("over", one === over));
  });
  document.addEventListener("dragend", release);
  document.addEventListener("drop", (event) => {
    const over = columnAt(event);
    if (!dragged || !over) return;
    event.preventDefault();
    const from = dragged.closest("[data-column]");
    const step = stepTo(over);
    if (step) step.click();
    else if (over !== from) refuse(from, over);
    release();
  });

  const start = () => { show(); draggable(); };
  document.addEventListener("DOMContentLoaded", start);
  document.addEventListener("htmx:load", start);
  window.addEventListener("pageshow", start);
})();
