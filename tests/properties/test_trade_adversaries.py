"""The laws of the carbon border and of an element's origin, searched over the grammar of the schemas.

Each law stands in its module: `support.grammar.border` and `support.grammar.origin`. `make adversary` searches longer.
"""

from collections.abc import Callable
from decimal import Decimal

import pytest
from support.grammar.origin import stated_shares
from support.grammar.rows_left_out import inputs_of, with_rows
from support.grammar.run import RULEBOOKS, SEARCHES
from support.grammar.search import ROUNDING, Found, climb
from support.grammar.structure import beside_a_token
from support.grammar.world import World

from ledger.footprint.trade import origin
from ledger.footprint.trade.cbam import embedded

TRADE = ("border screws", "border joint", "origin")
CLIMBS = 4
MOST = 40
"""Climbs until a planted removal must be found."""


def searched(name: str, seeds: range) -> Found:
    """Climb from a chain until a breach is found, or the seeds are used up."""
    it, found = SEARCHES[name], Found()
    for seed in seeds:
        if not found.breaches:
            climb(it.make(), RULEBOOKS[0], seed, found, lambda: True, it.law)
    return found


@pytest.mark.parametrize("name", TRADE)
def test_no_word_lowers_certificates_or_moves_a_country(name: str) -> None:
    """Plans that are accepted, most of them, and none below the honest statement."""
    found = searched(name, range(CLIMBS))
    assert not [[(row.name, row.place) for row in it.plan] for it in found.breaches]
    assert found.accepted.total() > found.tried.total() / 4


PLANTED: dict[str, tuple[str, object, str, Callable[..., object]]] = {
    "goods that no delivery accounts for": (
        "border screws",
        embedded,
        "missing_metal",
        lambda *_: (),
    ),
    "metal that no supplier accounts for": ("origin", origin, "TOLERANCE", Decimal(1)),  # type: ignore[dict-item]
}
"""Rules by the search that needs them, with what stands in their place."""


@pytest.mark.parametrize("rule", PLANTED)
def test_a_planted_removal_is_found(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a rule, climbs find a breach."""
    name, module, member, instead = PLANTED[rule]
    monkeypatch.setattr(module, member, instead)
    assert searched(name, range(MOST)).breaches


def _taken_up(world: World) -> World:
    stated = world.entries["screws"]
    gases: list[dict[str, str]] = stated.inventory["emissions"]  # type: ignore[assignment]
    inventory = {**stated.inventory, "emissions": [{**row, "origin": "uptake"} for row in gases]}
    return world.with_entry("screws", type(stated)(stated.header, inventory, stated.product))


def _by_product_of_nothing(world: World) -> World:
    rows = [row for row in inputs_of(world, "screws") if row["type"] != "delivery"]
    return beside_a_token(with_rows(world, "screws", rows), "screws", "by_product", None, "1000")


def _without_content(world: World, name: str) -> World:
    stated = world.entries[name]
    lines: list[dict[str, object]] = stated.product["lines"]  # type: ignore[assignment]
    product = {"lines": [{**line, "elements": []} for line in lines]}
    return world.with_entry(name, type(stated)(stated.header, stated.inventory, product))


def test_ore_that_was_left_out_shows_in_no_share_of_the_other() -> None:
    """Salt, cathode and pack say nothing of their cobalt, and the salt leaves out the ore of Cuba."""
    it = SEARCHES["origin"]
    world = it.make()
    rows = inputs_of(world, "salt")
    world = with_rows(world, "salt", [rows[0], *rows[2:]])
    for name in ("salt", "cam", "pack"):
        world = _without_content(world, name)
    verdict = it.law.judged(world, RULEBOOKS[0])
    assert verdict is not None
    assert verdict.is_accepted
    assert verdict.settled == 1
    assert stated_shares(world) == {}


COUNTEREXAMPLES: dict[str, Callable[[World], World]] = {
    "gases that are called taken up": _taken_up,
    "screws that are a by-product, and made of nothing": _by_product_of_nothing,
}
"""What searches found, at its shortest; the rule that closed each is general."""


@pytest.mark.parametrize("name", COUNTEREXAMPLES)
def test_what_a_search_found_at_the_border_is_closed(name: str) -> None:
    """As many certificates as for the honest statement."""
    it = SEARCHES["border screws"]
    honest, verdict = (
        it.law.judged(world, RULEBOOKS[0])
        for world in (it.make(), COUNTEREXAMPLES[name](it.make()))
    )
    assert honest is not None
    assert verdict is not None
    assert verdict.is_accepted
    assert verdict.outcome.total >= honest.outcome.total - ROUNDING
