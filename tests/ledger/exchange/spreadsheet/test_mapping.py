"""A mapping is checked when it is read: every heading has a field, every field is of its table, and none is open."""

import pytest
from support.own_sheets import answered, bytes_of, own_workbook
from support.refusal import refused

from ledger.exchange.spreadsheet.mapping import parse_mapping
from ledger.exchange.spreadsheet.mapping_draft import draft_mapping
from schemas.errors import CradleError

NAME = "own.xlsx.mapping.toml"
GOOD = answered(draft_mapping(bytes_of(own_workbook()), "own.xlsx", None))


def test_an_answered_draft_is_a_mapping() -> None:
    """With the fields of its headings, and those that no sheet has."""
    mapping = parse_mapping(GOOD.encode(), NAME)
    (sheet,) = mapping.sheet
    assert (mapping.name, mapping.language, sheet.table) == (NAME, "de", "inputs")
    assert sheet.fields == {
        "energieträger": "flow",
        "menge [mwh]": "amount",
        "bemerkung": "document",
    }
    assert mapping.row[0].values["unit"] == "t"
    assert mapping.words == {"lieferant", *sheet.fields}


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ("language", "= language", "mapping.file", ""),
        ('language = "de"', 'language = "fr"', "mapping.file", ", language"),
        ('table = "inputs"', 'table = "process"', "mapping.file", ", sheet[0].table"),
        ('country = "Deutschland"', 'land = "DE"', "mapping.field", ""),
        ('supply = "grid"', 'flow = "a:b"', "mapping.field", ", sheet[0]"),
        ('supply = "grid"', 'supplies = "grid"', "mapping.field", ", sheet[0]"),
        ('role = "Hauptprodukt"', 'rolle = "x"', "mapping.field", ", row[0]"),
        ('"Bemerkung" = "document"', '"Bemerkungen" = "-"', "mapping.column", ", sheet[0]"),
        ('"Bemerkung" = "document"', "", "mapping.column", ", sheet[0]"),
        ('"Bemerkung"]', '"lieferant "]', "mapping.column", ", sheet[0]"),
        ('"Bemerkung" = "document"', '"Bemerkung" = "?"', "mapping.open", "Bemerkung"),
        ('role = "Hauptprodukt"', 'role = "?"', "mapping.open", ", row[0].values.role"),
        ("language", "lang = 1\nlanguage", "mapping.file", ", lang"),
    ],
)
def test_a_wrong_mapping_is_refused(old: str, new: str, code: str, place: str) -> None:
    """With its name and the place in it."""
    assert old in GOOD
    with pytest.raises(CradleError) as caught:
        parse_mapping(GOOD.replace(old, new, 1).encode(), NAME)
    assert caught.value.code == code
    assert caught.value.place.startswith(NAME)
    assert caught.value.place.endswith(place)
    assert caught.value.detail.endswith(".")


def test_two_sheets_with_one_header_are_refused() -> None:
    """Of an input list and a waste list with the same headings, each would be read as the other."""
    start, end = GOOD.index("[[sheet]]"), GOOD.index("[[row]]")
    of_wastes = GOOD[start:end].replace('"inputs"', '"wastes"').splitlines()
    twice = "\n".join(row for row in of_wastes if not row.startswith("supply"))
    with pytest.raises(CradleError) as caught:
        parse_mapping(f"{GOOD[:end]}{twice}\n{GOOD[end:]}".encode(), NAME)
    assert (caught.value.code, caught.value.place) == ("mapping.column", NAME)
    assert "another table needs another heading" in caught.value.detail


def test_a_mapping_is_utf_8() -> None:
    """Or it is refused."""
    with refused("mapping.file", NAME):
        parse_mapping("é".encode("latin-1"), NAME)
