// Private key files: PKCS #8 PEM, plain (RFC 5958) or encrypted by a passphrase (RFC 8018, PBES2).
// Written: PBKDF2-HMAC-SHA-256 with 600,000 rounds, AES-256-CBC; openssl and others open it. Read: also scrypt, which
// the command line writes, other PBKDF2 hashes and rounds, and lengths of AES-CBC.

const ROUNDS = 600000;
const PBES2 = "2a864886f70d01050d";
const PBKDF2 = "2a864886f70d01050c";
const SCRYPT = "2b06010401da47040b";
const HMAC_SHA256 = "2a864886f70d0209";
const AES256 = "60864801650304012a";
const HASHES = {
  "2a864886f70d0207": "SHA-1", [HMAC_SHA256]: "SHA-256",
  "2a864886f70d020a": "SHA-384", "2a864886f70d020b": "SHA-512",
};
const AES_BITS = { "608648016503040102": 128, "608648016503040116": 192, [AES256]: 256 };
const FORM = /-----BEGIN (ENCRYPTED )?PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END (ENCRYPTED )?PRIVATE KEY-----/;

async function derivedKey(passphrase, { salt, rounds, hash, bits }) {
  const typed = await crypto.subtle.importKey("raw", new TextEncoder().encode(passphrase), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", salt, iterations: rounds, hash };
  return crypto.subtle.deriveKey(how, typed, { name: "AES-CBC", length: bits }, false, ["wrapKey", "decrypt"]);
}

async function scryptKey(passphrase, parameters) {
  const bytes = await scrypt(passphrase, parameters, parameters.bits / 8);
  return crypto.subtle.importKey("raw", bytes, "AES-CBC", false, ["decrypt"]);
}

// The key goes from WebCrypto into the encrypted bytes; the script never holds it.
async function writeKeyFile(key, passphrase) {
  const salt = randomBytes(16), iv = randomBytes(16);
  const aes = await derivedKey(passphrase, { salt, rounds: ROUNDS, hash: "SHA-256", bits: 256 });
  const wrapped = new Uint8Array(await crypto.subtle.wrapKey("pkcs8", key, aes, { name: "AES-CBC", iv }));
  const hashing = der(SEQUENCE, derObject(HMAC_SHA256), der(NULL));
  const rounds = derInteger(ROUNDS.toString(16));
  const derivation = der(SEQUENCE, derObject(PBKDF2), der(SEQUENCE, der(OCTETS, salt), rounds, hashing));
  const cipher = der(SEQUENCE, derObject(AES256), der(OCTETS, iv));
  const scheme = der(SEQUENCE, derObject(PBES2), der(SEQUENCE, derivation, cipher));
  return pemText("ENCRYPTED PRIVATE KEY", der(SEQUENCE, scheme, der(OCTETS, wrapped)));
}

function pemText(label, bytes) {
  const lines = base64(bytes).match(/.{1,64}/g).join("\n");
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}

function pemBytes(text) {
  try {
    return unbase64(text.replace(/\s/g, ""));
  } catch {
    throw new Refusal("key.pem");
  }
}

// The PKCS #8 bytes of a key file.
async function openKeyFile(text, passphrase) {
  const found = FORM.exec(text);
  if (!found) throw new Refusal("key.pem");
  const bytes = pemBytes(found[2]);
  if (!found[1]) return bytes;
  if (!passphrase) throw new Refusal("key.passphrase");
  const { parameters, iv, encrypted } = encryption(bytes);
  const aes = await (parameters.n ? scryptKey : derivedKey)(passphrase, parameters);
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-CBC", iv }, aes, encrypted));
  } catch {
    throw new Refusal("key.passphrase");
  }
}

function encryption(bytes) {
  const [scheme, encrypted] = derMembers(derValues(bytes)[0]);
  const [name, parameters] = derMembers(scheme);
  requireObject(name, { [PBES2]: true });
  const [derivation, cipher] = derMembers(parameters);
  const [kdf, values] = derMembers(derivation);
  const derived = requireObject(kdf, { [PBKDF2]: roundsOf, [SCRYPT]: costOf })(derMembers(values));
  const [aes, iv] = derMembers(cipher);
  const bits = requireObject(aes, AES_BITS);
  return {
    parameters: { ...derived, bits },
    iv: derContent(iv, OCTETS),
    encrypted: derContent(encrypted, OCTETS),
  };
}

function roundsOf([salt, rounds, ...others]) {
  const hashing = others.find((one) => one.tag === SEQUENCE);
  const hash = hashing ? requireObject(derMembers(hashing)[0], HASHES) : "SHA-1";
  return { salt: derContent(salt, OCTETS), rounds: derCount(rounds), hash };
}

function costOf([salt, ...costs]) {
  const [n, r, p] = costs.map(derCount);
  return { salt: derContent(salt, OCTETS), n, r, p };
}

function derCount(value) {
  return parseInt(hex(derContent(value, INTEGER)), 16);
}

function requireObject(value, table) {
  const known = table[hex(derContent(value, OBJECT))];
  if (known === undefined) throw new Refusal("key.pem");
  return known;
}
