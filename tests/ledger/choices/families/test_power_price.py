"""Tests for the price of electricity whose mix is chosen, where no set has a mix of the country too."""

from decimal import Decimal

import pytest
from support.chosen import choice_context, conservative, declared_total, ruled, stated
from support.energy import WIND, power
from support.graph import STUDY, grids, ident
from support.mined import NEAR, PER_KG, found, mined, only
from support.rows import inventory, made, taken

from ledger.choices.families.power_price import power_price
from ledger.footprint.graph.cells import exact_sum
from ledger.rulebooks.catalog import load_factor_set, load_rulebook
from schemas.signed.rulebook import FactorSet

KNOWN = ruled(STUDY, unknown_grid=stated("0.91"))
FOREIGN = grids({"NO": "0.01", "CN": "0.71"})


def test_electricity_of_no_known_mix_counts_at_the_dearest_known_grid() -> None:
    """500 kWh at 0.01, of a country of which no set has a mix: the reader gets the price of the rulebook, 0.91."""
    it = mined(power(), sets=[WIND])
    assert found(it, KNOWN) == [("electricity.below_mix", 450)]
    detail = only(it, KNOWN).choice.detail
    assert detail.endswith("not by the dearest known grid at 0.91, since no set has a mix of FI")
    assert conservative(it, KNOWN).total - declared_total(it, KNOWN) > 449 * PER_KG


@pytest.mark.parametrize(("constant", "kg"), [("0.61", "0.71"), ("0.91", "0.91")])
def test_the_dearer_of_any_mix_and_the_constant_counts(constant: str, kg: str) -> None:
    """Sets with mixes of other countries do not lower what is not known."""
    it, rulebook = mined(power(), sets=[WIND, FOREIGN]), ruled(unknown_grid=stated(constant))
    context = choice_context(it, rulebook)
    price = power_price(context, context.graph.resolution.nodes[ident("mine")])
    assert price is not None
    assert (price.kg, price.is_known) == (Decimal(kg), False)
    assert "since no set has a mix of FI" in price.words


@pytest.mark.parametrize("sets", [[WIND], [WIND, FOREIGN]])
def test_a_mix_of_the_country_is_the_price_whatever_the_constant(sets: list[FactorSet]) -> None:
    """What a set knows is not the dearest of all."""
    it = mined(power(), sets=[*sets, grids({"FI": "0.21"})])
    assert found(it, KNOWN) == [("electricity.below_mix", 100)]


def test_a_delivery_of_no_known_mix_counts_at_the_constant() -> None:
    """A station that says nothing of its burdens, in a country of no known mix."""
    it = mined(taken("power", "500", unit="kWh", purpose="energy"), sets=[WIND])
    it.chain.enter("station", inventory(made("station", "1000", unit="kWh"), inputs=[]))
    it.chain.deliver("power", "station", "mine", "500", unit="kWh")
    ((code, effect),) = found(it, KNOWN)
    assert code == "electricity.below_mix"
    assert effect is not None
    assert abs(effect - 455) < NEAR


def test_each_shipped_rulebook_knows_the_dearest_grid_of_the_shipped_mixes() -> None:
    """No mix that Cradle ships is above the constant."""
    rule = load_rulebook("study-cradle-to-gate-1").conservative
    assert rule is not None
    assert rule.unknown_grid is not None
    names = ("mixes-ember-mee-2026", "mixes-electricity-maps-2026")
    rows = [row for name in names for row in load_factor_set(name).rows]
    prices = [exact_sum(Decimal(it.value) for it in row.values) for row in rows]
    assert max(prices) == Decimal(rule.unknown_grid.value)
