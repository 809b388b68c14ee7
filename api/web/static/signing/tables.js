// The friendly tables, by kind of statement. They repeat a part of "Everything that is signed" in words.

function factRows(draft, say) {
  const { header, sections } = draft;
  const rows = draft.firm ? [fact(say("who"), draft.firm)] : [];
  const add = (key, ...content) => rows.push(fact(say(key), ...content));
  if (header.site) add("site", siteName(header.site));
  if (header.process) add("process", say.word("process", header.process));
  if (header.period) add("period", say("period.value", { start: header.period.start, last: lastDay(header.period.end) }));
  if (header.basis) add("basis", say.word("basis", header.basis));
  for (const key of ["lot", "model", "number", "line", "product", "valid_until"]) {
    if (header[key]) add(key, header[key]);
  }
  if (header.total) rows.push(...calculationRows(header, draft.labels, say));
  for (const key of ["calculation", "attestation", "recipient", "entry", "withdraws", "registrar"]) {
    if (header[key]) add(key, ...named(header[key], draft.labels));
  }
  if (header.outcome) rows.push(...attestationRows(header, draft.labels, say));
  if (header.amount) add("amount", amount(header.amount), ` ${say.word("unit", header.unit ?? "")}`);
  if (header.figure) add("figure", header.figure.total);
  for (const key of ["conformity", "study", "town", "chemistry"]) if (header[key]) add(key, header[key]);
  if (header.conformity && header.date) add("issued", header.date);
  if (header.signatory) add("signatory", `${header.signatory.name}, ${header.signatory.function}`);
  for (const key of ["address", "trade_name", "contact"]) if (header.details?.[key]) add(key, header.details[key]);
  if (header.supersedes) add("supersedes", ...named(header.supersedes.id, draft.labels));
  const reason = header.reason ?? header.supersedes?.reason;
  if (reason) add("reason", say.word("reason", reason));
  if (header.roles) add("roles", header.roles.map((role) => say.word("roles", role)).join(", "));
  for (const key of ["root_keys", "working_keys"]) {
    if (header[key]) add(key, ...header[key].map((row) => element("code", { class: "value" }, `${row.key}\n`)));
  }
  if (sections.opening) {
    add("opening", openedFirms(sections.opening.suppliers).join("; "));
    add("onward", say(sections.opening.onward ? "onward.yes" : "onward.no"));
  }
  if (sections.profile) rows.push(...profileRows(sections.profile, say));
  return rows;
}

// A calculation names its site by the code alone.
function siteName(site) {
  return typeof site === "string" ? site : [site.code, site.country, site.zone].filter(Boolean).join(", ");
}

// What a manufacturer asserts, and the figure that follows from it: of a battery, or of a product per declared unit.
function calculationRows(header, labels, say) {
  const made = header.declared_unit;
  const unit = made ? say.word("unit", made.unit) : "kWh";
  const stages = header.stages.map((one) => fact(say(`stage.${one.stage}`), one.value));
  const figure = [fact(say("total", { unit }), header.total), ...stages, fact(say("rulebook"), ...named(header.rulebook, labels))];
  return [...figure, ...(made ? [fact(say("made"), `${made.amount} ${unit}`)] : batteryRows(header, say))];
}

function batteryRows(header, say) {
  const warranties = header.warranties.map((one) => fact(say("warranty"), [say("warranty.years", { years: one.years }),
    one.km && `${one.km} km`, one.remaining_energy && say("warranty.energy", { share: one.remaining_energy })].filter(Boolean).join(", ")));
  const stated = ["category", "vehicle_category", "cycle_life", "batteries"].filter((key) => header[key])
    .map((key) => fact(say(key), String(header[key])));
  return [fact(say("capacity"), `${header.capacity_kwh} kWh`), ...warranties, ...stated];
}

function openedFirms(rows) {
  return rows.flatMap((row) => [`${row.name}, ${row.country}`, ...openedFirms(row.suppliers ?? [])]);
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
  if (draft.sections.composition) return compositionTables(draft, say);
  return TABLES.filter(([name]) => inventory[name]?.length).map(([name, last, naming, list]) => {
    const headings = [say("name"), say("amount"), say("unit"), say(last)];
    const rows = inventory[name].map((row) => [naming(row, draft, say), amount(row.amount),
      say.word("unit", row.unit), row[last] ? say.word(list, row[last]) : say("not_stated")]);
    return table(say(`table.${name}`), headings, rows, [1]);
  });
}

// The rows that a calculation counts, and the entries that it leaves out with their reasons.
function compositionTables(draft, say) {
  const { rows, exclusions } = draft.sections.composition;
  const counted = rows.map((row) => [named(row.entry ?? row.delivery, draft.labels), amount(row.amount),
    say.word("unit", row.unit), say(`composition.${row.role}`)]);
  const headings = [say("name"), say("amount"), say("unit"), say("role")];
  const left = exclusions.map((row) => [named(row.entry, draft.labels), row.reason]);
  const shown = [table(say("table.rows"), headings, counted, [1])];
  return left.length ? [...shown, table(say("table.exclusions"), [say("name"), say("reason")], left)] : shown;
}
