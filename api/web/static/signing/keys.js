// Keys: made here, read from a file, or stored in this browser; and their signatures.
// A key is { public: hex of the raw key, algorithm, key: a CryptoKey that cannot be exported, verifier: its public part }.

const ED25519 = { name: "Ed25519" };
const P256 = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const ALGORITHMS = { ed25519: ED25519, p256: P256 };
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const STORE = "keys";

async function hasEd25519() {
  try {
    await crypto.subtle.generateKey(ED25519, false, ["sign", "verify"]);
    return true;
  } catch {
    return false;
  }
}

// A fresh key and its file. The key that stays is read from the file, so a file that does not open is found here.
async function makeKey(passphrase) {
  const pair = await crypto.subtle.generateKey(ED25519, true, ["sign", "verify"]);
  const file = await writeKeyFile(pair.privateKey, passphrase);
  const made = await readKey(file, passphrase);
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  if (made.public !== hex(raw)) throw new Refusal("key.pem");
  return { ...made, file };
}

async function readKey(text, passphrase) {
  const bytes = await openKeyFile(text, passphrase);
  // A wrong passphrase leaves rubbish that looks padded once in 256 times; a key begins with a version.
  const code = passphrase && !hex(bytes.subarray(0, 8)).includes("0201") ? "key.passphrase" : "key.pem";
  try {
    for (const [algorithm, how] of Object.entries(ALGORITHMS)) {
      const open = await crypto.subtle.importKey("pkcs8", bytes, how, true, ["sign"]).catch(() => null);
      if (open === null) continue;
      const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", open);
      const key = await crypto.subtle.importKey("pkcs8", bytes, how, false, ["sign"]);
      const shown = y === undefined ? { kty, crv, x } : { kty, crv, x, y };
      const verifier = await crypto.subtle.importKey("jwk", shown, how, false, ["verify"]);
      return { public: publicHex(x, y), algorithm, key, verifier };
    }
  } finally {
    bytes.fill(0);
  }
  throw new Refusal(code);
}

function publicHex(x, y) {
  const part = (text) => unbase64(text.replace(/-/g, "+").replace(/_/g, "/"));
  if (y === undefined) return hex(part(x));
  return (part(y).at(-1) & 1 ? "03" : "02") + hex(part(x)).padStart(64, "0");
}

// A signature is verified before use, because a fault in signing could reveal the key.
async function signMessage(signer, message) {
  const how = ALGORITHMS[signer.algorithm];
  const raw = new Uint8Array(await crypto.subtle.sign(how, signer.key, message));
  if (!(await crypto.subtle.verify(how, signer.verifier, raw, message))) throw new Refusal("signature.faulty");
  return signer.algorithm === "p256" ? lowDer(raw) : raw;
}

// The one accepted form of a P-256 signature: DER with the smaller s.
function lowDer(raw) {
  const r = BigInt(`0x${hex(raw.subarray(0, 32))}`), s = BigInt(`0x${hex(raw.subarray(32))}`);
  const low = s > ORDER / 2n ? ORDER - s : s;
  return der(SEQUENCE, derInteger(r.toString(16)), derInteger(low.toString(16)));
}

function request(asked) {
  return new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function keyStore(mode) {
  const asked = indexedDB.open("cradle", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "public" });
  const base = await request(asked);
  return base.transaction(STORE, mode).objectStore(STORE);
}

// A browser that stores nothing has no stored key; a file still works there.
async function storedKeys() {
  try {
    return await request((await keyStore("readonly")).getAll());
  } catch {
    return [];
  }
}

async function storeKey({ public: name, algorithm, key, verifier }) {
  await request((await keyStore("readwrite")).put({ public: name, algorithm, key, verifier }));
}
