// What the page shows: every value as a text node, so that no value can become a part of the page.

function element(name, attributes = {}, ...content) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...content);
  return made;
}

function fact(label, ...content) {
  return element("div", {}, element("dt", {}, label), element("dd", {}, ...content));
}

// A table whose cells repeat their heading for narrow screens; numbers are aligned at the right.
function table(caption, headings, rows, numeric = []) {
  const kind = (at) => (numeric.includes(at) ? "num" : "text");
  const head = headings.map((text, at) => element("th", { scope: "col", class: kind(at) }, text));
  const body = rows.map((cells) => element("tr", {}, ...cells.map((cell, at) =>
    element("td", at === 0 ? { class: kind(at) } : { class: kind(at), "data-l": headings[at] }, ...[cell].flat()))));
  return element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    element("table", { class: "cards" }, element("caption", {}, caption), element("thead", {}, element("tr", {}, ...head)),
      element("tbody", {}, ...body)));
}

// The digits as written; the style sheet sets groups of three before the point apart, which no copy shows.
function amount(text) {
  if (text === undefined) return "";
  const [whole, fraction] = text.split(".");
  const groups = whole.match(/^-?\d{1,3}(?=(?:\d{3})*$)|\d{3}/g) ?? [whole];
  const rest = fraction === undefined ? "" : `.${fraction}`;
  return element("span", { class: "digits" }, ...groups.map((group) => element("span", {}, group)), rest);
}

// A digest or id, and the name that the server gives it, which is no part of what is signed.
function named(value, labels) {
  const shown = element("code", { title: value }, value.startsWith("sha256:") ? value.slice(7, 19) : value);
  return labels[value] === undefined ? [shown] : [labels[value], " ", shown];
}

// Every value with its path. Each is shown as it is signed; characters that cannot be seen are named beside it.
function* leaves(value, path = "") {
  const inside = Array.isArray(value) ? value.map((item, at) => [`[${at}]`, item])
    : typeof value === "object" ? Object.keys(value).sort().map((key) => [path ? `.${key}` : key, value[key]]) : null;
  if (inside === null) yield [path, value];
  else if (inside.length === 0) yield [path, Array.isArray(value) ? "[]" : "{}"];
  else for (const [step, item] of inside) yield* leaves(item, path + step);
}

const UNSEEN = /[\p{Cf}\p{Zs}\u115f\u1160\u3164\uffa0\u034f\ufe00-\ufe0f]/gu;

function valueCell(value) {
  const text = String(value);
  const shown = element("span", { class: "value" }, text);
  const unseen = [...text.matchAll(UNSEEN)].map(([one]) => one).filter((one) => one !== " ");
  const codes = [...new Set(unseen)].map((one) => `U+${one.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`);
  return codes.length === 0 ? [shown] : [shown, element("span", { class: "note" }, ` (${codes.join(", ")})`)];
}

function everything(title, value, words) {
  const rows = [...leaves(value)].map(([path, leaf]) => [element("code", {}, path), valueCell(leaf)]);
  return table(title, [words["field"], words["value"]], rows);
}
