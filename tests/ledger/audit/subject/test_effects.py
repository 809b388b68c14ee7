"""The conversion of kilograms over a period to kg per kWh."""

from decimal import Decimal

from support.graph import Graph, ident
from support.rows import inventory, made

from ledger.audit.subject.effects import declared_effect
from ledger.footprint.analysis.contributions import Reach
from ledger.footprint.graph.resolution import Observation

REACH = Reach(
    {ident("mill"): Decimal("0.001")},
    {(ident("mill"), "main"): Decimal("0.2"), (ident("mill"), "side"): Decimal("0.1")},
    filed={},
)


def effect(kg: str | None, lines: dict[str, Decimal] | None = None, name: str = "mill") -> object:
    """The effect of an observation on a mill of 100 kg and a side line of 50 kg."""
    chain = Graph()
    side = made("mill", "50", "side", role="by_product")
    chain.enter("mill", inventory(made("mill", "100"), side))
    chain.enter("withheld", None)
    resolution = chain.resolve("mill", "withheld")
    seen = Observation("a.code", ident(name), "", None if kg is None else Decimal(kg), lines)
    return declared_effect(seen, REACH, resolution)


def test_an_entry_gives_the_part_of_its_period_that_is_taken() -> None:
    """A thousandth of 12.34567 kg, to 4 digits; nothing of an entry that the demand does not reach."""
    assert effect("12.34567") == Decimal("0.01235")
    assert effect("12.34567", name="withheld") == 0
    assert effect(None) is None


def test_lines_give_the_part_of_their_output_that_is_taken() -> None:
    """0.2 of 100 kg and 0.1 of 50 kg are used: 0.002 of the one line's 10 kg, 0.002 of the other's -4."""
    lines = {"main": Decimal(10), "side": Decimal(-4)}
    assert effect("10", lines) == Decimal("0.012")
    assert effect("10", {"main": Decimal(10)}) == Decimal("0.02")
    assert effect("10", lines, "withheld") == 0
