// The friendly tables, by kind of statement. They repeat a part of "Everything that is signed" in words.

function factRows(draft, say) {
  const { header, sections } = draft;
  const rows = draft.firm ? [fact(say("who"), draft.firm)] : [];
  const add = (key, ...content) => rows.push(fact(say(key), ...content));
  if (header.site) add("site", [header.site.code, header.site.country, header.site.zone].filter(Boolean).join(", "));
  if (header.process) add("process", say.word("process", header.process));
  if (header.period) add("period", say("period.value", { start: header.period.start, last: lastDay(header.period.end) }));
  if (header.basis) add("basis", say.word("basis", header.basis));
  for (const key of ["lot", "model", "number", "line", "product", "valid_until"]) {
    if (header[key]) add(key, header[key]);
  }
  for (const key of ["recipient", "entry", "withdraws", "registrar"]) {
    if (header[key]) add(key, ...named(header[key], draft.labels));
  }
  if (header.outcome) rows.push(...attestationRows(header, draft.labels, say));
  if (header.amount) add("amount", amount(header.amount), ` ${say.word("unit", header.unit ?? "")}`);
  if (header.figure) add("figure", header.figure.total);
  if (header.supersedes) add("supersedes", ...named(header.supersedes.id, draft.labels));
  const reason = header.reason ?? header.supersedes?.reason;
  if (reason) add("reason", say.word("reason", reason));
  if (header.roles) add("roles", header.roles.map((role) => say.word("roles", role)).join(", "));
  if (sections.profile) rows.push(...profileRows(sections.profile, say));
  return rows;
}

// An auditor's words: on what, with which outcome, how deeply, and on which files they rest.
function attestationRows(header, labels, say) {
  const said = [["outcome", say(`outcome.${header.outcome}`)], ["level", say(`level.${header.level}`)],
    ["materiality", `${header.materiality} %`], ["scope", header.scope], ["depth", say(`depth.${header.depth.default}`)]];
  const stated = ["standard", "independence", "notified_body", "date"].map((key) => [key, header[key]]);
  const about = header.calculation ?? header.delivery;
  const deeper = header.depth.exceptions.map((one) =>
    fact(say("depth.exception"), ...named(one.statement, labels), ` ${say(`depth.${one.depth}`)}`));
  const files = ["bundle", "policy", "findings"].map((key) => fact(say(key), ...named(header[key], labels)));
  return [fact(say(header.calculation ? "attested.calculation" : "attested.delivery"), ...named(about, labels)),
    ...[...said, ...stated].filter(([, value]) => value).map(([key, value]) => fact(say(key), value)), ...deeper, ...files];
}

function profileRows(profile, say) {
  const details = profile.details ?? {};
  const shown = [["legal_name", profile.legal_name], ["country", profile.country], ["address", details.address],
    ["trade_name", details.trade_name], ["contact", details.contact]];
  const identifiers = profile.identifiers.map((one) => ["identifier", `${one.scheme} ${one.value}`]);
  return [...shown, ...identifiers].filter(([, value]) => value).map(([key, value]) => fact(say(key), value));
}

// Periods end on the day after their last day.
function lastDay(end) {
  const day = new Date(`${end}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - 1);
  return day.toISOString().slice(0, 10);
}

// Each table: its rows, the heading of their last column, the name of a row, and the list of the last column's words.
const TABLES = [
  ["outputs", "role", (row) => [row.name, second(row.product)], "role"],
  ["inputs", "known", (row, draft) => inputName(row, draft), "known"],
  ["wastes", "known", (row) => [row.flow], "known"],
  ["emissions", "known", (row, draft, say) => [row.gas, second(say.word("origin", row.origin))], "known"],
  ["avoided", "known", (row, draft) => inputName(row, draft), "known"],
];

function inputName(row, draft) {
  const name = row.delivery ? named(row.delivery, draft.labels) : [row.flow ?? row.product ?? row.material];
  const material = row.material && row.flow ? [second(row.material)] : [];
  return [...name, ...material];
}

function second(text) {
  return element("span", { class: "note" }, ` ${text}`);
}

function friendlyTables(draft, say) {
  const inventory = draft.sections.inventory ?? {};
  return TABLES.filter(([name]) => inventory[name]?.length).map(([name, last, naming, list]) => {
    const headings = [say("name"), say("amount"), say("unit"), say(last)];
    const rows = inventory[name].map((row) => [naming(row, draft, say), amount(row.amount),
      say.word("unit", row.unit), say.word(list, row[last])]);
    return table(say(`table.${name}`), headings, rows, [1]);
  });
}
