"""Quantities of the carbon border in a bundle: false ones are contradicted, and too many of their own terms missed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.hostile import quantities
from support.ledger_battery import battery_chain
from support.ledger_border import Border
from support.ledger_world import taken
from support.signed_battery import honest
from support.verdicts import found, judge

from ledger.rules.border_quantities import LIMIT, RUNS


@pytest.fixture
def border(tmp_path: Path) -> Iterator[Border]:
    """A maker of billets and a forge."""
    with battery_chain(tmp_path / "ledger", None) as chain:
        yield Border(chain)


def test_the_goods_of_the_bundle_come_before_those_behind_them(
    border: Border, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The delivery asked about is recomputed if only one selection of terms is; the others are missed."""
    monkeypatch.setattr("ledger.rules.border_quantities.RUNS", 1)
    mine, plant = border.chain.mine, border.chain.plant
    shipped = []
    for year in (2027, 2028, 2029, 2030):
        billets = border.enter(mine, "72071111", "100", "C", year=year)
        figure = border.figure(billets, year)
        shipped.append(border.deliver(mine, billets, plant, figure=figure))
    rows = tuple(taken(name, "2.5") for name in shipped)
    screws = border.enter(plant, "73181558", "20", None, rows, 2031)
    sold = border.deliver(plant, screws, mine, amount="1", figure=border.figure(screws, 2031))
    report = border.judge(sold)
    assert report.verdict == "incomplete"
    assert found(report) == {(LIMIT, name) for name in shipped}
    assert [row.delivery for row in report.goods or ()] == [sold]


def test_quantities_beyond_the_bound_are_missed_and_not_contradicted() -> None:
    """All deliveries of a chain state false quantities, each of a year of its own."""
    codes = [code for code, _ in found(judge(quantities(RUNS + 3), honest().ledger.policy()))]
    assert codes.count(LIMIT) == 3
    assert codes.count("cbam.year") == RUNS
