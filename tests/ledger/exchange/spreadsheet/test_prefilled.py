"""A template is filled in with identities alone: what a new period must state is empty, and the rest is said."""

import io
from collections.abc import Mapping
from datetime import date
from typing import Any

import openpyxl
import orjson
import pytest
from support.sheets import Rows, at, checked_rows, sound, with_field

from ledger.exchange.draft_files import fields_of
from ledger.exchange.spreadsheet.check import check_spreadsheet
from ledger.exchange.spreadsheet.columns import NUMBERS, TABLES, Form
from ledger.exchange.spreadsheet.prefilled import (
    KEPT,
    Prefilled,
    fill_from_entry,
    fill_from_request,
    write_prefilled,
)
from ledger.exchange.spreadsheet.template import write_csv, write_template
from ledger.translations.languages import LANGUAGES, Language
from ledger.translations.spreadsheet import label
from schemas.exchanged.request import RequestView
from schemas.signed.entry import Entry, Product
from schemas.signed.inventory import Inventory
from schemas.vocabulary import Stage

ID = "sha256:" + "1" * 64
REQUEST = {
    "id": "a" * 32,
    "reference": "R-7",
    "asker": ID,
    "participant": ID,
    "created": 1,
    "product": "urn:example:new",
    "unit": "kg",
    "amount": "5",
    "due": "2027-03-31",
    "period": {"start": "2026-01-01", "end": "2027-01-01"},
    "state": "open",
    "overdue": False,
}
LEG = {
    "kind": "activity",
    "flow": "example:truck",
    "amount": "5",
    "unit": "tkm",
    "purpose": "transport",
    "carried_kg": "1000",
    "km": "5",
}
ELEMENT = {"line": "main", "element": "Ni", "fraction": "0.48", "recycled": "0.12"}


def data_of(rows: Rows, stage: Stage) -> Mapping[str, object]:
    """The draft that the rows make."""
    drafted = checked_rows(rows, stage).drafted
    assert drafted is not None
    assert drafted.data is not None
    draft: Mapping[str, object] = orjson.loads(drafted.data)
    return draft


def entry_of(rows: Rows, stage: Stage = Stage.MAIN_PRODUCTION) -> dict[str, Any]:
    """The members of the draft of the entry that the rows make, as a signed entry has them."""
    drafted = checked_rows(rows, stage).drafted
    assert drafted is not None
    header = {"origin": "ledger.example/test", "issuer": ID, **drafted.header}
    header["sections"] = {"inventory": ID, "product": ID}
    return fields_of(Entry.model_validate_json(orjson.dumps(header)), drafted.sections)


def full(stage: Stage) -> Rows:
    """The rows of a stage's example, with a zone and a transport leg."""
    rows = with_field(sound(stage), "process", "zone", "FI-1")
    return {**rows, "elements": [ELEMENT], "inputs": [*rows["inputs"], LEG]}


def merged(prefilled: Prefilled) -> Rows:
    """The filled rows with the earlier values in the cells that stay empty."""
    rows = {name: [dict(row) for row in rows] for name, rows in prefilled.rows.items()}
    for (name, number, key), value in prefilled.before.items():
        is_day = key in {"first_day", "last_day"}
        rows[name][number][key] = date.fromisoformat(str(value)) if is_day else value
    return dict(rows)


@pytest.mark.parametrize("stage", Stage)
def test_an_entry_fills_in_all_but_what_a_period_states(stage: Stage) -> None:
    """With the earlier values in the empty cells the template would be the same entry: nothing is lost unsaid."""
    rows = full(stage)
    prefilled = fill_from_entry(entry_of(rows, stage), {})
    assert prefilled.left_out == ()
    assert data_of(merged(prefilled), stage) == data_of(rows, stage)


