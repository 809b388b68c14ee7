"""Write an entry back as a filled template, from the members of its draft file.

The file is read again before it is returned, and an entry that does not come out the same is refused: a template has
no place for everything that a draft may state, such as a quality assessment, evidence of a row or a good at the carbon
border, and nothing of an entry is left out unsaid. One thing is added: a product line without a name has its output's.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from ledger.exchange.draft_files import split_entry
from ledger.exchange.spreadsheet.check import check_spreadsheet
from ledger.exchange.spreadsheet.columns import TABLES, Table
from ledger.exchange.spreadsheet.template import Filled, Row, write_csv, write_template
from ledger.translations.languages import Language
from schemas.errors import CradleError
from schemas.vocabulary import ProcessCode

Fields = Mapping[str, Any]


def write_filled(fields: Fields, name: str, language: Language) -> bytes:
    """Write the workbook, or by the ending of its name the CSV file, that states an entry.

    Raises:
        CradleError: `draft.no_sheet` if the template cannot hold all of the entry, or as `split_entry`.
    """
    stage, filled = ProcessCode(fields["process"]).stage, fill_tables(fields)
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


def fill_tables(fields: Fields) -> Filled:
    """The rows of each table, as far as a table has a column for what the entry states."""
    inventory = fields["inventory"]
    lines = {row["line"]: row for row in fields["product"]["lines"]}
    rows: dict[str, Iterator[Fields]] = {
        "process": iter([_process(fields)]),
        "outputs": ({**lines.get(row["line"], {}), **row} for row in inventory["outputs"]),
        "elements": (
            {"line": name, **row}
            for name, line in lines.items()
            for row in line.get("elements", ())
        ),
        "inputs": map(_input, inventory.get("inputs", ())),
        "wastes": iter(inventory.get("wastes", ())),
        "emissions": (
            {**row, "emitted_kg": row["amount"]} for row in inventory.get("emissions", ())
        ),
        "avoided": iter(inventory.get("avoided", ())),
    }
    return {table.key: [_cells(table, row) for row in rows[table.key]] for table in TABLES}


def _named_lines(fields: Fields) -> list[Fields]:
    names = {row["line"]: {"name": row["name"]} for row in fields["inventory"]["outputs"]}
    return [{**names.get(row["line"], {}), **row} for row in fields["product"]["lines"]]


def _cells(table: Table, row: Fields) -> Row:
    return {key: row[key] for key in table.keys if row.get(key) is not None}


def _process(fields: Fields) -> Fields:
    site, period, replaced = fields["site"], fields["period"], fields.get("supersedes", {})
    return {
        **{key: value for key, value in fields.items() if isinstance(value, str)},
        "site_code": site["code"],
        "country": site["country"],
        "zone": site.get("zone"),
        "first_day": date.fromisoformat(period["start"]),
        "last_day": date.fromisoformat(period["end"]) - timedelta(days=1),
        "allocation": fields["inventory"].get("allocation"),
        "supersedes": replaced.get("id"),
        "reason": replaced.get("reason"),
    }


def _input(row: Fields) -> Fields:
    leg, electricity = row.get("leg", {}), row.get("electricity", {})
    kind = {"kind": row["type"], "supply": electricity.get("supply")}
    return {**row, **kind, "carried_kg": leg.get("kg"), "km": leg.get("km")}
