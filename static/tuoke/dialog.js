/* Forms in dialogs: "+" in the bar, Ctrl+Space or c anywhere, "+" beside a field that names a row.
   The pages are the ordinary ones; asked with our header they answer their form alone. A dialog is
   the browser's own: it keeps the focus inside, stacks on another, and Esc closes the uppermost. */
(() => {
  "use strict";
  const HEADER = "X-Tuoke-Dialog";
  const fields = new WeakMap(); // dialog -> the select its new record goes into
  let count = 0;

  const board = () => document.getElementById("toasts");
  const uppermost = () => [...document.querySelectorAll("dialog[data-form][open]")].at(-1);
  const visible = (element) => element.getClientRects().length > 0;

  function focusFirst(body) {
    const failed = body.querySelector("[data-errors]");
    const inputs = [...body.querySelectorAll("input:not([type='hidden']), select, textarea, a[href], [data-quick-menu] a")];
    (failed ?? inputs.find((input) => visible(input) && !input.matches(".btn-close")))?.focus();
  }

  // What is told stands in the uppermost dialog: everything outside it is inert and unread.
  function bringBoard() { (uppermost() ?? document.body).append(board()); }

  async function load(dialog, url) {
    const body = dialog.querySelector("[data-fragment]");
    await window.htmx.ajax("GET", url, { source: body, target: body, swap: "innerHTML" });
    if (!body.firstElementChild) dialog.remove();
  }

  function open(url, field = null, then = "page") {
    const name = `d${++count}`;
    const opener = document.activeElement;
    const dialog = document.createElement("dialog");
    dialog.className = "form-dialog";
    dialog.dataset.form = name;
    dialog.dataset.then = field ? "field" : then;
    dialog.setAttribute("aria-labelledby", `${name}-title`);
    dialog.innerHTML = "<div data-fragment></div>";
    if (field) fields.set(dialog, field);
    dialog.addEventListener("close", () => {
      dialog.removeAttribute("open");
      bringBoard();
      dialog.remove();
      opener?.focus?.();
    });
    document.body.append(dialog);
    return load(dialog, url);
  }

  /* --- "+" beside a field --------------------------------------------------------------------- */
  function offerBeside(select) {
    if (select.dataset.offered) return;
    select.dataset.offered = "yes";
    const row = document.createElement("div");
    row.className = "field-row";
    select.before(row);
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-light btn-icon", title: select.dataset.addLabel });
    button.setAttribute("aria-label", select.dataset.addLabel);
    button.textContent = "+";
    row.append(select, ...(select.tomselect ? [select.tomselect.wrapper] : []), button);
    button.addEventListener("click", () => open(select.dataset.addUrl, select));
  }

  function choose(select, made) {
    const search = select.tomselect;
    if (search) {
      search.addOption({ value: made.value, text: made.text });
      search.setValue(made.value);
      search.focus();
    } else {
      select.add(new Option(made.text, made.value, true, true));
      select.dispatchEvent(new Event("change", { bubbles: true }));
      select.focus();
    }
  }

  document.addEventListener("tuoke:made", (event) => {
    const dialog = event.target.closest("dialog[data-form]");
    const select = dialog && fields.get(dialog);
    if (!select) return;
    dialog.close();
    choose(select, event.detail);
    document.dispatchEvent(new CustomEvent("toast", { detail: { level: "success", text: event.detail.said } }));
  });

  /* --- htmx ------------------------------------------------------------------------------------ */
  document.addEventListener("htmx:configRequest", (event) => {
    const dialog = event.target.closest?.("dialog[data-form]");
    if (dialog) event.detail.headers[HEADER] = `${dialog.dataset.form} ${dialog.dataset.then}`;
  });
  // A refused form comes back with its reasons and is no fault.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status !== 422 || !event.detail.target.closest?.("[data-fragment]")) return;
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  });
  // A form is shown, dressed up and focused in the very task that puts it in (htmx's
  // defaultSettleDelay is 0), before a key can be pressed. Later, the focus would be taken from who
  // types already, and half a name stand in another field.
  const fragment = (event) => (event.detail.target.matches?.("dialog [data-fragment]") ? event.detail.target : null);
  document.addEventListener("htmx:afterSwap", (event) => {
    const dialog = fragment(event)?.closest("dialog");
    if (!dialog) return;
    if (!dialog.open) dialog.showModal();
    bringBoard();
  });
  document.addEventListener("htmx:afterSettle", (event) => { if (fragment(event)) focusFirst(fragment(event)); });

  /* --- clicks and keys ------------------------------------------------------------------------- */
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-dialog]");
    if (!link || !window.htmx || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    const menu = link.closest("[data-quick-menu]") && link.closest("dialog[data-form]");
    if (menu) load(menu, link.href);
    else open(link.href, null, link.dataset.dialog || "page");
  });

  document.addEventListener("keydown", (event) => {
    const control = event.ctrlKey || event.metaKey;
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const wanted = control ? event.key === " " : event.key === "c" && !event.altKey && !typing;
    const plus = document.querySelector("[data-quick]");
    if (!wanted || !plus || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    open(plus.href);
  });

  const dressUp = (scope) => scope.querySelectorAll?.("select[data-add-url]").forEach(offerBeside);
  document.addEventListener("DOMContentLoaded", () => dressUp(document));
  document.addEventListener("htmx:load", (event) => dressUp(event.target));
})();
