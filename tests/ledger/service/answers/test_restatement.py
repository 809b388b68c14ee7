"""A restatement lists the figures that changes touch: before and after, and the entries whose values are new."""

from decimal import Decimal

import pytest
from support.exact_figures import exact_total, logged_total
from support.ledger_batches import batch, calculated, declared
from support.ledger_battery import BatteryChain, freight, power
from support.ledger_world import made, replacing
from support.refusal import refused

from ledger.service.answers.restatement import RestatedFigure, restate
from schemas.signed.entry import Site
from schemas.vocabulary import Stage


def size_of(chain: BatteryChain) -> int:
    """The registry's size."""
    with chain.world.ledger.view() as view:
        return view.registry().size


def figures_since(
    chain: BatteryChain, since: int, until: int | None = None
) -> list[RestatedFigure]:
    """The restated figures; a ledger that remembers nothing lists the same ones."""
    found = restate(chain.world.ledger, since, until)
    chain.world.ledger.memory.forget()
    assert restate(chain.world.ledger, since, until) == found
    return list(found.figures)


def signed_total(chain: BatteryChain, name: str) -> str:
    """The total of a calculation as it was signed, with all digits."""
    return logged_total(chain.world.ledger, name)


def correct_mine(chain: BatteryChain, kwh: str = "200") -> str:
    """The mine corrects the energy that it used."""
    parts = {"inputs": [power(kwh)], "supersedes": replacing(chain.mined)}
    return chain.world.enter(chain.mine, [made(chain.mine)], **parts)


def test_a_correction_upstream_is_listed_with_its_effect(chain: BatteryChain) -> None:
    """The signed figure is before, that of a new calculation after; only the mine and the packs are computed."""
    name = calculated(chain)
    since = size_of(chain)
    newer = correct_mine(chain)
    (row,) = figures_since(chain, since)
    assert (row.id, row.issuer, row.model) == (name, chain.plant.id, "urn:test:model:1")
    assert (row.declarations, row.problem) == ((), None)
    (change,) = row.changes
    assert (change.index, change.statement, change.by) == (since, chain.mined, newer)
    assert (row.before, row.after) == (
        signed_total(chain, name),
        exact_total(chain.calculation()),
    )
    assert row.recomputed == (newer, chain.packs)
    assert row.kept == 1  # the recycler's treatment


def test_the_wave_goes_from_the_change_to_what_rests_on_it(chain: BatteryChain) -> None:
    """The mine, against the version that it replaced, 0.5 and 1 kg CO2e per kg; then the packs, one step further."""
    calculated(chain)
    since = size_of(chain)
    newer = correct_mine(chain)
    mine, packs = restate(chain.world.ledger, since).wave
    assert (mine.id, mine.tier, mine.rests_on) == (newer, 0, ())
    assert (mine.before, mine.after) == ("0.5", "1")
    assert (packs.id, packs.tier, packs.rests_on) == (chain.packs, 1, (newer,))
    assert packs.before is not None
    assert packs.after is not None
    assert Decimal(packs.after) - Decimal(packs.before) == Decimal("0.25")  # 50 kg in 100


def test_an_entry_behind_two_figures_is_once_in_the_wave(chain: BatteryChain) -> None:
    """Two calculations of the same packs have one wave."""
    calculated(chain)
    calculated(chain, capacity_kwh="3")
    since = size_of(chain)
    correct_mine(chain)
    found = restate(chain.world.ledger, since)
    assert len(found.figures) == 2
    assert [row.tier for row in found.wave] == [0, 1]


def test_each_correction_has_its_own_effect(chain: BatteryChain) -> None:
    """The figure after the first of two leaves is the one before the second, and both together are one restatement."""
    calculated(chain)
    since = size_of(chain)
    newer = correct_mine(chain)
    middle = size_of(chain)
    parts = {"inputs": [power("300")], "supersedes": replacing(newer)}
    chain.world.enter(chain.mine, [made(chain.mine)], **parts)
    (first,), (second,) = figures_since(chain, since, middle), figures_since(chain, middle)
    (both,) = figures_since(chain, since)
    assert first.after == second.before
    assert (both.before, both.after) == (first.before, second.after)
    assert both.changes == (*first.changes, *second.changes)
    assert first.before is not None
    assert second.before is not None
    assert second.after is not None
    steps = [
        Decimal(two) - Decimal(one)
        for one, two in ((first.before, second.before), (second.before, second.after))
    ]
    assert abs(steps[0] - steps[1]) < Decimal("1e-25")  # 100 kWh each


