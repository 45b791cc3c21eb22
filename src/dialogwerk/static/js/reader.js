/* Reading with mouse and keyboard. Everything here also works by links and forms without it:
   this file only saves reloads, takes a selection from the text and moves the focus. */
(function () {
  "use strict";

  const reader = document.querySelector("[data-reader]");
  if (!reader || !window.htmx) return;

  /* Positions count characters as the server does: an emoji is one, not two. */

  const characters = (text) => [...text].length;

  /* The position in the text of a place in the page, or null outside the text. */
  function positionOf(node, offset) {
    const text = reader.querySelector("[data-text]");
    if (!text || !text.contains(node)) return null;
    const stretch = node.nodeType === Node.TEXT_NODE && node.parentElement.closest("[data-at]");
    if (stretch) {
      return Number(stretch.dataset.at) + characters(node.data.slice(0, offset));
    }
    return positionBeside(text, node, offset);
  }

  /* Between two stretches, in a label, or at an element's edge: the next stretch begins here. */
  function positionBeside(text, node, offset) {
    const here = document.createRange();
    here.setStart(node, offset);
    for (const stretch of text.querySelectorAll("[data-at]")) {
      if (here.comparePoint(stretch, 0) >= 0) return Number(stretch.dataset.at);
    }
    const all = text.querySelectorAll("[data-at]");
    const last = all[all.length - 1];
    return last ? Number(last.dataset.at) + characters(last.textContent) : null;
  }

  function selectedSpan() {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
    const range = selection.getRangeAt(0);
    const start = positionOf(range.startContainer, range.startOffset);
    const end = positionOf(range.endContainer, range.endOffset);
    if (start === null || end === null || start >= end || !String(selection).trim()) return null;
    return { start, end, range: range.cloneRange() };
  }

  /* The selection stays visible while the focus is in the search field. */
  function keepVisible(range) {
    if (window.Highlight && CSS.highlights) {
      CSS.highlights.set("dw-selection", new Highlight(range));
    }
  }

  function forgetSelection() {
    if (window.Highlight && CSS.highlights) CSS.highlights.delete("dw-selection");
  }

  /* Addresses: of this page, with other choices. */

  const CHOICES = ["passage", "start", "end", "s", "arg", "finish", "names", "move"];

  function addressWith(values) {
    const address = new URL(location.href);
    address.hash = "";
    for (const name of CHOICES) address.searchParams.delete(name);
    for (const [name, value] of Object.entries(values)) address.searchParams.set(name, value);
    return address.pathname + address.search;
  }

  /* Exchange the whole reader; the focus goes to the passage at hand. */
  function show(address) {
    forgetSelection();
    return htmx.ajax("GET", address, { target: "#reader", swap: "innerHTML settle:0ms" });
  }

  /* Exchange only what stands beside the text, so that the selection stays. */
  function showPanel(address) {
    return htmx.ajax("GET", address, { target: "#panel", select: "#panel", swap: "outerHTML settle:0ms" });
  }

  let lastSpan = "";

  function takeSelection() {
    const span = selectedSpan();
    const key = span ? `${span.start}-${span.end}` : "";
    if (!span || key === lastSpan || !reader.querySelector("[data-sentences]")) return;
    lastSpan = key;
    keepVisible(span.range);
    showPanel(addressWith({ start: span.start, end: span.end }));
  }

  let timer = 0;

  function takeSelectionSoon() {
    clearTimeout(timer);
    timer = setTimeout(takeSelection, 250);
  }

  /* A click without a selection chooses the passage under it. */
  function onClick(event) {
    const help = event.target.closest("[data-help]");
    if (help) {
      openHelp(help);
      return;
    }
    const step = event.target.closest('a[data-shortcut="n"], a[data-shortcut="p"]');
    if (step) {
      event.preventDefault();
      show(step.getAttribute("href").split("#")[0]);
      return;
    }
    const passage = event.target.closest("[data-text] [data-passage]");
    const selection = document.getSelection();
    if (!passage || event.target.closest("a") || (selection && !selection.isCollapsed)) return;
    show(addressWith({ passage: passage.dataset.passage }));
  }

  function openHelp(button) {
    const dialog = document.getElementById(button.dataset.help);
    if (dialog && !dialog.open) dialog.showModal();
  }

  /* s opens the list of sentences; in the search, arrows lead to what was found. */
  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const search = event.target.closest("#argument-search");
    const found = [...reader.querySelectorAll("#found-arguments button")];
    const at = found.indexOf(event.target);
    if (search && event.key === "Enter" && found.length) {
      event.preventDefault();
      search.blur(); // else htmx gives the focus back to it, and the next shortcut is typed into it
      found[0].click();
    } else if (search && event.key === "Escape") {
      event.preventDefault();
      search.blur();
    } else if (event.key === "ArrowDown" && found.length && (search || at >= 0)) {
      event.preventDefault();
      found[Math.min(at + 1, found.length - 1)].focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      event.preventDefault();
      (found[at - 1] || reader.querySelector("#argument-search")).focus();
    } else if (event.key === "s") {
      openSentences(event);
    }
  }

  function openSentences(event) {
    if (event.target.closest("input, textarea, select")) return;
    if (localStorageSays("dialogwerk-shortcuts-off")) return;
    const form = reader.querySelector("[data-sentences]");
    if (!form) return;
    event.preventDefault();
    form.closest("details").open = true;
    form.querySelector("input[type=checkbox]").focus();
  }

  function localStorageSays(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  }

  /* After every exchange: buttons that need this script appear, the focus goes where it is needed. */
  function settle() {
    for (const button of reader.querySelectorAll("[data-help]")) button.hidden = false;
    const wanted = reader.querySelector("[data-focus]");
    const current = reader.querySelector("[data-text] .is-current");
    if (wanted) wanted.focus();
    else if (current && document.activeElement === document.body) {
      current.focus({ preventScroll: true });
      current.scrollIntoView({ block: "nearest" });
    }
  }

  document.addEventListener("selectionchange", takeSelectionSoon);
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  document.body.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target.id !== "reader") return;
    lastSpan = "";
    settle();
  });
  settle();
})();
