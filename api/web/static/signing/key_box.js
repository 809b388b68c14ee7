// "Your key": the stored key or a key file; for a registration, two keys that are made here.
// A passphrase is read from its field and goes into WebCrypto; its fields have no name and are in no form that is sent.

const LEAST_PASSPHRASE = 12;

function isLocalFile() {
  return location.protocol === "file:";
}

// A link that saves a text of this page as a file.
function saveLink(name, text, label) {
  const address = URL.createObjectURL(new Blob([text], { type: "application/octet-stream" }));
  return element("a", { href: address, download: name, class: "button second-button" }, label);
}

function showChip(page, state) {
  const chip = page.$("chip");
  chip.className = `chip ${state === "registered" ? "verified" : state === "unregistered" ? "contradicted" : "none"}`;
  chip.textContent = page.say(`chip.${state}`);
}

// Use this key from now on, if it is registered.
function useKey(page, signer, source) {
  const registered = page.known.includes(signer.public);
  page.signers = registered ? [signer] : [];
  page.$("key-name").textContent = page.say(`key.${source}`);
  page.$("key-public").textContent = signer.public;
  showChip(page, registered ? "registered" : "unregistered");
  return registered;
}

async function findStoredKey(page) {
  const stored = isLocalFile() ? [] : await storedKeys();
  const own = stored.find((one) => page.known.includes(one.public)) ?? stored[0];
  if (own) useKey(page, own, "stored");
  else {
    page.$("key-name").textContent = page.say(isLocalFile() ? "key.copy" : "key.none");
    page.$("key-file-box").open = true;
    showChip(page, "none");
  }
}

async function openFile(page) {
  const [file] = page.$("key-file").files;
  if (!file) return page.fail("key.none", "key-file");
  const passphrase = page.$("key-passphrase").value;
  const signer = await page.busy(() => file.text().then((text) => readKey(text, passphrase)));
  page.$("key-passphrase").value = "";
  if (!useKey(page, signer, "file")) return page.fail("key.unregistered", "key-file");
  page.clear();
  if (page.$("keep-key").checked && !isLocalFile()) {
    await storeKey(signer);
    page.$("key-name").textContent = page.say("key.stored");
  }
  return page.note(page.say("key.opened"));
}

// Two keys are made; the registration names them. The root key stays in its file alone.
async function makeKeys(page) {
  const typed = page.$("new-passphrase").value;
  if ([...typed].length < LEAST_PASSPHRASE) return page.fail("passphrase.short", "new-passphrase");
  if (typed !== page.$("new-passphrase-again").value) return page.fail("passphrase.differs", "new-passphrase-again");
  const [root, working] = await page.busy(() => Promise.all([makeKey(typed), makeKey(typed)]));
  page.$("new-passphrase").value = page.$("new-passphrase-again").value = "";
  page.signers = [root, working];
  const links = [["root.pem", root.file, "save.root"], ["working.pem", working.file, "save.working"]];
  page.$("new-files").replaceChildren(...links.map(([name, file, key]) => {
    const link = saveLink(name, file, page.say(key));
    link.addEventListener("click", () => page.savedFiles.add(name));
    return link;
  }));
  page.$("make-fields").hidden = true;
  page.$("save-fields").hidden = false;
  page.clear();
  const custody = isLocalFile() ? "file" : "browser";
  await page.build({ root: root.public, working: working.public, custody });
  return page.$("save-heading").focus();
}

// A firm's registration makes its keys; a registrar that countersigns one has a key already.
function makesKeys(page) {
  return page.draft.kind === "participant" && !page.draft.signed;
}

// The keys that sign; a registration's keys sign when their files are saved.
async function signersOf(page) {
  if (page.signers.length === 0) {
    const code = makesKeys(page) ? "key.unmade" : "key.needed";
    page.fail(code, makesKeys(page) ? "new-passphrase" : "key-file");
    return null;
  }
  if (!makesKeys(page)) return page.signers;
  if (!page.$("files-saved").checked || page.savedFiles.size < 2) {
    page.fail("key.unsaved", "files-saved");
    return null;
  }
  if (!isLocalFile()) await storeKey(page.signers[1]);
  return page.signers;
}
