// Statements: sealed sections, the payload, the signed bytes (DSSE PAE), the id, and the submission.
// The formats are those of schemas/signed/statement.py, ledger/state/drafting.py and ledger/trust/envelope.py.

const MADE_HERE = ["origin", "issuer", "sections", "nonce", "root_keys", "working_keys"];

function payloadType(kind) {
  return `application/vnd.cradle.${kind}.v1+json`;
}

// Random parts are drawn once for a page, so that signing twice signs the same statement.
function drawRandom(draft) {
  const salts = Object.fromEntries(Object.keys(draft.sections).map((name) => [name, freshSalt()]));
  return draft.nonce ? { salts, nonce: freshSalt() } : { salts };
}

async function sealSections(draft, salts) {
  const sealed = { documents: [], digests: {}, values: {} };
  for (const [name, value] of Object.entries(draft.sections)) {
    const section = { kind: draft.kind, section: name, salt: salts[name], value };
    if (draft.issuer !== null) section.issuer = draft.issuer;
    const bytes = canonicalBytes(section);
    sealed.documents.push(bytes);
    sealed.digests[name] = await digest(bytes);
    sealed.values[name] = section;
  }
  // Sections that the ledger keeps are signed by their digests.
  Object.assign(sealed.digests, draft.named ?? {});
  return sealed;
}

// A registration also lists `keys`: { root, working, custody }.
async function buildStatement(draft, random, keys) {
  if (MADE_HERE.some((name) => Object.hasOwn(draft.header, name))) throw new Refusal("draft.shape");
  const sealed = await sealSections(draft, random.salts);
  const payload = { ...draft.header, origin: draft.origin };
  if (draft.issuer !== null) payload.issuer = draft.issuer;
  if (draft.nonce) payload.nonce = random.nonce;
  if (sealed.documents.length > 0) payload.sections = sealed.digests;
  if (keys) {
    payload.root_keys = [{ alg: "ed25519", custody: "file", key: keys.root }];
    payload.working_keys = [{ alg: "ed25519", custody: keys.custody, key: keys.working }];
  }
  const bytes = canonicalBytes(payload);
  const message = pae(payloadType(draft.kind), bytes);
  return { kind: draft.kind, payload, bytes, message, sealed, id: await digest(message) };
}

function pae(type, payload) {
  const encoder = new TextEncoder();
  const kind = encoder.encode(type);
  return joined(encoder.encode(`DSSEv1 ${kind.length} ${type} ${payload.length} `), payload);
}

// An envelope has each signature once, in ascending order of bytes.
// A countersigned statement keeps those that it has.
function submissionOf(statement, signatures) {
  const sorted = [...(statement.signatures ?? []), ...signatures].sort(compareBytes);
  const distinct = sorted.filter((one, at) => at === 0 || compareBytes(one, sorted[at - 1]) !== 0);
  const envelope = {
    payload: base64(statement.bytes),
    payloadType: payloadType(statement.kind),
    signatures: distinct.map((signature) => ({ sig: base64(signature) })),
  };
  return JSON.stringify({ envelope, sections: statement.sealed.documents.map(base64) });
}

function fileName(statement) {
  return `${statement.kind}-${statement.id.slice(7, 19)}.json`;
}
