"""Texts and numbers of databases, as the processes hold them."""

from decimal import Decimal

import pytest

from ledger.exchange.background.model import one_line, to_decimal


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (None, ""),
        (" a\n b\u00a0c ", "a b c"),
        ("a\x1b[31mb", "a\ufffd[31mb"),
        ("a\ud800", "a\ufffd"),
        ("电池 é", "电池 é"),
        (7, "7"),
    ],
)
def test_one_line(text: object, line: str) -> None:
    """No line breaks, and nothing that a terminal would obey or a file could not hold."""
    assert one_line(text) == line


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (0.1, Decimal("0.1")),
        (" 1e-3 ", Decimal("0.001")),
        (3, Decimal(3)),
        (True, None),
        (None, None),
        ("#REF!", None),
        ("nan", None),
        (float("inf"), None),
    ],
)
def test_to_decimal(value: object, number: Decimal | None) -> None:
    """The shortest decimal of a binary number; nothing for what is no finite number."""
    assert to_decimal(value) == number
