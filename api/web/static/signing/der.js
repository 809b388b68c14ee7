// A few lines of DER (X.690), enough for key files and for P-256 signatures.

const SEQUENCE = 0x30, INTEGER = 0x02, OCTETS = 0x04, OBJECT = 0x06, NULL = 0x05;

function der(tag, ...parts) {
  const content = joined(...parts);
  const length = content.length < 128 ? [content.length] : longLength(content.length);
  return joined(Uint8Array.of(tag, ...length), content);
}

function longLength(length) {
  const bytes = unhex(length.toString(16).padStart(length > 0xffff ? 6 : length > 0xff ? 4 : 2, "0"));
  return [0x80 | bytes.length, ...bytes];
}

// An unsigned integer, from hexadecimal digits.
function derInteger(digits) {
  const bytes = unhex(digits.length % 2 ? `0${digits}` : digits);
  return der(INTEGER, bytes[0] & 0x80 ? Uint8Array.of(0, ...bytes) : bytes);
}

function derObject(digits) {
  return der(OBJECT, unhex(digits));
}

// The values that are encoded one after another: [{ tag, content }, ...].
function derValues(bytes) {
  const found = [];
  let at = 0;
  while (at < bytes.length) {
    const tag = bytes[at];
    let length = bytes[at + 1];
    at += 2;
    if (length & 0x80) {
      const count = length & 0x7f;
      length = parseInt(hex(bytes.subarray(at, at + count)), 16);
      at += count;
    }
    if (!(at + length <= bytes.length)) throw new Refusal("key.pem");
    found.push({ tag, content: bytes.subarray(at, at + length) });
    at += length;
  }
  return found;
}

// The content of a value that must have this tag.
function derContent(value, tag) {
  if (value === undefined || value.tag !== tag) throw new Refusal("key.pem");
  return value.content;
}

function derMembers(value) {
  return derValues(derContent(value, SEQUENCE));
}
