/* Small helps on top of pages that work without them. */
(function () {
  "use strict";

  const storage = {
    get(key) {
      try { return localStorage.getItem(key); } catch { return null; }
    },
    set(key, value) {
      try { localStorage.setItem(key, value); return true; } catch { return false; }
    },
    remove(key) {
      try { localStorage.removeItem(key); } catch { /* nothing was stored */ }
    },
  };

  /* Theme: a button that exchanges light and dark and remembers it. */

  function currentTheme() {
    const chosen = document.documentElement.dataset.kernTheme;
    if (chosen) return chosen;
    return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }

  function offerThemes() {
    for (const button of document.querySelectorAll("[data-theme-toggle]")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        const theme = currentTheme() === "dark" ? "light" : "dark";
        document.documentElement.dataset.kernTheme = theme;
        storage.set("dialogwerk-theme", theme);
      });
    }
  }

  /* Errors: the summary gets the focus, so that screen readers start there. */

  function focusErrors(root) {
    const summary = root.querySelector("[data-error-summary]");
    if (summary) summary.focus();
  }

  /* Drafts: what is typed into <form data-draft="key"> stays on this device until it is sent. */

  const DRAFT_PREFIX = "dialogwerk-draft:";
  const NEVER_STORED = new Set(["file", "password", "hidden", "submit", "button", "image", "reset"]);

  function storable(form) {
    return [...form.elements].filter(
      (field) => field.name && !NEVER_STORED.has(field.type) && !("draftSkip" in field.dataset),
    );
  }

  function readForm(form) {
    const values = {};
    for (const field of storable(form)) {
      if (field.type === "checkbox" || field.type === "radio") {
        values[field.name] = values[field.name] || [];
        if (field.checked) values[field.name].push(field.value);
      } else if (field.type === "select-multiple") {
        values[field.name] = [...field.selectedOptions].map((option) => option.value);
      } else {
        values[field.name] = field.value;
      }
    }
    return values;
  }

  function writeForm(form, values) {
    for (const field of storable(form)) {
      const value = values[field.name];
      if (value === undefined) continue;
      if (field.type === "checkbox" || field.type === "radio") {
        field.checked = value.includes(field.value);
      } else if (field.type === "select-multiple") {
        for (const option of field.options) option.selected = value.includes(option.value);
      } else {
        field.value = value;
      }
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  function parseDraft(text) {
    try { return JSON.parse(text); } catch { return null; }
  }

  function keepDraft(form) {
    const key = DRAFT_PREFIX + form.dataset.draft;
    const blank = JSON.stringify(readForm(form));
    const note = document.querySelector(`[data-draft-note="${CSS.escape(form.dataset.draft)}"]`);
    const stored = storage.get(key);
    const draft = stored && stored !== blank ? parseDraft(stored) : null;
    const refused = form.querySelector("[data-error-summary]") !== null;
    if (draft && !refused) {
      writeForm(form, draft);
      showNote(note);
    }
    let timer = 0;
    const save = () => storage.set(key, JSON.stringify(readForm(form)));
    const saveSoon = () => {
      clearTimeout(timer);
      timer = setTimeout(save, 400);
    };
    form.addEventListener("input", saveSoon);
    form.addEventListener("change", saveSoon);
    addEventListener("pagehide", () => {
      if (JSON.stringify(readForm(form)) !== blank) save();
    });
    offerDiscard(note, () => {
      clearTimeout(timer);
      writeForm(form, JSON.parse(blank));
      clearTimeout(timer);
      storage.remove(key);
    });
  }

  function showNote(note) {
    if (note) note.hidden = false;
  }

  function offerDiscard(note, discard) {
    const button = note && note.querySelector("[data-draft-discard]");
    if (!button) return;
    button.addEventListener("click", () => {
      discard();
      note.hidden = true;
    });
  }

  function clearSentDrafts() {
    for (const element of document.querySelectorAll("[data-draft-clear]")) {
      storage.remove(DRAFT_PREFIX + element.dataset.draftClear);
    }
  }

  /* Shortcuts: <a data-shortcut="j"> or <button data-shortcut="?"> reacts to its key. */

  const SHORTCUTS_OFF = "dialogwerk-shortcuts-off";

  function offerShortcutChoice() {
    for (const toggle of document.querySelectorAll("[data-shortcuts-toggle]")) {
      toggle.closest("[data-shortcuts-choice]").hidden = false;
      toggle.checked = !storage.get(SHORTCUTS_OFF);
      toggle.addEventListener("change", () => {
        if (toggle.checked) storage.remove(SHORTCUTS_OFF);
        else storage.set(SHORTCUTS_OFF, "1");
      });
    }
  }

  function isTyping(target) {
    return target.isContentEditable || target.closest("input, textarea, select, [contenteditable]");
  }

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (storage.get(SHORTCUTS_OFF)) return;
    const selector = `[data-shortcut="${CSS.escape(event.key)}"]`;
    const target = document.querySelector(selector);
    if (!target || target.disabled) return;
    event.preventDefault();
    if (target.matches("input, textarea, select")) target.focus();
    else target.click();
  }

  function start() {
    offerThemes();
    focusErrors(document);
    clearSentDrafts();
    offerShortcutChoice();
    for (const form of document.querySelectorAll("form[data-draft]")) keepDraft(form);
    document.addEventListener("keydown", onKey);
    document.addEventListener("htmx:load", (event) => focusErrors(event.detail.elt));
  }

  start();
})();
