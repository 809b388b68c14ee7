"""A cell becomes the one form that the wire has for it."""

from datetime import date

import pytest
from support.sheets import BY_KEY

from ledger.exchange.spreadsheet.cells import Context, Value, read_cell
from ledger.exchange.spreadsheet.columns import Column
from ledger.exchange.spreadsheet.grid import Mark, Raw

GERMAN = Context("de", ",", date(1899, 12, 30))
ID = "sha256:" + "ab" * 32


def column(table: str, key: str) -> Column:
    """A column of the template."""
    return next(column for column in BY_KEY[table].columns if column.key == key)


@pytest.mark.parametrize(
    ("where", "raw", "value"),
    [
        ("outputs amount", "1.234,50", "1234.5"),
        ("outputs amount", 500.0, "500"),
        ("outputs amount", 1e-7, "0.0000001"),
        ("outputs amount", "12,500", "12.5"),
        ("elements fraction", "48 %", "0.48"),
        ("elements fraction", "\uff14\uff18\uff05", "0.48"),
        ("elements fraction", "0,48", "0.48"),
        ("elements fraction", 1, "1"),
        ("elements recycled", 0, "0"),
        ("elements recycled", "0 %", "0"),
        ("outputs batteries", 1000.0, 1000),
        ("outputs batteries", "1.000.000", 1_000_000),
        ("outputs unit", " \uff2b\uff27 ", "kg"),
        ("outputs unit", "Stück", "piece"),
        ("emissions gas", "CO2", "co2"),
        ("process lot", 20250101.0, "20250101"),
        ("process lot", "\uff2c\uff0d\uff11", "L-1"),
        ("process lot", "'-1", "-1"),
        ("outputs name", " Zelle\u00a021700 ", "Zelle 21700"),
        ("outputs name", "\uff21 \u2460", "\uff21 \u2460"),
        ("outputs name", "Ko\u0308ln", "K\u00f6ln"),
        ("inputs delivery", ID.upper(), ID),
    ],
)
def test_a_value_is_read(where: str, raw: Raw, value: Value) -> None:
    """Codes in one width, names as they are, numbers in plain digits."""
    assert read_cell(column(*where.split()), raw, None, GERMAN)[0] == value


def test_a_percent_format_of_a_share_is_the_share() -> None:
    """Excel keeps 48 % as 0.48."""
    share = column("elements", "fraction")
    assert read_cell(share, 0.48, Mark.PERCENT, GERMAN) == ("0.48", None)
