"""A unit in another word is converted exactly and reported; one of two meanings is not."""

import io
import json
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.sheets import at, saved, sound, with_field, workbook

from ledger.exchange.spreadsheet.cells import Value
from ledger.exchange.spreadsheet.check import CheckedFile, check_spreadsheet
from ledger.exchange.spreadsheet.correction import write_corrected
from ledger.exchange.spreadsheet.tables import convert_amounts
from ledger.footprint.graph.numbers import EXACT, format_decimal
from ledger.translations.spreadsheet import spellings, unit_words
from schemas.vocabulary import Unit


def read(**fields: object) -> CheckedFile:
    """Check a workbook whose first waste has these values."""
    book = workbook(rows=sound())
    sheet = book["Wastes"]
    names = {str(cell.value).strip("*"): cell.column for cell in sheet[1]}
    for name, value in fields.items():
        sheet.cell(2, names[name.title()], value)
    return check_spreadsheet(saved(book), "cells.xlsx")


@pytest.mark.parametrize(
    ("written", "amount", "unit", "value"),
    [
        ("t", 3.1, "kg", "3100"),
        ("Tonnen", "3,1", "kg", "3100"),
        ("吨", "3.1", "kg", "3100"),
        ("公斤", 3.1, "kg", "3.1"),
        ("g", "250", "kg", "0.25"),
        ("MWh", "2.345678901", "kWh", "2345.678901"),
        ("度", 12, "kWh", "12"),
        ("GJ", "0.5", "MJ", "500"),
        ("Liter", 5, "m3", "0.005"),
        ("KM", 7, "m", "7000"),
    ],
)
def test_an_amount_is_that_of_the_unit_of_the_wire(
    written: str, amount: object, unit: str, value: str
) -> None:
    """A note shows what was found and what was read, unless the word means the same unit."""
    checked = read(amount=amount, unit=written)
    assert checked.drafted is not None
    [waste, *_] = json.loads(checked.drafted.data or b"")["inventory"]["wastes"]
    assert (waste["amount"], waste["unit"]) == (value, unit)
    notes = [row for row in checked.report.problems if row.code == "unit.converted"]
    assert [
        (row.value, row.message.endswith(f" was read as {value} {unit}; check it."))
        for row in notes
    ] == ([] if unit_words()[written.casefold()][1] == 0 else [(written, True)])


def test_what_is_stated_per_unit_is_divided() -> None:
    """A tonne of 500 pieces' worth of energy has a thousandth of it in each kg."""
    book = workbook(
        rows=with_field(
            with_field(sound(), "outputs", "unit", "kg"), "outputs", "kwh_per_unit", "250"
        )
    )
    sheet = book["Outputs"]
    at = {str(cell.value).strip("*"): cell.column for cell in sheet[1]}["Unit"]
    sheet.cell(2, at, "t")
    [record, *_] = check_spreadsheet(saved(book), "cells.xlsx").tables["outputs"]
    assert record.values["kwh_per_unit"] == "0.25"
    assert record.values["unit"] == "kg"


def test_a_row_with_an_allocation_value_is_not_converted() -> None:
    """3 t beside 3 of allocation and 500 kg beside 500 would leave the main product less than a hundredth."""
    main = {**sound()["outputs"][0], "amount": "3", "allocation_value": "3"}
    other = {**main, "line": "other", "product": "urn:example:other", "role": "co_product"}
    rows = {**sound(), "outputs": [main, {**other, "amount": "500", "allocation_value": "500"}]}
    rows["process"] = [{**sound()["process"][0], "allocation": "mass"}]
    book = workbook(rows=rows)
    book["Outputs"][at("outputs", "unit")] = "t"
    checked = check_spreadsheet(saved(book), "cells.xlsx")
    [problem] = [row for row in checked.report.problems if row.severity == "error"]
    assert (problem.code, problem.cell, problem.value) == ("unit.allocation", "E2", "t")
    corrected = openpyxl.load_workbook(io.BytesIO(write_corrected(checked)))["Outputs"]
    assert (corrected["D2"].value, corrected["E2"].value) == (3, "t")


@pytest.mark.parametrize(("amount", "unit"), [("3,1 Mio", "t"), ("0." + "1" * 30, "g")])
def test_a_refused_number_keeps_its_unit(amount: str, unit: str) -> None:
    """In the corrected file both stand as they were written: 3,1 Mio t must not become 3,1 Mio kg."""
    checked = read(amount=amount, unit=unit)
    corrected = openpyxl.load_workbook(io.BytesIO(write_corrected(checked)))["Wastes"]
    row = [cell.value for cell in corrected[2]]
    assert amount in row
    assert unit in row
    assert [it.code for it in checked.report.problems if it.code.startswith("unit.")] == []


@pytest.mark.parametrize("written", ["Mg", "mg", "ton", "Nm3", "MT", "lb", "Fass"])
def test_a_word_of_several_meanings_is_refused(written: str) -> None:
    """Mg is a tonne and mg is not; a ton may be short; a normal cubic metre is none."""
    [problem] = [row for row in read(unit=written).report.problems if row.severity == "error"]
    assert (problem.code, problem.value) == ("unit.unknown", written)


def test_a_number_with_too_many_digits_after_conversion_is_refused() -> None:
    """Nothing is rounded."""
    found = read(amount="0." + "1" * 30, unit="g").report.problems
    assert [row.code for row in found if row.severity == "error"] == ["number.digits"]


def test_the_corrected_file_has_the_converted_amount() -> None:
    """It is read again without a note."""
    again = check_spreadsheet(write_corrected(read(amount="3.1", unit="t")), "again.xlsx")
    assert [row.code for row in again.report.problems] == []
    assert again.tables["wastes"][0].values["amount"] == "3100"


def test_every_word_is_of_a_unit_of_the_wire_and_of_no_other() -> None:
    """No further word is the spelling of a unit."""
    units = tuple(unit.value for unit in Unit)
    assert {unit for unit, _ in unit_words().values()} <= set(units)
    assert not unit_words().keys() & spellings("unit", units).keys()


@given(st.integers(1, 10**40), st.integers(-30, 0), st.sampled_from(sorted(unit_words())))
def test_a_conversion_moves_the_point_alone(digits: int, exponent: int, written: str) -> None:
    """The digits stay, however many; per unit the point moves the other way."""
    amount = Decimal((0, tuple(map(int, str(digits))), exponent))
    unit, power = unit_words()[written]
    values: dict[str, Value] = dict.fromkeys(("amount", "kg_per_unit"), format_decimal(amount))
    note = convert_amounts(values | {"unit": unit}, written)
    assert (note is None) == (power == 0)
    values["unit"] = unit
    convert_amounts(values, written)
    assert Decimal(str(values["amount"])) == EXACT.scaleb(amount, power)
    assert Decimal(str(values["kg_per_unit"])) == EXACT.scaleb(amount, -power)
