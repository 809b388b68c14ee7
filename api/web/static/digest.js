// The salted digest of a document, computed in the browser: SHA-256 of 16 random bytes and then the file. No file is sent.

const hex = (bytes) => [...new Uint8Array(bytes)].map((one) => one.toString(16).padStart(2, "0")).join("");

async function fill(box, file) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const whole = new Blob([salt, file]);
  const digest = await crypto.subtle.digest("SHA-256", await whole.arrayBuffer());
  document.getElementById(box.dataset.digest).value = `sha256:${hex(digest)}`;
  const note = box.querySelector("[data-salt]");
  note.textContent = note.dataset.salt.replace("{salt}", hex(salt));
}

for (const box of globalThis.crypto?.subtle ? document.querySelectorAll("[data-digest]") : []) {
  box.hidden = false;
  box.querySelector("input").addEventListener("change", (event) => {
    const [file] = event.target.files;
    if (file) fill(box, file);
  });
}
