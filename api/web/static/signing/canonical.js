// Canonical JSON (RFC 8785) under the profile of ledger/trust/canonical.py: objects with keys [a-z0-9_]+, arrays,
// booleans, integers below 2^53 and strings in NFC without control, bidi or non-characters; depth 16. A string of
// the profile needs no escape but those of " and \, so JSON.stringify writes it as RFC 8785 asks.

class Refusal extends Error {
  constructor(code, place = "") {
    super(code);
    this.code = code;
    this.place = place;
  }
}

const DEPTH_LIMIT = 16;
const LONGEST = 1024;
const KEY = /^[a-z0-9_]+$/;
const FORBIDDEN = new RegExp(
  "[\\x00-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff]" +
    "|\\p{Noncharacter_Code_Point}", "u");

function canonicalText(value, depth = 1) {
  if (typeof value === "string") return stringText(value);
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number") return integerText(value);
  if (value === null || typeof value !== "object") throw new Refusal(value === null ? "json.null" : "json.type");
  if (depth > DEPTH_LIMIT) throw new Refusal("json.depth");
  if (Array.isArray(value)) return `[${value.map((item) => canonicalText(item, depth + 1)).join(",")}]`;
  const members = Object.keys(value).sort().map((key) => {
    if (!KEY.test(key)) throw new Refusal("json.key", key);
    return `"${key}":${canonicalText(value[key], depth + 1)}`;
  });
  return `{${members.join(",")}}`;
}

function integerText(value) {
  if (!Number.isInteger(value)) throw new Refusal("json.float");
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw new Refusal("json.integer");
  return String(value);
}

function stringText(text) {
  if ([...text].length > LONGEST || FORBIDDEN.test(text) || text.normalize("NFC") !== text) {
    throw new Refusal("json.string", text);
  }
  return JSON.stringify(text);
}

function canonicalBytes(value) {
  return new TextEncoder().encode(canonicalText(value));
}
