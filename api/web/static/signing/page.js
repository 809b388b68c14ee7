// The page: it shows the draft, builds the statement from what it shows, signs, and submits by the form or saves.

const given = JSON.parse(document.getElementById("draft").textContent);

function say(key, values = {}) {
  return given.words[key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
say.word = (list, key) => given.lists[list]?.[key] ?? key;

const page = {
  $: (id) => document.getElementById(id),
  say,
  draft: given.draft,
  known: given.known,
  random: drawRandom(given.draft),
  signers: [],
  savedFiles: new Set(),
  statement: null,
  opened: null,

  // Build the statement again and show what its signature will cover.
  async build(keys) {
    const sealed = page.opened ?? await buildStatement(page.draft, page.random, keys);
    page.statement = makesKeys(page) && !keys ? null : sealed;
    page.$("statement-id").textContent = page.statement ? page.statement.id : say("id.later");
    page.$("log").textContent = page.draft.origin;
    showSections(sealed);
    showEverything(sealed);
  },

  // A sentence, its code in small letters, and a link to the field that it is about.
  fail(code, field) {
    const sentence = given.words[`error.${code}`] ?? say("error.other");
    const link = field ? element("a", { href: `#${field}` }, sentence) : sentence;
    page.$("problem-text").replaceChildren(link);
    page.$("problem-code").textContent = code;
    page.$("problem").hidden = false;
    page.$("problem").focus();
  },

  clear() {
    page.$("problem").hidden = true;
  },

  note(text) {
    page.$("status").textContent = text;
  },

  async busy(work) {
    page.note(say("working"));
    try {
      return await work();
    } finally {
      page.note("");
    }
  },
};

function showSections(statement) {
  const rows = Object.entries(statement.sealed.digests).map(([name, value]) => {
    const copy = element("button", { type: "button", class: "copy", "aria-label": `${say("copy")} ${name}` }, say("copy"));
    copy.addEventListener("click", () => copyText(value));
    return fact(say(`section.${name}`), element("code", { title: value }, value), " ", copy);
  });
  page.$("section-digests").replaceChildren(...rows);
}

async function copyText(value) {
  await navigator.clipboard.writeText(value).then(() => page.note(say("copied")), () => page.note(value));
}

function showEverything(statement) {
  const parts = [everything(say("payload"), statement.payload, given.words)];
  for (const [name, section] of Object.entries(statement.sealed.values)) {
    parts.push(everything(say(`section.${name}`), section, given.words));
  }
  page.$("everything").replaceChildren(...parts);
}

async function signedText() {
  page.clear();
  const signers = await signersOf(page);
  if (signers === null) return null;
  const signatures = await Promise.all(signers.map((one) => signMessage(one, page.statement.message)));
  return submissionOf(page.statement, signatures);
}

async function submitSigned() {
  const text = await signedText();
  if (text === null) return;
  page.$("statement").value = text;
  page.$("form").submit();
}

async function saveSigned() {
  const text = await signedText();
  if (text === null) return;
  const name = fileName(page.statement);
  const link = saveLink(name, `${text}\n`, say("saved.again", { name }));
  page.$("saved").replaceChildren(link);
  link.click();
  page.note(say("saved", { name }));
}

// A refusal is shown in words; anything else too, with its own name as code.
function on(id, act, field) {
  page.$(id)?.addEventListener("click", () => act(page).catch((error) => page.fail(error.code ?? error.name, field)));
}

function reveal() {
  const mayKeep = !isLocalFile();
  if (page.$("keep-row")) page.$("keep-row").hidden = !mayKeep;
  if (page.$("form") && !mayKeep) page.$("form").hidden = true;
  if (page.$("save-page") && !mayKeep) page.$("save-page").hidden = true;
  for (const one of document.querySelectorAll("[data-served]")) one.hidden = !mayKeep;
  page.$("rest").hidden = false;
}

async function start() {
  for (const id of ["facts", "tables", "saved", "status"]) page.$(id).replaceChildren();
  page.clear();
  if (given.draft.signed && globalThis.crypto?.subtle) {
    if (!(await hasEd25519())) throw new Refusal("browser.ed25519");
    page.opened = await openSigned(given.draft);
    page.draft = shownDraft(given.draft, page.opened);
  }
  page.$("facts").append(...factRows(page.draft, say));
  page.$("tables").append(...friendlyTables(page.draft, say));
  if (!globalThis.crypto?.subtle) {
    page.$("rest").hidden = false;
    page.$("buttons").hidden = true;
    return page.fail("browser.insecure");
  }
  await page.build();
  const able = await hasEd25519();
  if (!makesKeys(page)) await findStoredKey(page);
  on("open-key", openFile, "key-file");
  on("make-keys", makeKeys, "new-passphrase");
  on("submit-signed", submitSigned);
  on("save-signed", saveSigned);
  reveal();
  if (!able) page.fail("browser.ed25519");
}

// What cannot be read cannot be signed: the page then offers no key and no button.
start().catch((error) => {
  page.$("rest").hidden = false;
  if (given.draft.signed) page.$("buttons").hidden = page.$("key-box").hidden = true;
  page.fail(error.code ?? error.name);
});
