// A statement that others have signed: it is read from its bytes alone, so what is shown is what is signed. The bytes
// have to be the canonical JSON of what is read from them, each section has to have the digest that the statement
// names, and every key that a registration lists has to have signed. `signed` has these bytes and signatures, as base64.

const COUNTERSIGNED = "participant";

async function openSigned(draft) {
  if (draft.kind !== COUNTERSIGNED) throw new Refusal("draft.shape");
  const bytes = unbase64(draft.signed.payload);
  const payload = readCanonical(bytes);
  const message = pae(payloadType(draft.kind), bytes);
  const sealed = await openSections(draft, payload);
  const signatures = draft.signed.signatures.map(unbase64);
  await requireSigned(payload, message, signatures);
  const id = await digest(message);
  if (id !== draft.signed.id || payload.origin !== draft.origin) throw new Refusal("countersign.other");
  if (payload.registrar !== draft.issuer) throw new Refusal("countersign.registrar");
  return { kind: draft.kind, payload, bytes, message, sealed, id, signatures };
}

async function openSections(draft, payload) {
  const sealed = { documents: [], digests: {}, values: {} };
  for (const one of draft.signed.sections) {
    const document = unbase64(one);
    const section = readCanonical(document);
    const found = await digest(document);
    if (section.kind !== draft.kind || payload.sections?.[section.section] !== found) throw new Refusal("countersign.section");
    sealed.documents.push(document);
    sealed.digests[section.section] = found;
    sealed.values[section.section] = section;
  }
  const named = Object.keys(payload.sections ?? {});
  if (named.some((name) => !Object.hasOwn(sealed.values, name))) throw new Refusal("countersign.section");
  return sealed;
}

// JSON is read only if it is written the one way: a repeated key, another spelling or order is none.
function readCanonical(bytes) {
  let value;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new Refusal("countersign.bytes");
  }
  if (compareBytes(canonicalBytes(value), bytes) !== 0) throw new Refusal("countersign.bytes");
  return value;
}

// WebCrypto cannot read a compressed point, so a registration with P-256 keys is countersigned on the command line.
async function requireSigned(payload, message, signatures) {
  const keys = [...payload.root_keys, ...payload.working_keys];
  for (const { alg, key } of keys) {
    if (alg !== "ed25519") throw new Refusal("countersign.p256");
    const verifier = await crypto.subtle.importKey("raw", unhex(key), ED25519, false, ["verify"]);
    const verified = await Promise.all(signatures.map((one) => crypto.subtle.verify(ED25519, verifier, one, message)));
    if (!verified.includes(true)) throw new Refusal("countersign.unsigned");
  }
}

// The draft as the tables show it: the header and sections that were read, not those of the server.
function shownDraft(draft, opened) {
  const sections = Object.entries(opened.sealed.values).map(([name, section]) => [name, section.value]);
  return { ...draft, header: opened.payload, sections: Object.fromEntries(sections) };
}
