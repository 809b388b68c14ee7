"""Build the draft of an entry from records, and report each broken rule of the models at its cell.

The models of `schemas` are the rules: each row is made by its own model, then the header is checked, then the sections
are made of the rows, which checks the rules of the whole. Outputs are in the order of their lines, as in the signed
form. `EntryDraft` finds the cell behind a field path of the draft, so that a ledger's refusal is reported there too;
its file is what `ledger.exchange.draft_files` reads.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import orjson
from pydantic import ValidationError

from ledger.exchange.spreadsheet.faults import Note
from ledger.exchange.spreadsheet.findings import NOWHERE, Findings, Spot
from ledger.exchange.spreadsheet.inputs import Default, build_input, common_fields, pick
from ledger.exchange.spreadsheet.places import ROW_KEYS, column_of, header_column
from ledger.exchange.spreadsheet.tables import Record
from ledger.translations.spreadsheet import heading
from schemas.base import Model, refusals
from schemas.errors import CradleError
from schemas.signed.entry import Element, Entry, Product, ProductLine
from schemas.signed.inventory import Inventory, Output
from schemas.signed.kinds import MAX_SECTION
from schemas.signed.rows import ActivityInput, Avoided, DeliveryInput, Emission, Waste
from schemas.signed.statement import SectionName
from schemas.vocabulary import ProcessCode, Stage

Rows = Mapping[str, Sequence[Record]]
Fields = dict[str, object]
_PLACEHOLDER_ID = "sha256:" + "0" * 64
_PLACE = re.compile(r"(?:inventory|product)\.(\w+)\[(\d+)\]\.?(.*)")


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """A draft, and the records behind its rows.

    Attributes:
        form: the record of the process.
        rows: the records by the list of the inventory or product section that they became.
        header: the members of the entry that the file states.
        sections: of the entry; empty if the file has an error.
        data: the draft as a file; None if the spreadsheet has an error.
    """

    form: Record
    rows: Rows
    header: Fields = field(default_factory=dict)
    sections: Mapping[SectionName, Model] = field(default_factory=dict)
    data: bytes | None = None

    def spot(self, place: str, code: str) -> Spot:
        """The cell behind a field path of the draft or of the signed form."""
        match = _PLACE.fullmatch(place)
        if match is not None and int(match[2]) < len(self.rows.get(match[1], ())):
            record = self.rows[match[1]][int(match[2])]
            return record.spot(column_of(match[1], match[3], code))
        key = header_column(place, code)
        return NOWHERE if key is None else self.form.spot(key)


def draft_entry(tables: Rows, default: Default, findings: Findings) -> EntryDraft:
    """Build a draft from the records of all tables; report the rules that they break."""
    form = tables["process"][0]
    stage = _stage(form)
    outputs = sorted(tables["outputs"], key=lambda row: str(row.values.get("line", "")))
    lines = _lines(outputs, tables["elements"], findings)
    rows: dict[str, Built] = {
        "outputs": _build_rows(outputs, Output, _output, findings),
        "inputs": _build_inputs(tables["inputs"], stage, default, findings),
        "wastes": _build_rows(tables["wastes"], Waste, lambda row: _flow(row, stage), findings),
        "emissions": _build_rows(
            tables["emissions"], Emission, lambda row: _emission(row, stage), findings
        ),
        "avoided": _build_rows(
            tables["avoided"], Avoided, lambda row: _avoided(row, stage), findings
        ),
    }
    records = {name: tables[name] for name in ("inputs", "wastes", "emissions", "avoided")}
    drafted = EntryDraft(form, {**records, "outputs": outputs, "lines": outputs})
    header = _header(form)
    _check_header(header, form, findings)
    if findings.has_errors():
        return drafted
    allocation = pick(form, "allocation")
    inventory = _join(Inventory, "inventory", allocation, rows, drafted, findings)
    product = _join(Product, "product", {}, {"lines": lines}, drafted, findings)
    inventory_fields = allocation | {name: built.stated for name, built in rows.items()}
    data = orjson.dumps(
        {**header, "inventory": inventory_fields, "product": {"lines": lines.stated}}
    )
    if len(data) > MAX_SECTION:
        findings.add(NOWHERE, Note("entry.too_large"))
    if inventory is None or product is None or findings.has_errors():
        return drafted
    sections = {SectionName.INVENTORY: inventory, SectionName.PRODUCT: product}
    return EntryDraft(form, drafted.rows, header, sections, data)


def _stage(form: Record) -> str:
    code = form.values.get("process")
    return Stage.RAW_MATERIAL.value if code is None else ProcessCode(str(code)).stage.value


@dataclass(frozen=True, slots=True)
class Built:
    """The rows of a list as the draft states them, and as values; a row with an error has no value."""

    stated: list[Fields] = field(default_factory=list)
    values: list[Model] = field(default_factory=list)

    def add(self, fields: Fields, value: Model | None) -> None:
        """Add a row."""
        self.stated.append(fields)
        if value is not None:
            self.values.append(value)


def _build_rows(
    records: Iterable[Record],
    model: type[Model],
    build: Callable[[Record], Fields],
    findings: Findings,
) -> Built:
    """Build the row of each record by its model."""
    built = Built()
    for record in records:
        fields = build(record)
        built.add(fields, _read_row(model, fields, record, findings))
    return built


def _build_inputs(
    records: Iterable[Record], stage: str, default: Default, findings: Findings
) -> Built:
    built = Built()
    for record in records:
        fields = build_input(record, stage, default, findings)
        model = DeliveryInput if fields["type"] == "delivery" else ActivityInput
        built.add(fields, _read_row(model, fields, record, findings))
    return built


def _read_row(
    model: type[Model], fields: Fields, record: Record, findings: Findings
) -> Model | None:
    """The value of a row; None if it breaks a rule, which is reported, except in columns that were refused already."""
    try:
        return model.model_validate_json(orjson.dumps(fields))
    except ValidationError as error:
        for refused in refusals(error):
            key = column_of(model.__name__, refused.place, refused.code)
            if key not in record.refused and not (key is None and record.refused):
                _report_refusal(record, key, refused, findings)
        return None


def _report_refusal(
    record: Record, key: str | None, refused: CradleError, findings: Findings
) -> None:
    """Report a model's refusal at its cell; a missing field is reported as an empty cell."""
    spot = record.spot(key)
    if refused.code == "schema.missing" and key is not None:
        words = {"heading": heading(key, findings.language)}
        findings.add(spot, Note("cell.missing", words))
    else:
        findings.add_refusal(spot, refused, record.raws.get(key or ""))


