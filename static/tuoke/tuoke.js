/* What the pages do by themselves. Everything works without it, only less comfortably. */
(() => {
  "use strict";
  const root = document.documentElement;
  const all = (selector, scope = document) => [...scope.querySelectorAll(selector)];
  const csrf = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";
  const board = () => document.getElementById("toasts");
  const chinese = () => root.lang.startsWith("zh");

  /* --- menu ----------------------------------------------------------------------------- */
  const menu = document.querySelector(".side-inner");
  const here = menu?.querySelector("[aria-current='page']");
  if (here && here.offsetTop + here.offsetHeight > menu.clientHeight) menu.scrollTop = here.offsetTop - menu.clientHeight / 2;

  /* --- toasts --------------------------------------------------------------------------- */
  const icon = (name) => {
    const known = document.querySelector("svg.icon use")?.getAttribute("href")?.split("#")[0];
    return known ? `<svg class="icon" aria-hidden="true"><use href="${known}#${name}"></use></svg>` : "";
  };
  const icons = { success: "check-circle-fill", error: "exclamation-octagon", warning: "exclamation-triangle" };

  function fade(note) {
    let timer = 0;
    const start = () => { timer = setTimeout(() => note.remove(), 7000); };
    const stop = () => clearTimeout(timer);
    note.addEventListener("pointerenter", stop);
    note.addEventListener("pointerleave", start);
    note.addEventListener("focusin", stop);
    start();
  }

  function toast(level, text) {
    const place = board();
    if (!place || !text || all("p", place).some((p) => p.textContent === text)) return;
    const note = document.createElement("div");
    note.className = `toast-note ${level}`;
    note.innerHTML = `${icon(icons[level] ?? "info-circle")}<p></p><button type="button" class="btn-close"></button>`;
    note.querySelector("p").textContent = text;
    note.querySelector("button").setAttribute("aria-label", place.dataset.close);
    place.append(note);
    if (level === "success" || level === "info") fade(note);
  }
  const say = (level, key) => toast(level, board()?.dataset[key]);
  const sayStatus = (status) => say("error", status === 401 ? "signedOut" : status === 403 ? "forbidden" : "failed");

  /* --- htmx ----------------------------------------------------------------------------- */
  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-CSRFToken"] = csrf();
    if (event.detail.verb !== "get") return;
    const data = event.detail.formData;
    for (const [name, value] of [...data.entries()]) if (value === "") data.delete(name);
  });
  document.addEventListener("htmx:beforeRequest", () => root.classList.add("is-loading"));
  document.addEventListener("htmx:afterRequest", () => root.classList.remove("is-loading"));
  document.addEventListener("htmx:sendError", () => say("error", "offline"));
  document.addEventListener("htmx:timeout", () => say("error", "offline"));
  document.addEventListener("htmx:responseError", (event) => sayStatus(event.detail.xhr.status));
  // A whole page where a fragment was due: the session has ended, and this is the sign-in page.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!/^\s*<!doctype html/i.test(event.detail.xhr.responseText) || event.detail.target === document.body) return;
    event.detail.shouldSwap = false;
    if (event.detail.requestConfig.verb === "get") location.reload();
    else say("warning", "signedOut");
  });
  document.addEventListener("toast", (event) => toast(event.detail.level ?? "info", event.detail.text));

  /* --- theme ---------------------------------------------------------------------------- */
  function chooseTheme(event) {
    event.preventDefault();
    const form = event.target;
    const choice = event.submitter?.value ?? "system";
    root.dataset.theme = choice;
    window.tuoke.applyTheme();
    all("[data-theme-form] button").forEach((button) => button.setAttribute("aria-pressed", String(button.value === choice)));
    const body = new FormData(form);
    body.set("theme", choice);
    fetch(form.action, { method: "POST", body, keepalive: true, redirect: "manual" }).catch(() => say("error", "offline"));
  }

  /* --- forms: sent once, nothing typed is lost -------------------------------------------- */
  function release() {
    all("form[data-sent]").forEach((form) => delete form.dataset.sent);
    all("[aria-busy='true'][data-was]").forEach((button) => {
      button.removeAttribute("aria-busy");
      delete button.dataset.was;
    });
  }

  function sendOnce(event) {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented || form.closest("[hx-post]")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    const button = event.submitter ?? form.querySelector("button:not([type='button'])");
    // After this tick: a button switched off earlier would not be part of what is sent.
    setTimeout(() => { if (button) { button.setAttribute("aria-busy", "true"); button.dataset.was = "sent"; } });
    // An answer that is a file leaves the page standing.
    setTimeout(release, 8000);
  }

  const user = () => document.body.dataset.user ?? "";
  const draftKey = (form) => `tuoke:draft:${user()}:${form.dataset.autosaveKey || location.pathname}`;
  const DAY = 86400000;
  const skips = (field) => !field.name || ["hidden", "password", "file", "submit"].includes(field.type) || "private" in field.dataset;

  function collect(form) {
    const values = {};
    for (const field of form.elements) {
      if (skips(field)) continue;
      const tick = field.type === "checkbox" || field.type === "radio";
      if (tick) (values[field.name] ??= []).push(...(field.checked ? [field.value] : []));
      else if (field.multiple) values[field.name] = [...field.selectedOptions].map((option) => option.value);
      else values[field.name] = field.value;
    }
    return values;
  }

  function restore(form, values) {
    for (const field of form.elements) {
      if (skips(field) || !(field.name in values)) continue;
      const value = values[field.name];
      if (field.type === "checkbox" || field.type === "radio") field.checked = value.includes(field.value);
      else if (field.tomselect) field.tomselect.setValue(value, true);
      else if (field.multiple) [...field.options].forEach((option) => { option.selected = value.includes(option.value); });
      else field.value = value;
    }
  }

  const read = (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
  const keep = (key, draft) => { try { localStorage.setItem(key, JSON.stringify(draft)); } catch { /* full or forbidden */ } };

  function autosave(form) {
    const key = draftKey(form);
    const note = form.querySelector("[data-saved]");
    const tell = (kind, time = "") => {
      if (!note) return;
      note.classList.toggle("waiting", kind === "textWaiting");
      note.textContent = `${note.dataset[kind] ?? ""} ${time}`.trim();
    };
    const draft = read(key);
    if (draft && !document.querySelector("[data-errors]") && Date.now() - draft.at < DAY) {
      restore(form, draft.values);
      tell("textRestored");
    }
    let timer = 0;
    let running = false;
    async function send() {
      if (running || form.dataset.sent) { timer = setTimeout(send, 800); return; }
      running = true;
      const sent = JSON.stringify(collect(form));
      try {
        const answer = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form), headers: { "X-CSRFToken": csrf(), Accept: "application/json" }, redirect: "manual" });
        if (!answer.ok) throw answer;
        const known = answer.status === 204 ? {} : await answer.json();
        if ("version" in known && form.elements.version) form.elements.version.value = known.version;
        if (JSON.stringify(collect(form)) === sent) localStorage.removeItem(key);
        tell("textSaved", new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" }));
      } catch (fault) {
        tell("textWaiting");
        if (fault instanceof Response && fault.type === "opaqueredirect") say("warning", "signedOut");
        else if (fault instanceof Response && fault.status === 409) toast("warning", (await fault.json().catch(() => ({}))).message);
      } finally { running = false; }
    }
    form.addEventListener("input", () => {
      keep(key, { at: Date.now(), values: collect(form), sent: false });
      clearTimeout(timer);
      if (form.dataset.autosave) timer = setTimeout(send, 800);
    });
    form.addEventListener("submit", () => {
      clearTimeout(timer);
      keep(key, { at: Date.now(), values: collect(form), sent: true });
    });
    window.addEventListener("online", () => { if (form.dataset.autosave && read(key)) send(); });
  }

  // A draft that was sent is done with once another page of the same person answers.
  function forget() {
    if (!user()) return;
    const here = new Set(all("form[data-autosave]").map(draftKey));
    const failed = document.querySelector("[data-errors]");
    for (const key of Object.keys(localStorage).filter((name) => name.startsWith("tuoke:draft:"))) {
      const draft = read(key);
      const mine = key.startsWith(`tuoke:draft:${user()}:`);
      if (!draft || Date.now() - draft.at > DAY || (mine && draft.sent && (!here.has(key) || failed))) localStorage.removeItem(key);
    }
  }

  /* --- fields ------------------------------------------------------------------------------ */
  function searchable(select) {
    if (select.tomselect || !window.TomSelect) return;
    const url = select.dataset.searchUrl;
    // Tom Select moves the label to its own box; the select behind keeps a name of its own.
    const label = select.labels[0]?.textContent.trim();
    if (label) select.setAttribute("aria-label", label);
    function load(query, done) {
      const body = new FormData(); // posted: what is looked for may be a name or a number
      body.set("q", query);
      const found = (rows) => {
        for (const row of rows) answers(this.options[row.value] ?? row).add(query);
        done(rows);
      };
      fetch(url, { method: "POST", body, headers: { "X-CSRFToken": csrf() } }).then((answer) => answer.json()).then(found).catch(() => done());
    }
    // Which questions a row answers: what was chosen or found before answers no other one.
    const answers = (row) => (row.answers ??= new Set());
    const score = (query) => (row) => (answers(row).has(query) ? 1 : 0);
    const { nothing, off } = document.body.dataset;
    const render = { no_results: (_, escape) => `<div class="no-results" role="option" aria-disabled="true">${escape(nothing)}</div>` };
    // One of several is taken off where it stands: a telephone has no key for it.
    if (select.multiple) render.item = (row, escape) => `<div>${escape(row.text)}<button type="button" class="off" tabindex="-1" aria-label="${escape(`${off} ${row.text}`)}">×</button></div>`;
    const field = new window.TomSelect(select, { maxOptions: 200, create: false, clearAfterSelect: true, render, ...(url ? { load, score, valueField: "value", labelField: "text", searchField: [] } : {}) });
    field.control.addEventListener("click", (event) => {
      const button = event.target.closest?.(".off");
      if (button) { event.stopPropagation(); field.removeItem(button.parentElement.dataset.value); }
    }, true);
  }

  function photos(input) {
    const strip = document.createElement("ul");
    strip.className = "photo-strip";
    input.after(strip);
    input.addEventListener("change", () => {
      strip.replaceChildren();
      for (const file of input.files) {
        const entry = document.createElement("li");
        const canvas = Object.assign(document.createElement("canvas"), { width: 192, height: 192 });
        const name = Object.assign(document.createElement("span"), { className: "name", textContent: file.name });
        entry.append(canvas, name);
        strip.append(entry);
        createImageBitmap(file).then((picture) => {
          const side = Math.min(picture.width, picture.height);
          canvas.getContext("2d").drawImage(picture, (picture.width - side) / 2, (picture.height - side) / 2, side, side, 0, 0, 192, 192);
        }, () => canvas.remove());
      }
    });
  }

  // On a telephone the later groups of facts start folded.
  function fold(group) {
    if (window.matchMedia("(max-width: 640px)").matches) group.open = false;
  }

  function position(button) {
    button.addEventListener("click", () => {
      button.setAttribute("aria-busy", "true");
      const done = () => button.removeAttribute("aria-busy");
      navigator.geolocation.getCurrentPosition(({ coords }) => {
        const [latitude, longitude] = button.dataset.position.split(",").map((selector) => document.querySelector(selector));
        latitude.value = coords.latitude.toFixed(6);
        longitude.value = coords.longitude.toFixed(6);
        latitude.dispatchEvent(new Event("input", { bubbles: true }));
        done();
      }, () => { done(); toast("warning", button.dataset.failed); }, { timeout: 15000, enableHighAccuracy: true });
    });
  }

  /* --- charts ------------------------------------------------------------------------------ */
  const colour = (name) => getComputedStyle(root).getPropertyValue(name).trim();
  const figure = (value) => (chinese() && Math.abs(value) >= 10000 ? `${(value / 10000).toLocaleString("zh-CN", { maximumFractionDigits: 2 })}万` : Number(value).toLocaleString("en-US"));

  function dress(set, index, plan) {
    const tone = colour(`--tk-chart-${(index % 6) + 1}`);
    const round = plan.type === "doughnut" || plan.type === "pie";
    const tones = [1, 2, 3, 4, 5, 6].map((n) => colour(`--tk-chart-${n}`));
    return {
      borderColor: round ? colour("--tk-surface") : tone,
      backgroundColor: round ? tones : plan.type === "line" ? `color-mix(in srgb, ${tone} 14%, transparent)` : tone,
      fill: plan.type === "line" && plan.datasets.length === 1,
      borderWidth: round ? 2 : plan.type === "line" ? 2.5 : 0,
      borderRadius: 6, maxBarThickness: 38, cubicInterpolationMode: "monotone", pointRadius: 2.5, pointHoverRadius: 5, ...set,
    };
  }

  function settings(plan) {
    const axis = { ticks: { color: colour("--tk-soft"), precision: 0 }, grid: { color: colour("--tk-line") }, border: { display: false } };
    const values = { ...axis, beginAtZero: true, stacked: Boolean(plan.stacked), ticks: { ...axis.ticks, callback: (value) => figure(value) } };
    const names = { ...axis, grid: { display: false }, stacked: Boolean(plan.stacked) };
    const round = plan.type === "doughnut" || plan.type === "pie";
    return {
      responsive: true,
      maintainAspectRatio: false,
      animation: window.matchMedia("(prefers-reduced-motion: reduce)").matches ? false : { duration: 350 },
      indexAxis: plan.horizontal ? "y" : "x",
      interaction: { mode: "index", intersect: false, axis: plan.horizontal ? "y" : "x" },
      plugins: {
        legend: { display: round || plan.datasets.length > 1, position: "bottom", labels: { color: colour("--tk-ink"), usePointStyle: true, boxHeight: 7, padding: 16 } },
        tooltip: { padding: 10, cornerRadius: 8, callbacks: { label: (point) => ` ${point.dataset.label ?? ""} ${figure(point.raw)}` } },
      },
      scales: round ? {} : plan.horizontal ? { x: values, y: names } : { x: names, y: values },
      onClick: (event, hits) => { const url = hits.length && plan.urls?.[hits[0].index]; if (url) location.assign(url); },
      onHover: (event, hits) => { event.native.target.style.cursor = hits.length && plan.urls?.[hits[0].index] ? "pointer" : ""; },
    };
  }

  function draw(canvas) {
    const source = document.getElementById(canvas.dataset.chart);
    if (!source || !window.Chart) return;
    const plan = JSON.parse(source.textContent);
    window.Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    window.Chart.getChart(canvas)?.destroy();
    new window.Chart(canvas, {
      type: plan.type,
      data: { labels: plan.labels, datasets: plan.datasets.map((set, index) => dress(set, index, plan)) },
      options: settings(plan),
    });
  }

  /* --- keys, dialogs, clicks ---------------------------------------------------------------- */
  const visible = (element) => element.getClientRects().length > 0;
  const firstVisible = (selector) => all(selector).find(visible);
  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

  function press(event) {
    const control = event.ctrlKey || event.metaKey;
    const go = (action) => { event.preventDefault(); action(); };
    if (control && (event.key === "s" || event.key === "Enter")) {
      const form = event.target.closest("form[method='post']") ?? firstVisible("main form[data-once]");
      if (form) go(() => form.requestSubmit());
    } else if (!control && !event.altKey && !typing(event.target) && !document.querySelector("dialog[open]")) {
      if (event.key === "m") { const main = firstVisible("[data-key='main']"); if (main) go(() => main.click()); }
      if (event.key === "?") go(() => document.getElementById("keys")?.showModal());
      if (event.key === "/") {
        const box = firstVisible("[data-key='search']");
        go(() => (box ? box.focus() : document.dispatchEvent(new Event("tuoke:search"))));
      }
    }
  }

  function filters(button) {
    const panel = document.getElementById("filters");
    if (window.matchMedia("(max-width: 767.98px)").matches) window.bootstrap.Offcanvas.getOrCreateInstance(panel).toggle();
    else button.setAttribute("aria-expanded", String(panel.classList.toggle("is-open")));
  }

  function click(event) {
    const at = (selector) => event.target.closest(selector);
    if (at(".toast-note .btn-close")) at(".toast-note").remove();
    else if (at("[data-show]")) document.querySelector(at("[data-show]").dataset.show)?.showModal();
    else if (at("[data-close-dialog]")) at("dialog").close();
    else if (at("[data-filters]")) filters(at("[data-filters]"));
    else if (at("[data-print]")) window.print();
    else if (event.target instanceof HTMLDialogElement && !event.target.dataset.form) event.target.close();
    else if (at(".table-cards tbody tr") && !at("a, button, input, label, select, summary") && !getSelection().toString()) {
      const link = at("tr").querySelector("td:first-child a");
      if (link && (event.ctrlKey || event.metaKey)) window.open(link.href);
      else link?.click();
    }
  }

  /* --- start ------------------------------------------------------------------------------- */
  const each = (selector, action, scope) => all(selector, scope).forEach((element) => {
    const mark = `ready${action.name}`;
    if (element.dataset[mark]) return;
    element.dataset[mark] = "yes";
    action(element);
  });

  function dressUp(scope) {
    each("select[data-search]", searchable, scope);
    each("input[type='file'][data-photos]", photos, scope);
    each("[data-position]", position, scope);
    each("canvas[data-chart]", draw, scope);
    each("[data-fades]", fade, scope);
    each("details[data-folds]", fold, scope);
  }

  document.addEventListener("DOMContentLoaded", () => {
    forget();
    dressUp(document);
    each("form[data-autosave]", autosave);
    all("[data-errors]")[0]?.focus();
  });
  document.addEventListener("htmx:load", (event) => dressUp(event.target));
  document.addEventListener("submit", (event) => (event.target.matches("[data-theme-form]") ? chooseTheme(event) : sendOnce(event)));
  document.addEventListener("click", click);
  document.addEventListener("keydown", press);
  document.addEventListener("tuoke:theme", () => all("canvas[data-chart]").forEach(draw));
  window.addEventListener("pageshow", release);
})();
