/* Redacting with the mouse: a selection in the text, a box on a page. Both also work by the forms
   alone: words are typed in, boxes are given in per cent. */
(function () {
  "use strict";

  const characters = (text) => [...text].length;

  /* Positions count characters as the server does: an emoji is one, not two. */
  function positionOf(node, offset) {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    const stretch = element && element.closest("[data-text] [data-at]");
    if (!stretch || node.nodeType !== Node.TEXT_NODE) return null;
    return Number(stretch.dataset.at) + characters(node.data.slice(0, offset));
  }

  function takeSelection(form) {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || selection.rangeCount === 0) return;
    const range = selection.getRangeAt(0);
    const start = positionOf(range.startContainer, range.startOffset);
    const end = positionOf(range.endContainer, range.endOffset);
    if (start === null || end === null || start >= end) return;
    form.querySelector('[data-selection="start"]').value = start;
    form.querySelector('[data-selection="end"]').value = end;
    form.querySelector("[data-selection-words]").textContent = String(selection);
    form.querySelector("[data-selection-note]").hidden = false;
  }

  function forgetSelection(form) {
    for (const field of form.querySelectorAll("[data-selection]")) field.value = "";
    form.querySelector("[data-selection-note]").hidden = true;
  }

  const marking = document.querySelector("[data-mark-form]");
  if (marking) {
    document.addEventListener("selectionchange", () => takeSelection(marking));
    marking.querySelector('[name="words"]').addEventListener("input", () => forgetSelection(marking));
  }

  /* A box is drawn from corner to corner; the fields hold it in per cent of the page. */
  function drawing(page, form) {
    const drawn = page.querySelector("[data-drawn]");
    let from = null;

    function place(event) {
      const area = page.getBoundingClientRect();
      const share = (value, size) => Math.min(100, Math.max(0, (100 * value) / size));
      return [share(event.clientX - area.left, area.width), share(event.clientY - area.top, area.height)];
    }

    function show(to) {
      const box = {
        x: Math.min(from[0], to[0]),
        y: Math.min(from[1], to[1]),
        width: Math.abs(from[0] - to[0]),
        height: Math.abs(from[1] - to[1]),
      };
      for (const [name, value] of Object.entries(box)) {
        drawn.setAttribute(name, value.toFixed(1));
        form.elements[name].value = value.toFixed(1);
      }
    }

    page.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      from = place(event);
      page.setPointerCapture(event.pointerId);
    });
    page.addEventListener("pointermove", (event) => {
      if (from) show(place(event));
    });
    page.addEventListener("pointerup", (event) => {
      if (from) show(place(event));
      from = null;
    });
  }

  const page = document.querySelector("[data-page]");
  const boxes = document.querySelector("[data-box-form]");
  if (page && boxes) drawing(page, boxes);
})();
