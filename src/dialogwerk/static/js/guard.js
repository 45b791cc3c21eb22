/* Public forms with components/guard.html: the browser proves work while somebody writes. */
(function () {
  "use strict";

  function solve(puzzle, address) {
    return new Promise((resolve, reject) => {
      const worker = new Worker(address);
      worker.onmessage = (event) => {
        worker.terminate();
        if (event.data === null) reject(new Error("no solution"));
        else resolve(event.data);
      };
      worker.onerror = reject;
      worker.postMessage(puzzle);
    });
  }

  function asPayload(puzzle, number) {
    const { algorithm, challenge, salt, signature } = puzzle;
    return btoa(JSON.stringify({ algorithm, challenge, number, salt, signature }));
  }

  function prove(form, status) {
    const puzzle = JSON.parse(status.dataset.guard);
    const patience = new Promise((resolve) => { setTimeout(resolve, 60000); });
    const work = solve(puzzle, status.dataset.worker)
      .then((number) => { form.elements.proof.value = asPayload(puzzle, number); })
      .catch(() => { /* without a proof the slower way without script is taken */ });
    return Promise.race([work, patience]);
  }

  function guard(status) {
    const form = status.closest("form");
    if (!form || form.dataset.guarded) return;
    form.dataset.guarded = "yes";
    let isReady = false;
    const proved = prove(form, status).then(() => { isReady = true; });
    form.addEventListener("submit", (event) => {
      if (isReady) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const button = event.submitter;
      status.textContent = status.dataset.wait;
      proved.then(() => {
        status.textContent = "";
        form.requestSubmit(button);
      });
    }, true);
  }

  function guardAll(root) {
    for (const status of root.querySelectorAll("[data-guard]")) guard(status);
  }

  guardAll(document);
  document.addEventListener("htmx:load", (event) => guardAll(event.detail.elt));
})();
