"""A day is read in the forms of people and Excel, and refused if it has two readings."""

from datetime import date, datetime, time

import pytest

from ledger.exchange.spreadsheet.days import read_day
from ledger.exchange.spreadsheet.faults import Fault
from ledger.exchange.spreadsheet.grid import Raw

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
