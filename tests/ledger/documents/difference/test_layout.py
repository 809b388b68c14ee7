"""A difference as text: signs, shares, the largest part first, and what is too small to name."""

from dataclasses import replace
from decimal import Decimal

import pytest
from support.differing import Recipe
from support.terminal import lines_of

from ledger.documents.difference.document import explain_difference
from ledger.documents.difference.layout import layout_difference, percent, signed

BASE = Recipe()


@pytest.mark.parametrize(("value", "shown"), [("0.5", "+0.5"), ("-0.5", "-0.5"), ("0", "0")])
def test_a_part_has_its_sign(value: str, shown: str) -> None:
    """A rise is marked as one."""
    assert signed(value) == shown


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [("1", "8", "+12.5 %"), ("-1", "-8", "-12.5 %"), ("1", "0", "of zero")],
)
def test_a_share_is_of_the_absolute_whole(part: str, whole: str, shown: str) -> None:
    """A fall of a net credit is a fall."""
    assert percent(Decimal(part), Decimal(whole)) == shown


def test_the_largest_part_comes_first_and_small_ones_are_counted() -> None:
    """Causes are sorted by their size, and a part below a thousandth of the largest is one of the smaller ones."""
    after = replace(BASE, ore={"mine": "100"}, binder={"test:binder": "20.0001"}, gas="9")
    lines = lines_of(layout_difference(explain_difference(BASE.state(), after.state())))
    assert lines[1].startswith("-")
    causes = [line for line in lines if line.endswith(" %") and line[0] not in " +-"]
    assert causes[0].startswith("amount")
    assert any(line.lstrip().startswith("1 smaller") for line in lines)
    assert any(
        line.startswith("no part: rulebook, evidence, factor set, boundary") for line in lines
    )


def test_a_remark_is_shown() -> None:
    """A reader learns that two models are compared before reading the causes."""
    found = explain_difference(BASE.state(), replace(BASE, model="urn:test:other").state())
    lines = lines_of(layout_difference(found))
    assert "note         Two models are compared: urn:test:model and urn:test:other." in lines
