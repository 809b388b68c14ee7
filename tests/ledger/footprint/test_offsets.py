"""Offsets, and factors that take burdens off without saying so."""

from decimal import Decimal

from support.chains import Chain, factors, grids, ident
from support.rows import Row, avoided, inventory, made, used, wasted

from ledger.footprint.graph import Observation
from ledger.footprint.offsets import offset_faults
from ledger.rulebooks.catalog import load_rulebook

DRAFT = load_rulebook("eu-ev-draft-2024")
SETS = (
    factors({"test:lime": "2", "test:credit/fossil": "-3", "test:wood/uptake": "-1.5"}),
    factors({"test:ash/fossil": "-0.5"}, direction="treatment"),
    factors({"test:green": "-0.1"}, unit="kWh"),
    grids({"FI": "0.2"}),
)


def faults(**rows: list[Row]) -> list[Observation]:
    """What is found at a mill with these rows."""
    chain = Chain(SETS)
    chain.enter("mill", inventory(made("mill", "100"), **rows))
    chain.enter("withheld", None)
    found = list(offset_faults(chain.reader("mill", "withheld", rulebook=DRAFT)))
    assert {row.subject for row in found} <= {ident("mill")}
    return found


def test_an_offset_is_told_with_its_size() -> None:
    """40 kg bought elsewhere: the claim is 40 kg less, and no figure holds it."""
    (found,) = faults(offsets=[{"certificate": "VCS 1", "kg": "40"}])
    assert (found.code, found.effect) == ("offset.not_counted", -40)
    assert found.detail == "an offset of 40 kg CO2e, VCS 1, is told and not counted"


def test_an_offset_changes_no_figure() -> None:
    """The same mill with and without has the same cells."""
    cells = []
    for offsets in ([], [{"certificate": "VCS 1", "kg": "40"}]):
        chain = Chain(SETS)
        rows = {"inputs": [used("test:lime", "100")], "offsets": offsets}
        chain.enter("mill", inventory(made("mill", "100"), **rows))
        line = chain.figures("mill").line(ident("mill"), "main")
        assert line is not None
        cells.append(line.cells)
    assert cells[0] == cells[1]


def test_a_factor_below_zero_is_an_offset_in_disguise() -> None:
    """Ten kg at -3, and eight of waste at -0.5, take off 30 and 4 kg."""
    found = faults(inputs=[used("test:credit", "10")], wastes=[wasted("test:ash", "8")])
    assert [(row.code, row.effect) for row in found] == [
        ("factor.negative", Decimal(-30)),
        ("factor.negative", Decimal(-4)),
    ]
    assert found[0].detail == "the factor of test:credit is below zero and no uptake"


def test_uptake_and_credits_are_stated_as_that() -> None:
    """Carbon that a tree took up is below zero, and an avoided line subtracts by its nature."""
    assert faults(inputs=[used("test:wood", "10"), used("test:lime", "1")]) == []
    assert faults(avoided=[avoided("1", flow="test:lime")]) == []


def test_a_flow_that_nothing_values_takes_nothing_off() -> None:
    """It is a problem of the figure, and no offset."""
    assert faults(inputs=[used("test:unknown", "10")]) == []


def test_a_factor_that_the_mix_replaced_takes_nothing_off() -> None:
    """Electricity at -0.1 is valued by the mix, unless its supply is one that the rulebook takes as stated."""
    for supply, effects in (("contract", []), ("grid", []), ("on_site", [Decimal(-1)])):
        stated = {"supply": supply, "certificates": []}
        row = used("test:green", "10", unit="kWh", purpose="energy", electricity=stated)
        assert [found.effect for found in faults(inputs=[row])] == effects


def test_two_mixes_leave_the_row_untold() -> None:
    """Where it cannot be told what values a row, nothing is said of its sign."""
    chain = Chain((*SETS, grids({"FI": "0.3"})))
    stated = {"supply": "contract", "certificates": []}
    row = used("test:green", "10", unit="kWh", purpose="energy", electricity=stated)
    chain.enter("mill", inventory(made("mill", "100"), inputs=[row]))
    assert list(offset_faults(chain.reader("mill", rulebook=DRAFT))) == []
