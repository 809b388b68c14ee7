"""Shares sum to 1 exactly; a battery without a value says why."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.graph import LINE, ident
from support.graph_origin import MINING, Way

from ledger.footprint.graph.composition import Part
from ledger.footprint.trade.origin_shares import battery_origin, places, shares
from schemas.errors import CradleError
from schemas.signed.calculation import CompositionRow
from schemas.views.origin import OriginClass

COUNTRIES = ("CD", "CU", "AU", "ID")
kgs = st.lists(st.decimals("0.000001", "1000", places=6), max_size=4)


@given(kgs, st.integers(1, 15))
def test_shares_sum_to_one_exactly(amounts: list[Decimal], digits: int) -> None:
    """At any number of decimal places; of nothing there is none."""
    kg = {(OriginClass.MINED, COUNTRIES[at]): value for at, value in enumerate(amounts)}
    found = shares(kg, Decimal(1).scaleb(-digits))
    assert sum(found.values()) == (1 if amounts else 0)
    assert set(found) == set(kg)


def way() -> Way:
    """A mine, and a pack of 2 kg from it."""
    found = Way()
    found.enter("mine", MINING, "CD", Co="0.5")
    found.supply("mine", "pack", "2")
    found.enter("pack")
    return found


def part(found: Way, line: str = LINE, role: str = "product", name: str = "pack") -> Part:
    """A row of a composition that counts the pack."""
    row = CompositionRow.model_validate(
        {"role": role, "entry": ident(name), "line": line, "amount": "1", "unit": "kg"},
        strict=False,
    )
    return Part(row, ident(name), found.graph.entries[ident(name)], None)


def test_the_kg_of_one_battery() -> None:
    """A kg of pack holds 1 kg of cobalt; four batteries share it, and end of life adds none."""
    found = way()
    rows = [part(found), part(found, role="end_of_life", name="mine")]
    made = battery_origin("Co", rows, 4, found.graph.resolve("pack", "mine"))
    assert places(made.kg) == {(OriginClass.MINED, "CD"): Decimal("0.25")}
    assert made.untraced == 0


def test_a_line_that_is_missing_is_refused() -> None:
    """The refusal names the entry, and a withheld inventory behind it is the reason if there is one."""
    found = way()
    with pytest.raises(CradleError) as refused:
        battery_origin("Co", [part(found, "other")], 1, found.graph.resolve("pack"))
    assert refused.value.code == "delivery.line"
    found.graph.enter("mine", None)
    with refused("section.withheld", ident("mine")):
        battery_origin("Co", [part(found)], 1, found.graph.resolve("pack"))
