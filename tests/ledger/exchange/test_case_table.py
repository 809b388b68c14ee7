"""Numbers in the forms that spreadsheets write."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from support.case_files import ACTIVITIES, COMPOSITIONS, FACTORS, MIXES, SITES, write_case
from support.case_outputs import write_outputs
from support.refusal import refusal_code, refused

from ledger.exchange.case_folder import read_case
from ledger.exchange.case_rows import Activity, CaseFactor, Fraction, FurtherOutput, Site
from ledger.exchange.case_table import NUMBERS, Number, read_cells, refuse
from schemas.errors import CradleError

NUMBER: TypeAdapter[Decimal] = TypeAdapter(Number)


def read(text: str) -> Decimal:
    """Read the number of a cell, or refuse it."""
    try:
        return NUMBER.validate_python(text)
    except ValidationError as error:
        raise refuse(error, "here") from None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", "1"),
        ("-0.5", "-0.5"),
        ("+2.", "2"),
        (".25", "0.25"),
        ("1.5E-3", "0.0015"),
        ("2e3", "2000"),
    ],
)
def test_a_number_is_taken_as_written(text: str, value: str) -> None:
    """Signs, bare points and exponents are read, with the value they state."""
    assert read(text) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["", ".", "1,5", "1 000", "1'000", "0x1", "inf", "1e", "--1", "1e9999"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    """Separators of thousands, words and other bases are refused."""
    with refused("case.number"):
        read(text)


@given(st.integers(-(10**30), 10**30), st.integers(-99, 99))
def test_no_digit_is_lost(digits: int, exponent: int) -> None:
    """A number keeps all its digits, however many."""
    assert read(f"{digits}e{exponent}").as_tuple() == Decimal(f"{digits}E{exponent}").as_tuple()


@given(st.text(max_size=12))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    """No text gets another error than the refusal."""
    assert refusal_code(lambda: read(text)) in (None, "case.number")


FORMS = (Site, FurtherOutput, Activity, CaseFactor, Fraction)
TABLES = {
    "sites_csv": SITES,
    "activities_csv": ACTIVITIES,
    "factors_csv": MIXES,
    "compositions_csv": COMPOSITIONS,
}


def german(text: str) -> str:
    """A table as a spreadsheet with a decimal comma saves it."""
    text = text.replace('"again, in another row"', "again in another row")
    return text.replace(",", ";").replace(".", ",").replace("H2O", "").replace("SO4,6", "SO4")


@pytest.mark.parametrize("mark", ["", "sep=;\n"])
def test_semicolons_and_decimal_commas_are_read(tmp_path: Path, mark: str) -> None:
    """A folder in that form states the same amounts as one with commas and points."""
    usual = read_case(write_case(tmp_path / "usual", factors_csv=MIXES))
    tables = {name: mark + german(text) for name, text in TABLES.items()}
    found = read_case(write_case(tmp_path / "case", **tables))
    assert [row.amount for row in found.activities] == [row.amount for row in usual.activities]
    assert [row.value for row in found.factors.values()] == [
        row.value for row in usual.factors.values()
    ]
    assert [row.fraction for row in found.fractions] == [row.fraction for row in usual.fractions]


def test_a_row_keeps_its_number_under_the_line_of_excel(tmp_path: Path) -> None:
    """The line `sep=;` is counted, as a spreadsheet counts it."""
    rows = "sep=;\n" + german(SITES).replace(";DE;", ";XX;")
    with refused("case.country", "case/sites.csv, row 3, country"):
        read_case(write_case(tmp_path / "case", sites_csv=rows))


def test_tabs_separate_too() -> None:
    """A table from the clipboard is read, with points."""
    (row,) = read_cells("site_id\tvalue\nA\t1.5\n", "t.csv", {"site_id", "value"})
    assert (row.number, row.cells) == (2, {"site_id": "A", "value": "1.5"})


@pytest.mark.parametrize("number", ["1.234", "0.5"])
def test_two_decimal_signs_in_a_file_are_refused(number: str) -> None:
    """One of them might group thousands; the refusal shows a row of each."""
    text = f"site_id;value\nA;1,5\nB;{number}\n"
    with pytest.raises(CradleError) as caught:
        read_cells(text, "t.csv", {"site_id", "value"})
    assert (caught.value.code, caught.value.place) == ("case.number", "t.csv")
    assert f"Row 3 writes {number}, row 2 writes 1,5" in caught.value.detail


def test_a_comma_that_separates_is_no_decimal_sign(tmp_path: Path) -> None:
    """An unquoted decimal comma makes a row longer than its header, and is refused for that."""
    rows = ACTIVITIES.replace("HEAT,2,MJ,raw material,", "HEAT,2,5,MJ,raw material,note")
    with refused("case.csv", "case/activities.csv, row 11"):
        read_case(write_case(tmp_path / "case", activities_csv=rows))


@pytest.mark.parametrize(
    ("file", "old", "new", "meant"),
    [
        ("sites_csv", "country", "countrie", "country"),
        ("activities_csv", ",note", ",suply", "supply"),
        ("factors_csv", ",source", ",sources", "write source, or remove it."),
        ("compositions_csv", "formula", "formular", "formula"),
    ],
)
def test_an_unknown_column_of_any_table_is_refused(
    tmp_path: Path, file: str, old: str, new: str, meant: str
) -> None:
    """The refusal names file, row and column, and the nearest column of that table."""
    texts = {**TABLES, "factors_csv": FACTORS}
    changed = {file: texts[file].replace(old, new, 1)}
    with pytest.raises(CradleError) as caught:
        read_case(write_case(tmp_path / "case", **changed))
    place = f"case/{file.replace('_', '.')}, row 1, {new.lstrip(',')}"
    assert (caught.value.code, caught.value.place) == ("case.column", place)
    assert meant in caught.value.detail


def test_an_unknown_column_of_further_outputs_is_refused(tmp_path: Path) -> None:
    """Outputs.csv is no exception."""
    folder = write_outputs(tmp_path / "case")
    table = folder / "outputs.csv"
    table.write_text(table.read_text().replace("role", "rolle", 1))
    with refused("case.column", "case/outputs.csv, row 1, rolle"):
        read_case(folder)


def test_columns_of_remarks_have_no_effect(tmp_path: Path) -> None:
    """Every table may have a source, a note, a comment, and notes of its own."""
    remarks = SITES.replace("unit\n", "unit,source,comment,note_2\n")
    assert read_case(write_case(tmp_path / "case", sites_csv=remarks)).sites.keys() == {
        *("PACK", "REC", "MINE", "HEAT")
    }


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("site_id,value,value\nA,1,2\n", "t.csv, row 1, value"),
        ("site_id,value,\nA,1,2\n", "t.csv, row 2"),
        ("site_id,per\nA,1\n", "t.csv, row 1, per"),
    ],
)
def test_a_column_twice_or_without_a_name_is_refused(text: str, place: str) -> None:
    """No cell overwrites another, and none is dropped."""
    with refused("case.column", place):
        read_cells(text, "t.csv", Site.names() | {"value"})


def test_a_quotation_mark_that_is_not_closed_is_refused() -> None:
    """It would swallow the rows behind it."""
    with refused("case.csv", "t.csv"):
        read_cells('site_id,value\n"A,1\nB,2\n', "t.csv", {"site_id", "value"})


def test_an_empty_file_has_no_rows() -> None:
    """The tables are then compared as ones without a row."""
    assert read_cells("", "t.csv", {"site_id"}) == ()


def test_each_column_of_numbers_is_one_of_a_table() -> None:
    """The decimal sign is looked for in columns that exist."""
    assert set().union(*(form.names() for form in FORMS)) >= NUMBERS