def test_no_number_no_day_and_no_delivery_is_filled_in() -> None:
    """Nor what says where a number comes from; so no earlier amount is submitted for the new period."""
    asked = {
        column.key
        for table in TABLES
        for column in table.columns
        if column.form in {*NUMBERS, Form.DAY, Form.DELIVERY}
    }
    assert not KEPT & (asked | {"known", "document", "supply", "basis", "lot", "supersedes"})
    prefilled = fill_from_entry(entry_of(full(Stage.MAIN_PRODUCTION)), {})
    assert all(row.keys() <= KEPT for rows in prefilled.rows.values() for row in rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_filled_workbook_is_refused_at_each_amount_until_it_is_stated(language: Language) -> None:
    """The comment with the earlier value is not read; in CSV there is none."""
    rows = sound()
    prefilled = fill_from_entry(entry_of(rows), {ID: "urn:example:ore"})
    data = write_prefilled(prefilled, language, Stage.MAIN_PRODUCTION, (), ("A note.",))
    report = check_spreadsheet(data, "a.xlsx").report
    needed = [row for rows in prefilled.rows.values() for row in rows if "unit" in row]
    missing = [row for row in report.problems if row.code == "cell.missing"]
    assert len([row for row in missing if row.column == "amount"]) == len(needed)
    assert "input.kind" in {row.code for row in report.problems}
    as_csv = write_csv(language, Stage.MAIN_PRODUCTION, prefilled.rows)
    codes = sorted(row.code for row in report.problems)
    assert sorted(row.code for row in check_spreadsheet(as_csv, "a.csv").report.problems) == codes
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book[label("sheets", "guide", language)]["A7"].value == "A note."


def test_the_earlier_value_is_a_comment_at_the_empty_cell() -> None:
    """With the days that it is of; a word is in the language of the file."""
    prefilled = fill_from_entry(entry_of(sound()), {})
    data = write_prefilled(prefilled, "de", Stage.MAIN_PRODUCTION, (), ())
    book = openpyxl.load_workbook(io.BytesIO(data))
    days = "2025-01-01 \u2013 2025-12-31: "
    for sheet, cell, value in (
        ("Prozess", at("process", "basis"), "Werksdurchschnitt des Zeitraums"),
        ("Einsätze", at("inputs", "amount", 3), "3100000,5"),
        ("Einsätze", at("inputs", "supply", 3), "Netz"),
    ):
        comment = book[sheet][cell].comment
        assert book[sheet][cell].value is None
        assert comment is not None
        assert comment.text == days + value


def test_goods_of_a_delivery_are_named() -> None:
    """By their product, which is not read in such a row; the delivery itself stays empty."""
    fields = entry_of(sound())
    cited = fields["inventory"]["inputs"][0]["delivery"]
    row = fill_from_entry(fields, {cited: "urn:example:ore"}).rows["inputs"][0]
    assert row == {
        "kind": "delivery",
        "product": "urn:example:ore",
        "unit": "kg",
        "purpose": "material",
    }


def test_what_the_template_has_no_column_for_is_said() -> None:
    """A row, a member of a row, of a line, of the inventory and a section, each by its path."""
    fields = entry_of(sound())
    delivered, power = fields["inventory"]["inputs"]
    certificate = {"scheme": "go", "first": 1, "last": 2, "kwh": "2"}
    certificate["produced"] = {"start": "2025-01-01", "end": "2026-01-01"}
    external = {
        "type": "external",
        "file": ID,
        "format": "pact-3",
        "product": "urn:example:x",
        "purpose": "material",
        "stage": "raw_material",
        "boundary": "cradle_to_gate",
        "amount": "1",
        "unit": "kg",
        "declared_amount": "1",
        "valid": certificate["produced"],
        "values": [],
    }
    inventory = fields["inventory"] | {
        "inputs": [
            delivered | {"evidence": [ID]},
            power
            | {"source": "declared"}
            | {"electricity": {"supply": "contract", "certificates": [certificate]}},
            external,
        ],
        "avoided": [
            {"material": "Ni", "amount": "1", "unit": "kg", "stage": "main_production"},
        ],
        "offsets": [{"certificate": "Forest", "kg": "3"}],
    }
    line = fields["product"]["lines"][0] | {"kwp_per_unit": "2", "name": "another"}
    quality: dict[str, object] = {"quality": {}}
    changed = {"inventory": Inventory.parse(orjson.dumps(inventory)).to_json()}
    changed["product"] = Product.parse(orjson.dumps({"lines": [line]})).to_json()
    made = fill_from_entry(fields | changed | quality, {})
    assert sorted(made.left_out) == [
        "inventory.avoided[0]",
        "inventory.inputs[0].evidence",
        "inventory.inputs[1].electricity.certificates",
        "inventory.inputs[1].source",
        "inventory.inputs[2]",
        "inventory.offsets",
        "product.lines[0].kwp_per_unit",
        "product.lines[0].name",
        "quality",
    ]


def test_an_avoided_delivery_is_left_out_and_said() -> None:
    """Its material alone would be another statement."""
    rows = with_field(sound(Stage.END_OF_LIFE), "avoided", "delivery", ID)
    made = fill_from_entry(entry_of(rows, Stage.END_OF_LIFE), {})
    assert (made.rows["avoided"], made.left_out) == ([], ("inventory.avoided[0]",))


def test_a_request_fills_in_its_period_and_its_product() -> None:
    """The product only where no earlier entry makes it; its amount is what the asker buys and is not filled in."""
    request = RequestView.parse(orjson.dumps(REQUEST))
    days = {"first_day": date(2026, 1, 1), "last_day": date(2026, 12, 31)}
    alone = fill_from_request(request, Prefilled())
    assert alone.rows["process"] == (days,)
    first = {"line": "main", "role": "main", "form": "as_is"}
    assert alone.rows["outputs"] == ({**first, "product": "urn:example:new", "unit": "kg"},)
    earlier = fill_from_entry(entry_of(sound()), {})
    both = fill_from_request(request, earlier)
    assert both.rows["process"] == ({**earlier.rows["process"][0], **days},)
    assert both.rows["outputs"] == tuple(earlier.rows["outputs"])
    book = openpyxl.load_workbook(
        io.BytesIO(write_prefilled(both, "en", Stage.MAIN_PRODUCTION, (), ()))
    )
    assert book["Process"][at("process", "first_day")].comment is None
    bare = RequestView.parse(
        orjson.dumps({k: v for k, v in REQUEST.items() if k not in {"unit", "amount"}})
    )
    assert "unit" not in fill_from_request(bare, Prefilled()).rows["outputs"][0]


def test_an_empty_content_is_the_empty_template() -> None:
    """The same sheets and cells."""
    plain = openpyxl.load_workbook(io.BytesIO(write_template("en", Stage.DISTRIBUTION)))
    data = write_prefilled(Prefilled(), "en", Stage.DISTRIBUTION, (), ())
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in plain.worksheets:
        assert list(book[sheet.title].values) == list(sheet.values)
