/* Finds the number whose hash, together with the salt, is the challenge (ALTCHA protocol). */
(function () {
  "use strict";

  const encoder = new TextEncoder();

  function hex(buffer) {
    return [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  async function solve({ algorithm, challenge, salt, maxNumber }) {
    for (let number = 0; number <= maxNumber; number += 1) {
      const hash = await crypto.subtle.digest(algorithm, encoder.encode(salt + number));
      if (hex(hash) === challenge) return number;
    }
    return null;
  }

  onmessage = (event) => {
    solve(event.data).then(postMessage, () => postMessage(null));
  };
})();
