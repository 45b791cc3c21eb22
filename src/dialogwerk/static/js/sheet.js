/* A place on a plan sheet: pointed at, it comes into the form together with its square. */
(function () {
  "use strict";

  const sheet = document.querySelector("[data-sheet]");
  const form = document.querySelector("[data-sheet-form]");
  if (!sheet || !form) return;

  const { columns, rows, radius } = sheet.dataset;
  let mark = null;

  function percent(event) {
    const box = sheet.getBoundingClientRect();
    const within = (value) => Math.min(Math.max(value * 100, 0), 100);
    return [within((event.clientX - box.left) / box.width), within((event.clientY - box.top) / box.height)];
  }

  function squareAt(x, y) {
    const column = Math.min(Math.floor((x / 100) * columns.length), columns.length - 1);
    const row = Math.min(Math.floor((y / 100) * rows), rows - 1);
    return `${columns[column]}${row + 1}`;
  }

  function show(x, y) {
    const { width, height } = sheet.viewBox.baseVal;
    if (!mark) {
      mark = document.createElementNS("http://www.w3.org/2000/svg", "circle");
      mark.setAttribute("class", "sheet__chosen");
      mark.setAttribute("r", radius);
      sheet.querySelector(".sheet__marks").append(mark);
    }
    mark.setAttribute("cx", (x / 100) * width);
    mark.setAttribute("cy", (y / 100) * height);
  }

  sheet.addEventListener("click", (event) => {
    const [x, y] = percent(event);
    form.elements.x.value = x.toFixed(2);
    form.elements.y.value = y.toFixed(2);
    form.elements.square.value = squareAt(x, y);
    show(x, y);
    form.elements.text.focus();
  });
})();