def _check_header(header: Fields, form: Record, findings: Findings) -> None:
    sections = {"inventory": _PLACEHOLDER_ID, "product": _PLACEHOLDER_ID}
    filled = {"origin": "check", "issuer": _PLACEHOLDER_ID, "sections": sections, **header}
    try:
        Entry.model_validate_json(orjson.dumps(filled))
    except ValidationError as error:
        for refused in refusals(error):
            key = header_column(refused.place, refused.code)
            if key not in form.refused:
                _report_refusal(form, key, refused, findings)
    _compare_days(form, findings)


def _compare_days(form: Record, findings: Findings) -> None:
    """Warn of a last day that seems to be meant as the day after the period."""
    first, last = form.values.get("first_day"), form.values.get("last_day")
    if not isinstance(first, date) or not isinstance(last, date):
        return
    if first < last and first.day == last.day == 1:
        before = (last - timedelta(days=1)).isoformat()
        note = Note("period.one_day_more", suggestion=before)
        findings.add(form.spot("last_day"), note, form.raws.get("last_day"))


def _join(
    model: type[Model],
    section: str,
    header: Fields,
    rows: Mapping[str, Built],
    drafted: EntryDraft,
    findings: Findings,
) -> Model | None:
    """The section of rows that are values already; None if it breaks a rule of the whole, which is reported."""
    lists = {name: tuple(built.values) for name, built in rows.items()}
    try:
        return model.model_validate({**header, **lists}, strict=False)  # words become enums
    except ValidationError as error:
        for refused in refusals(error):
            spot = drafted.spot(f"{section}.{refused.place}", refused.code)
            if spot == NOWHERE and refused.code in ROW_KEYS:
                spot = drafted.rows["outputs"][0].spot(ROW_KEYS[refused.code])
            findings.add_refusal(spot, refused)
        return None


def _header(form: Record) -> Fields:
    names = {"site_code": "code", "country": "country", "zone": "zone"}
    site = {name: form.values[key] for key, name in names.items() if key in form.values}
    period: Fields = {}
    first, last = form.values.get("first_day"), form.values.get("last_day")
    if isinstance(first, date):
        period["start"] = first.isoformat()
    if isinstance(last, date):
        period["end"] = (last + timedelta(days=1)).isoformat()
    header: Fields = {"site": site, "period": period}
    replaced = {"supersedes": "id", "reason": "reason"}
    superseding = {name: form.values[key] for key, name in replaced.items() if key in form.values}
    if superseding:
        header["supersedes"] = superseding
    return header | pick(form, "process", "basis", "lot", "model")


def _output(record: Record) -> Fields:
    keys = ("line", "product", "name", "amount", "unit", "role", "allocation_value", "batteries")
    return pick(record, *keys)


def _flow(record: Record, stage: str) -> Fields:
    return {"stage": stage} | common_fields(record) | pick(record, "flow", "purpose", "stage")


def _emission(record: Record, stage: str) -> Fields:
    row = {"unit": "kg", "stage": stage} | pick(record, "gas", "origin", "stage")
    amount = {"amount": record.values["emitted_kg"]} if "emitted_kg" in record.values else {}
    return row | common_fields(record) | amount


def _avoided(record: Record, stage: str) -> Fields:
    keys = ("flow", "material", "recovery", "allocation_value", "stage")
    row: Fields = {"stage": stage} | common_fields(record) | pick(record, *keys)
    cited = record.values.get("delivery")
    if cited is not None:
        row["delivery"] = getattr(cited, "delivery", cited)
    return row


def _lines(outputs: Sequence[Record], elements: Iterable[Record], findings: Findings) -> Built:
    """Build the product line of each output, its elements in order."""
    elements_by_line: dict[object, list[Fields]] = {row.values.get("line"): [] for row in outputs}
    for record in elements:
        fields = pick(record, "element", "fraction", "recycled")
        fits = _read_row(Element, fields, record, findings) is not None
        line = record.values.get("line")
        if line in elements_by_line:
            elements_by_line[line] += [fields] if fits else []
        elif line is not None:
            words = {"heading": heading("line", findings.language)}
            findings.add(record.spot("line"), Note("word.unknown", words), record.raws["line"])
    keys = ("line", "name", "form", "formula", "kg_per_unit", "kwh_per_unit")

    def line_of(record: Record) -> Fields:
        listed = elements_by_line[record.values.get("line")]
        ordered = sorted(listed, key=lambda row: str(row.get("element", "")))
        return {**pick(record, *keys), "elements": ordered}

    return _build_rows(outputs, ProductLine, line_of, findings)
