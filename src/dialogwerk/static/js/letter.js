/* The letter form: the browser's proof of work, the chosen files, the field for organisations. */
(function () {
  "use strict";

  const form = document.querySelector("form[data-letter]");
  if (!form) return;

  /* Proof of work: begins at once, is ready long before anybody has written a letter. */

  function challenge() {
    return JSON.parse(document.getElementById("letter-challenge").textContent);
  }

  function solve(puzzle) {
    return new Promise((resolve, reject) => {
      const worker = new Worker(form.dataset.worker);
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
    const { algorithm, challenge: hash, salt, signature } = puzzle;
    return btoa(JSON.stringify({ algorithm, challenge: hash, number, salt, signature }));
  }

  function prove() {
    const puzzle = challenge();
    const patience = new Promise((resolve) => { setTimeout(resolve, 60000); });
    const work = solve(puzzle)
      .then((number) => { form.elements.proof.value = asPayload(puzzle, number); })
      .catch(() => { /* without a proof the slower way without script is taken */ });
    return Promise.race([work, patience]);
  }

  function sendWhenProved() {
    const proved = prove();
    const status = form.querySelector("[data-letter-status]");
    let isReady = false;
    proved.then(() => { isReady = true; });
    form.addEventListener("submit", (event) => {
      if (isReady) return;
      event.preventDefault();
      status.textContent = status.dataset.wait;
      proved.then(() => {
        isReady = true;
        status.textContent = "";
        form.requestSubmit();
      });
    });
  }

  /* Files: what is chosen, and what would be refused, before anything is sent. */

  function size(bytes) {
    return (bytes / 1024 / 1024).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
  }

  function problemWith(files, limits) {
    const large = files.find((file) => file.size > Number(limits.maxBytes));
    if (large) return limits.tooLarge.replace("{name}", large.name);
    return files.length > Number(limits.maxFiles) ? limits.tooMany : "";
  }

  function listFiles() {
    const input = form.elements.files;
    const list = form.querySelector("[data-file-list]");
    input.addEventListener("change", () => {
      const files = [...input.files];
      list.replaceChildren(
        ...files.map((file) => {
          const item = document.createElement("li");
          item.textContent = `${file.name} (${size(file.size)} MB)`;
          return item;
        }),
      );
      input.setCustomValidity(problemWith(files, list.dataset));
      input.reportValidity();
    });
  }

  /* The name of an organisation is asked only from those who write for one. */

  function askForOrganisation() {
    const part = form.querySelector("[data-organisation]");
    if (!part) return;
    const update = () => {
      part.hidden = form.elements.kind.value === "natural";
    };
    form.addEventListener("change", update);
    update();
  }

  sendWhenProved();
  listFiles();
  askForOrganisation();
})();
