"""Draws stay within deliveries, and deliveries within outputs."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.graph import Graph, factors, firm, ident
from support.rows import inventory, made, taken, used
from support.rows import ore_chain as chain

from ledger.footprint.analysis.balances import balance_excesses, excess
from ledger.footprint.graph.numbers import format_decimal

AMOUNTS = st.integers(1, 10**40).map(lambda n: format_decimal(Decimal(f"{n}E-20")))


def unbalanced(made_of: Graph, *names: str) -> list[tuple[str, str, str]]:
    """The code, subject and detail of the balances that do not close."""
    resolution = made_of.resolve(*names or ("smelter",))
    found = (row.problem for row in balance_excesses(resolution, made_of.records()))
    return [(problem.code, problem.subject, problem.detail) for problem in found]


@given(AMOUNTS, st.lists(AMOUNTS, max_size=5))
def test_excess_is_exact(available: str, drawn: list[str]) -> None:
    """The excess is the amount of the draws above the available amount, to the last digit, and never zero."""
    over = sum(map(Fraction, drawn)) - Fraction(available)
    found = excess(available, drawn)
    assert (None if found is None else Fraction(found)) == (over if over > 0 else None)


def test_all_in_order() -> None:
    """There is no excess if draws, delivery and output fit."""
    assert unbalanced(chain()) == []


def test_deliveries_beyond_the_output() -> None:
    """Two customers together get more than was made: the maker's entry is named, with the excess."""
    made_of = chain()
    made_of.deliver("more", "mine", "foundry", "40.5")
    made_of.enter("foundry", inventory(made("foundry", "1"), inputs=[taken("more", "1")]))
    assert unbalanced(made_of) == []
    ((code, subject, detail),) = unbalanced(made_of, "smelter", "foundry")
    assert (code, subject) == ("balance.delivered_above_output", ident("mine"))
    assert "0.5 more" in detail


def test_draws_beyond_a_delivery() -> None:
    """Two entries of one customer draw more than it received: the delivery is named."""
    made_of = chain(drawn="40")
    rows = [taken("ore", "15"), taken("ore", "5.25")]
    made_of.enter("smelter 2", inventory(made("smelter", "1"), inputs=rows), issuer=firm("smelter"))
    ((code, subject, detail),) = unbalanced(made_of, "smelter", "smelter 2")
    assert (code, subject) == ("balance.drawn_above_delivery", ident("ore"))
    assert "0.25 more" in detail


def test_versions_of_a_delivery_count_once() -> None:
    """Draws on an old and on the new version of a delivery draw on the new one, which replaces it."""
    made_of = chain(drawn="40", output="70")
    made_of.deliver("ore 2", "mine", "smelter", "65")
    made_of.change("superseded", "ore", "ore 2")
    rows = [taken("ore 2", "25")]
    made_of.enter("smelter 2", inventory(made("smelter", "1"), inputs=rows), issuer=firm("smelter"))
    assert unbalanced(made_of, "smelter", "smelter 2") == []
    made_of.deliver("ore 2", "mine", "smelter", "64")
    found = unbalanced(made_of, "smelter", "smelter 2")
    assert [row[:2] for row in found] == [("balance.drawn_above_delivery", ident("ore 2"))]


def test_a_corrected_output_leaves_an_excess() -> None:
    """A correction with a lower output is accepted; the excess is reported."""
    made_of = chain()
    made_of.enter("mine 2", inventory(made("mine", "50")), issuer=firm("mine"))
    made_of.change("superseded", "mine", "mine 2")
    assert [row[:2] for row in unbalanced(made_of)] == [
        ("balance.delivered_above_output", ident("mine 2"))
    ]


@pytest.mark.parametrize("hidden", ["mine", "smelter"])
def test_what_is_withheld_is_not_judged(hidden: str) -> None:
    """Without the inventory of either side its rows or lines give no finding."""
    made_of = chain(drawn="999", delivered="999", line="other")
    made_of.enter(hidden, None)
    assert [row for row in unbalanced(made_of) if row[1] == ident(hidden)] == []


def test_what_is_missing_is_not_judged() -> None:
    """A delivery that is missing has no balance; the graph reports it."""
    made_of = chain()
    del made_of.deliveries[ident("ore")]
    assert unbalanced(made_of) == []


def test_a_line_that_is_not_there_has_no_balance() -> None:
    """A delivery of a line that its entry does not have is no excess."""
    made_of = chain(line="other")
    assert unbalanced(made_of) == []


def test_an_excess_is_worth_the_figure_of_its_line() -> None:
    """0.5 kg sold twice, and 10 kg drawn beyond a delivery, at 2 kg CO2e a kg."""
    for made_of, over in ((chain(output="59.5"), "0.5"), (chain(drawn="70"), "10")):
        priced = replace(made_of, factor_sets=(factors({"test:lime": "2"}),))
        output = "59.5" if over == "0.5" else "100"
        listed = inventory(made("mine", output), inputs=[used("test:lime", output)])
        priced.enter("mine", listed)
        (found,) = balance_excesses(priced.resolve("smelter"), priced.records())
        seen = found.observed(priced.figures("smelter"))
        kg = Decimal(over) * 2
        assert seen == (found.problem.code, ident("mine"), found.problem.detail, kg, {"main": kg})


def test_an_excess_of_a_line_without_a_figure_has_no_known_value() -> None:
    """Without a factor the mine has no figure."""
    made_of = chain(output="59")
    made_of.enter("mine", inventory(made("mine", "59"), inputs=[used("test:lime", "1")]))
    (found,) = balance_excesses(made_of.resolve("smelter"), made_of.records())
    assert found.observed(made_of.figures("smelter")) is None
