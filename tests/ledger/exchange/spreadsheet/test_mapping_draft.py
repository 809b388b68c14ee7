"""The draft of a mapping has every heading, a field where a heading leaves no doubt, and a ? for the rest."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.own_sheets import HEADER, bytes_of, own_workbook
from support.refusal import refused
from support.sheets import saved, workbook

from ledger.exchange.spreadsheet.mapping_draft import draft_mapping, guess_fields, split_unit


def test_the_draft_of_a_sheet() -> None:
    """Below its title; the unit of the heading is the unit of each row."""
    draft = tomllib.loads(draft_mapping(bytes_of(own_workbook()), "own.xlsx", None))
    (sheet,) = draft["sheet"]
    assert tuple(sheet["header"]) == HEADER
    assert list(sheet["columns"].values()) == ["?", "flow", "amount", "?"]
    assert sheet["values"] == {"unit": "MWh", "purpose": "?"}
    assert draft["language"] == "de"
    assert set(draft["process"].values()) == {"?"}


def test_a_csv_file_without_a_word_of_the_template() -> None:
    """The separator is the one that divides its lines alike; its language is asked for."""
    text = "Foo;Bar [kWh]\nx;1,5\ny;2,5\n"
    draft = tomllib.loads(draft_mapping(text.encode(), "own.csv", None))
    assert draft["sheet"][0]["columns"] == {"Foo": "?", "Bar [kWh]": "?"}
    assert draft["language"] == "?"
    assert tomllib.loads(draft_mapping(text.encode(), "own.csv", "de"))["language"] == "de"


@pytest.mark.parametrize(
    ("text", "name", "unit"),
    [
        ("Menge [kg]", "Menge", "kg"),
        ("Verbrauch (MWh)", "Verbrauch", "MWh"),
        ("用量\uff08万千瓦时\uff09", "用量", "万千瓦时"),
        ("Menge in t", "Menge", "t"),
        ("Menge\n[kg]", "Menge", "kg"),
        ("Werk (Bonn)", "Werk (Bonn)", None),
        ("Menge", "Menge", None),
    ],
)
def test_the_unit_in_a_heading(text: str, name: str, unit: str | None) -> None:
    """In brackets or behind "in"; other brackets belong to the heading."""
    assert split_unit(text) == (name, unit)


def test_a_field_is_guessed_once_and_units_are_not_mixed() -> None:
    """The second of two headings with one meaning is open."""
    fields, units = guess_fields(("Menge [kg]", "Verbrauch [t]", "数量"))
    assert (list(fields.values()), list(units)) == (["amount", "?", "?"], ["kg"])


def test_sheets_with_one_header_are_one_in_the_draft() -> None:
    """Of a year in two sheets."""
    book = own_workbook()
    assert book.active is not None
    book.copy_worksheet(book.active)
    assert len(tomllib.loads(draft_mapping(bytes_of(book), "own.xlsx", None))["sheet"]) == 1


def test_a_file_without_a_header_is_refused() -> None:
    """And one that cannot be opened."""
    with refused("mapping.no_sheet", "own.csv"):
        draft_mapping(b"a;b\n", "own.csv", None)
    with refused("sheet.unread", "own.xlsx"):
        draft_mapping(b"PK\x03\x04", "own.xlsx", None)


def test_a_template_may_be_mapped_too() -> None:
    """Its sheets have headers."""
    assert "[[sheet]]" in draft_mapping(saved(workbook()), "cells.xlsx", "en")


@given(st.lists(st.text(min_size=1), min_size=2, max_size=5, unique=True))
def test_any_heading_is_written_as_toml(header: list[str]) -> None:
    """The draft is read back with the same headings."""
    fields, _ = guess_fields(header)
    assert set(fields) == set(header)
