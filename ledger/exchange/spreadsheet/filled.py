"""The rows of a template that state an entry, from the members of its draft file; and the entry written back as one.

The file is read again before it is returned, and an entry that does not come out the same is refused: a template has
no place for everything that a draft may state, such as a quality assessment, evidence of a row or a good at the carbon
border, and nothing of an entry is left out unsaid. One thing is added: a product line without a name has its output's.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from ledger.exchange.draft_files import split_entry
from ledger.exchange.spreadsheet.check import check_spreadsheet
from ledger.exchange.spreadsheet.columns import BY_KEY, TABLES
from ledger.exchange.spreadsheet.template import Filled, Row, write_csv, write_template
from ledger.translations.languages import Language
from schemas.errors import CradleError
from schemas.vocabulary import ProcessCode, Stage

Fields = Mapping[str, Any]

_COLUMN_OF = {
    "site.code": "site_code",
    "site.country": "country",
    "site.zone": "zone",
    "period.start": "first_day",
    "period.end": "last_day",
    "supersedes.id": "supersedes",
    "supersedes.reason": "reason",
    "electricity.supply": "supply",
    "leg.kg": "carried_kg",
    "leg.km": "km",
    "type": "kind",
}
"""The columns of fields that have another name in an entry."""

_PARTS = frozenset({"site", "period", "supersedes", "electricity", "leg"})
"""The members whose own members are fields of a row."""


class FilledRow(NamedTuple):
    """A row of an entry: its table ("" if none holds it), its path, its fields by column or by their path in it."""

    table: str
    place: str
    fields: Row


def write_filled(fields: Fields, name: str, language: Language) -> bytes:
    """Write the workbook, or by the ending of its name the CSV file, that states an entry.

    Raises:
        CradleError: `draft.no_sheet` if the template cannot hold all of the entry, or as `split_entry`.
    """
    stage, filled = stage_of(fields), fill_tables(fields)
    is_csv = name.endswith(".csv")
    data = (write_csv if is_csv else write_template)(language, stage, filled)
    drafted = check_spreadsheet(data, name, language).drafted
    named = {**fields, "product": {**fields["product"], "lines": _named_lines(fields)}}
    if drafted is None or (drafted.header, drafted.sections) != split_entry(named):
        detail = (
            "A template has no place for all that this entry states; write it as a JSON draft, with a name that ends"
            " in .json."
        )
        raise CradleError("draft.no_sheet", detail, name)
    return data


def stage_of(fields: Fields) -> Stage:
    """The stage of an entry's process."""
    return ProcessCode(fields["process"]).stage


def fill_tables(fields: Fields) -> Filled:
    """The rows of each table, as far as a table has a column for what the entry states."""
    rows: dict[str, list[Row]] = {table.key: [] for table in TABLES}
    for name, _, found in rows_of(fields):
        if name:
            keys = BY_KEY[name].keys
            rows[name].append({key: value for key, value in found.items() if key in keys})
    return rows


def rows_of(fields: Fields) -> Iterator[FilledRow]:
    """The rows of an entry in the order of its draft."""
    inventory = fields["inventory"]
    lines = {line["line"]: line for line in fields["product"]["lines"]}
    yield FilledRow("process", "entry", _process(fields))
    for at, row in enumerate(inventory["outputs"]):
        stated = _fields(lines.get(row["line"], {}))
        more = {key: stated[key] for key in BY_KEY["outputs"].keys if key in stated}
        yield FilledRow("outputs", f"inventory.outputs[{at}]", {**more, **_fields(row)})
    for number, (name, line) in enumerate(lines.items()):
        for at, row in enumerate(line.get("elements", ())):
            place = f"product.lines[{number}].elements[{at}]"
            yield FilledRow("elements", place, {"line": name, **_fields(row)})
    for at, row in enumerate(inventory.get("inputs", ())):
        yield _input(row, f"inventory.inputs[{at}]")
    for at, row in enumerate(inventory.get("wastes", ())):
        yield FilledRow("wastes", f"inventory.wastes[{at}]", _fields(row))
    for at, row in enumerate(inventory.get("emissions", ())):
        found = _fields(row)
        found["emitted_kg"] = found.pop("amount")
        del found["unit"]
        yield FilledRow("emissions", f"inventory.emissions[{at}]", found)
    for at, row in enumerate(inventory.get("avoided", ())):
        yield FilledRow("avoided", f"inventory.avoided[{at}]", _fields(row))


def left_out(fields: Fields, tables: Collection[str]) -> tuple[str, ...]:
    """The paths of what an entry states and these tables of a template have no place for."""
    found = list(_beside_rows(fields))
    for name, place, stated in rows_of(fields):
        if name in tables:
            found += [f"{place}.{path}" for path in stated if path not in BY_KEY[name].keys]
        else:
            found.append(place)
    return tuple(found)


def _beside_rows(fields: Fields) -> Iterator[str]:
    """The paths of what an entry states beside its rows, none of which a template has a place for."""
    rows = {"outputs", "allocation", "inputs", "wastes", "emissions", "avoided"}
    yield from _beside(fields["inventory"], rows, "inventory")
    yield from _beside(fields["product"], {"lines"}, "product")
    names = {row["line"]: row["name"] for row in fields["inventory"]["outputs"]}
    for at, line in enumerate(fields["product"]["lines"]):
        placed = {*BY_KEY["outputs"].keys, "elements"}
        if line.get("name") not in {None, names.get(line["line"])}:
            placed.discard("name")
        yield from _beside(line, placed, f"product.lines[{at}]")
    if "quality" in fields:
        yield "quality"


def _beside(fields: Fields, placed: Collection[str], place: str) -> Iterator[str]:
    return (f"{place}.{key}" for key in _fields(fields) if key not in placed)


def _named_lines(fields: Fields) -> list[Fields]:
    names = {row["line"]: {"name": row["name"]} for row in fields["inventory"]["outputs"]}
    return [{**names.get(row["line"], {}), **row} for row in fields["product"]["lines"]]


def _process(fields: Fields) -> Row:
    sections = {"inventory", "product", "quality"}
    found = _fields({key: value for key, value in fields.items() if key not in sections})
    first, end = (date.fromisoformat(fields["period"][key]) for key in ("start", "end"))
    found |= {"first_day": first, "last_day": end - timedelta(days=1)}
    return {**found, **_fields({"allocation": fields["inventory"].get("allocation")})}


def _input(row: Fields, place: str) -> FilledRow:
    found = _fields(row)
    if row["type"] == "activity" and row.get("source") == "dataset":
        del found["source"]
    return FilledRow("" if row["type"] == "external" else "inputs", place, found)


def _fields(row: Fields) -> dict[str, Any]:
    """The filled members of a part of an entry by column, or by their path if no column has them."""
    found: dict[str, Any] = {}
    for key, member in row.items():
        parts = member.items() if key in _PARTS else ()
        inner = {f"{key}.{part}": content for part, content in parts} or {key: member}
        found |= {_COLUMN_OF.get(path, path): content for path, content in inner.items()}
    return {key: content for key, content in found.items() if content not in ([], {}, None)}