def test_changes_elsewhere_touch_no_figure(chain: BatteryChain) -> None:
    """A registration and an entry that no figure rests on."""
    calculated(chain)
    since = size_of(chain)
    site = Site(code="pit-2", country="SE")
    other = chain.world.enter(chain.mine, [made(chain.mine)], inputs=[power("1")], site=site)
    chain.world.withdraw(chain.mine, other)
    assert size_of(chain) > since
    assert figures_since(chain, since) == []


def test_a_withdrawal_leaves_no_figure(chain: BatteryChain) -> None:
    """The reason is in the place of the figure."""
    name = calculated(chain)
    since = size_of(chain)
    chain.world.withdraw(chain.recycler, chain.treatment)
    (row,) = figures_since(chain, since)
    assert (row.before, row.after) == (signed_total(chain, name), None)
    assert (row.recomputed, row.kept) == ((), 0)
    assert row.problem is not None
    assert row.problem.startswith("delivery.withdrawn: ")


def test_a_figure_that_was_missing_is_new_in_all_entries(chain: BatteryChain) -> None:
    """The ore is withdrawn, and the plant corrects its packs to use none."""
    calculated(chain)
    chain.world.withdraw(chain.mine, chain.shipped)
    since = size_of(chain)
    inputs = [power("40", Stage.MAIN_PRODUCTION), freight("10")]
    draft = chain.packs_of("40", inputs=inputs, supersedes=replacing(chain.packs))
    packs = chain.world.submit(draft, chain.plant.working).id
    (row,) = figures_since(chain, since)
    assert (row.before, row.problem) == (None, None)
    assert row.after is not None
    assert packs in row.recomputed
    assert row.kept == 0


def test_a_batch_of_the_product_is_a_change(chain: BatteryChain) -> None:
    """The figure after it counts the batch."""
    elsewhere = {"site": Site(code="plant-2", country="SE")}
    batch(chain, "2025-01-01", "2025-07-01", "40", **elsewhere)
    calculated(chain, site="plant-2")
    since = size_of(chain)
    added = batch(chain, "2025-07-01", "2026-01-01", **elsewhere)
    (row,) = figures_since(chain, since)
    assert [(change.event, change.statement) for change in row.changes] == [("added", added)]
    assert row.recomputed == (added,)
    assert row.after == exact_total(chain.calculation(site="plant-2")) != row.before


def test_declarations_are_named(chain: BatteryChain) -> None:
    """A reader learns which published figures the change concerns."""
    name = declared(chain)
    since = size_of(chain)
    correct_mine(chain)
    (row,) = figures_since(chain, since)
    assert row.declarations == (name,)


def test_a_calculation_begins_at_its_own_state(chain: BatteryChain) -> None:
    """Changes before it are in its signed figure; up to its state there is no figure of it."""
    first = correct_mine(chain)
    at = size_of(chain)
    name = calculated(chain)
    assert figures_since(chain, 0) == []
    parts = {"inputs": [power("300")], "supersedes": replacing(first)}
    newer = chain.world.enter(chain.mine, [made(chain.mine)], **parts)
    (row,) = figures_since(chain, 0)
    assert [change.by for change in row.changes] == [newer]
    assert row.before == signed_total(chain, name)
    assert figures_since(chain, 0, at) == []


@pytest.mark.parametrize(("since", "until"), [(-1, 1), (2, 2), (3, 2), (0, 10_000), (10_000, None)])
def test_sizes_without_leaves_are_refused(
    chain: BatteryChain, since: int, until: int | None
) -> None:
    """There is no change between them."""
    with refused("registry.size"):
        restate(chain.world.ledger, since, until)
