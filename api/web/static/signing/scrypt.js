// scrypt (RFC 7914), which WebCrypto lacks: the command line encrypts key files by it. Words are 32 bits, low byte first,
// as in the memory of every machine that runs a browser.

const SCRYPT_MEMORY = 64 << 20, SCRYPT_LANES = 16; // Beyond what openssl opens; a file cannot stop the page.

async function scrypt(passphrase, { salt, n, r, p }, length) {
  if (!(n > 1) || n & (n - 1) || !(128 * r * n <= SCRYPT_MEMORY) || !(p <= SCRYPT_LANES)) throw new Refusal("key.pem");
  const typed = await crypto.subtle.importKey("raw", new TextEncoder().encode(passphrase), "PBKDF2", false, ["deriveBits"]);
  const once = async (mixed, bytes) => {
    const how = { name: "PBKDF2", salt: mixed, iterations: 1, hash: "SHA-256" };
    return new Uint8Array(await crypto.subtle.deriveBits(how, typed, 8 * bytes));
  };
  const lanes = await once(salt, 128 * r * p);
  const memory = new Int32Array(32 * r * n);
  for (let lane = 0; lane < p; lane += 1) mixLane(new Int32Array(lanes.buffer, 128 * r * lane, 32 * r), memory, n);
  return once(lanes, length);
}

// scryptROMix: `memory` has n copies of the lane as it changes, which the second pass reads in an order of its own.
function mixLane(lane, memory, n) {
  const words = lane.length, other = new Int32Array(words);
  for (let at = 0; at < n; at += 1) {
    memory.set(lane, at * words);
    mixBlocks(lane, other);
  }
  for (let at = 0; at < n; at += 1) {
    const from = (lane[words - 16] & (n - 1)) * words;
    for (let word = 0; word < words; word += 1) lane[word] ^= memory[from + word];
    mixBlocks(lane, other);
  }
}

// scryptBlockMix: even blocks go to the first half, odd ones to the second.
function mixBlocks(lane, other) {
  const blocks = lane.length / 16, x = lane.slice(-16);
  for (let block = 0; block < blocks; block += 1) {
    for (let word = 0; word < 16; word += 1) x[word] ^= lane[16 * block + word];
    salsa(x);
    other.set(x, 16 * ((block >> 1) + (block & 1 ? blocks / 2 : 0)));
  }
  lane.set(other);
}

const SALSA = new Int32Array(16);

function salsa(x) {
  SALSA.set(x);
  for (let round = 0; round < 4; round += 1) {
    quarter(SALSA, 0, 4, 8, 12), quarter(SALSA, 5, 9, 13, 1), quarter(SALSA, 10, 14, 2, 6), quarter(SALSA, 15, 3, 7, 11);
    quarter(SALSA, 0, 1, 2, 3), quarter(SALSA, 5, 6, 7, 4), quarter(SALSA, 10, 11, 8, 9), quarter(SALSA, 15, 12, 13, 14);
  }
  for (let word = 0; word < 16; word += 1) x[word] += SALSA[word];
}

function quarter(x, a, b, c, d) {
  let sum = (x[a] + x[d]) | 0;
  x[b] ^= (sum << 7) | (sum >>> 25);
  sum = (x[b] + x[a]) | 0;
  x[c] ^= (sum << 9) | (sum >>> 23);
  sum = (x[c] + x[b]) | 0;
  x[d] ^= (sum << 13) | (sum >>> 19);
  sum = (x[d] + x[c]) | 0;
  x[a] ^= (sum << 18) | (sum >>> 14);
}
