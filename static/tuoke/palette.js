/* The search over any page. What is typed is posted; what the browser remembers of records one had
   open is their kind and key alone. Without this script the buttons lead to the search page. */
(() => {
  "use strict";
  const WAIT = 120;
  const KEPT = 8;
  const dialog = document.getElementById("palette");
  if (!dialog) return;
  const box = dialog.querySelector("[role='combobox']");
  const list = dialog.querySelector("[role='listbox']");
  const status = dialog.querySelector("[role='status']");
  const csrf = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";
  const memory = `tuoke:recent:${document.body.dataset.user ?? ""}`;

  /* --- what was open ---------------------------------------------------------------------- */
  function remembered() {
    try { return JSON.parse(localStorage.getItem(memory)) ?? []; } catch { return []; }
  }
  function remember(key) {
    const keys = [key, ...remembered().filter((other) => other !== key)].slice(0, KEPT);
    try { localStorage.setItem(memory, JSON.stringify(keys)); } catch { /* full or forbidden */ }
  }

  /* --- the lines -------------------------------------------------------------------------- */
  let shown = null; // the text whose lines are shown
  let asked = null; // the question under way
  let timer = 0;
  let go = null; // Enter was pressed before its lines came: with which keys
  const lines = () => [...list.querySelectorAll("[role='option']")];
  const chosen = () => list.querySelector("[aria-selected='true']");

  function choose(line) {
    chosen()?.setAttribute("aria-selected", "false");
    if (line) {
      line.setAttribute("aria-selected", "true");
      line.scrollIntoView({ block: "nearest" });
      box.setAttribute("aria-activedescendant", line.id);
    } else box.removeAttribute("aria-activedescendant");
  }

  function step(by) {
    const all = lines();
    if (!all.length) return;
    const at = all.indexOf(chosen());
    choose(all[(at + by + all.length) % all.length]);
  }

  function draw(html, text) {
    list.innerHTML = html;
    const some = lines().length > 0;
    list.hidden = !some;
    list.scrollTop = 0;
    box.setAttribute("aria-expanded", String(some));
    status.textContent = list.firstElementChild?.dataset.said ?? "";
    shown = text;
    choose(lines()[0]);
    if (go) open(go);
  }

  function say(text) {
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    status.textContent = text;
    go = null;
  }

  async function ask() {
    const text = box.value.trim();
    asked?.abort();
    const question = new AbortController();
    asked = question;
    const body = new FormData();
    body.set("q", text);
    if (!text) remembered().forEach((key) => body.append("recent", key));
    list.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(dialog.dataset.found, { method: "POST", body, headers: { "X-CSRFToken": csrf() }, redirect: "manual", signal: question.signal });
      if (!answer.ok) { say(answer.status >= 500 ? dialog.dataset.offline : dialog.dataset.signedOut); return; }
      const html = await answer.text();
      if (asked === question) draw(html, text);
    } catch {
      if (asked === question) say(dialog.dataset.offline);
    } finally {
      if (asked === question) { list.removeAttribute("aria-busy"); asked = null; }
    }
  }

  function open(how) {
    go = null;
    const line = chosen();
    if (!line) return;
    if (how.newTab) window.open(line.href);
    else { close(); location.assign(line.href); }
  }

  /* --- opening and closing ---------------------------------------------------------------- */
  function show() {
    if (dialog.open) { box.select(); return; }
    document.getElementById("keys")?.close();
    dialog.showModal();
    box.focus();
    ask();
  }

  function close() { if (dialog.open) dialog.close(); }

  // Nothing that was looked for stays behind on the page.
  dialog.addEventListener("close", () => {
    asked?.abort();
    asked = null;
    clearTimeout(timer);
    box.value = "";
    shown = go = null;
    list.replaceChildren();
    say("");
  });

  box.addEventListener("input", () => {
    clearTimeout(timer);
    go = null;
    timer = setTimeout(ask, WAIT);
  });

  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // the input method's own keys
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      event.stopPropagation();
      const how = { newTab: event.ctrlKey || event.metaKey };
      if (shown === box.value.trim()) { open(how); return; }
      go = how;
      clearTimeout(timer);
      ask();
    }
  });

  list.addEventListener("pointermove", (event) => {
    const line = event.target.closest("[role='option']");
    if (line && line !== chosen()) choose(line);
  });

  dialog.querySelector("form").addEventListener("submit", (event) => event.preventDefault());

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-palette]");
    if (!button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show();
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || !(event.key === "k" || event.key === "K" || event.key === "/")) return;
    event.preventDefault();
    show();
  });
  document.addEventListener("tuoke:search", show);

  const record = document.querySelector("[data-record]");
  if (record) remember(record.dataset.record);
})();
