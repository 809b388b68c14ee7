"""A cell becomes the one form that the wire has for it."""

from datetime import date, datetime, time

import pytest

from ledger.exchange.spreadsheet.cells import Context, Value, read_cell, read_day
from ledger.exchange.spreadsheet.columns import BY_KEY, Column
from ledger.exchange.spreadsheet.faults import Fault
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


EPOCH, OTHER_EPOCH = date(1899, 12, 30), date(1904, 1, 1)
DAY = date(2025, 12, 31)


@pytest.mark.parametrize(
    "raw",
    [
        DAY,
        datetime.combine(DAY, time()),
        "2025-12-31",
        "2025/12/31",
        "2025.12.31",
        " 2025-12-31 ",
        "31.12.2025",
        "31. 12. 2025",
        "31/12/2025",
        "12/31/2025",
        "20251231",
        "2025年12月31日",
        "\uff12\uff10\uff12\uff15-12-31",
    ],
)
def test_a_day_is_read(raw: Raw) -> None:
    """Without a note, since there is one reading."""
    assert read_day(raw, EPOCH) == (DAY, None)


def test_the_same_number_twice_is_no_question() -> None:
    """5 May is 5 May in either order."""
    assert read_day("05/05/2025", EPOCH) == (date(2025, 5, 5), None)


@pytest.mark.parametrize(
    ("number", "epoch", "day"),
    [
        (46022.0, EPOCH, DAY),
        (44560, OTHER_EPOCH, DAY),
        (20251231.0, EPOCH, DAY),
        (61, EPOCH, date(1900, 3, 1)),
    ],
)
def test_a_bare_number_is_read_with_a_note(number: float, epoch: date, day: date) -> None:
    """Excel's count from 1900 or 1904, or year, month and day in a row."""
    read, note = read_day(number, epoch)
    assert read == day
    assert note is not None
    assert (note.code, note.words) == ("day.serial", {"read": day.isoformat()})


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("", "day.text"),
        ("31.12.25", "day.text"),
        ("Dec 31, 2025", "day.text"),
        (time(1), "day.text"),
        (False, "day.text"),
        (45000.25, "day.time"),
        (datetime.combine(DAY, time(1)), "day.time"),
        ("01/02/2025", "day.ambiguous"),
        ("31/31/2025", "day.unreal"),
        ("2025-02-29", "day.unreal"),
        (59, "day.unreal"),
        (-1, "day.unreal"),
        (1e9, "day.unreal"),
        (20251301, "day.unreal"),
        (date(1800, 1, 1), "day.unreal"),
    ],
)
def test_what_is_no_day_is_refused_by_its_code(raw: Raw, code: str) -> None:
    """The reader does not guess a century, an order or a time zone."""
    with pytest.raises(Fault) as caught:
        read_day(raw, EPOCH)
    assert caught.value.note.code == code
