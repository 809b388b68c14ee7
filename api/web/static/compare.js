// Compares a chosen file with the digests of a row: SHA-256 by WebCrypto in this browser. The file is not sent.
// Without script the box stays hidden, and the digest is pasted into the field below it.
const input = document.querySelector("input[data-digest]");
const said = document.querySelector("[data-compared]");

async function digestOf(file) {
  const hash = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return "sha256:" + [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function compare(file) {
  said.className = "";
  said.textContent = input.dataset.running;
  try {
    const digest = await digestOf(file);
    const fits = input.dataset.digest.split(" ").includes(digest);
    document.getElementById("digest").value = digest;
    said.className = fits ? "match-fits" : "match-differs";
    said.textContent = fits ? input.dataset.fits : input.dataset.differs;
  } catch {
    said.textContent = input.dataset.failed;
  }
}

if (input !== null && globalThis.crypto?.subtle !== undefined) {
  input.closest("[hidden]").hidden = false;
  input.addEventListener("change", () => { if (input.files.length > 0) compare(input.files[0]); });
}
