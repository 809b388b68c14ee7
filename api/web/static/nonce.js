// The secret nonce of a sample: made in this browser, kept in a file of the auditor, and never sent. Only the digest of
// {issuer, nonce, subject} is in the form; all three are plain ASCII, so JSON.stringify gives their canonical bytes.
// Without scripts the style sheet shows none of what this file serves, so nothing moves when it has loaded.

const hex = (bytes) => [...new Uint8Array(bytes)].map((one) => one.toString(16).padStart(2, "0")).join("");

function offer(link, content) {
  link.href = URL.createObjectURL(new Blob([`${JSON.stringify(content)}\n`], { type: "application/json" }));
  link.hidden = false;
}

async function make(form) {
  const nonce = hex(crypto.getRandomValues(new Uint8Array(32)));
  const content = { issuer: form.dataset.issuer, nonce, subject: form.dataset.subject };
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(content)));
  form.querySelector("#digest").value = `sha256:${hex(digest)}`;
  offer(form.querySelector("[data-save]"), content);
}

async function complete(box, file) {
  const said = box.querySelector("[data-said]");
  said.textContent = "";
  try {
    const { issuer, nonce, subject } = JSON.parse(await file.text());
    if (!/^[0-9a-f]{64}$/.test(nonce)) throw new Error("nonce");
    const { commitment, receipt } = box.dataset;
    offer(box.querySelector("[data-save]"), { commitment, issuer, subject, nonce, receipt: JSON.parse(receipt) });
  } catch {
    said.textContent = said.dataset.wrong;
  }
}

if (globalThis.crypto?.subtle) {
  const form = document.querySelector("form[data-nonce]");
  form?.querySelector("[data-make]").addEventListener("click", () => make(form));
  const box = document.querySelector("[data-complete]");
  box?.querySelector("input").addEventListener("change", (event) => {
    const [file] = event.target.files;
    if (file) complete(box, file);
  });
} else {
  for (const part of document.querySelectorAll("[data-scripted]")) part.hidden = true;
}
