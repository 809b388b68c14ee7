"""What searches of the grammar found (`test_grammar`), at its shortest; the rule that closed each is general."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest
from support.grammar.chains import CHAINS
from support.grammar.covered import assert_covered
from support.grammar.fields import Value
from support.grammar.history import another_lot, beside_the_truth, without_entry
from support.grammar.rows_left_out import cheap, inputs_of, with_rows, without
from support.grammar.run import RULEBOOKS
from support.grammar.search import ROUNDING
from support.grammar.structure import as_mine, beside_a_token, hydrate, in_unit
from support.grammar.substitution import as_heat, instead, of_file
from support.grammar.world import World, judge, judge_unsettled
from support.graph import ident


def _by_hydro(world: World, name: str) -> World:
    """The power of an entry by a clean flow."""
    rows = [
        {**row, "flow": "t:hydro"} if row["unit"] == "kWh" else row
        for row in inputs_of(world, name)
    ]
    return with_rows(world, name, rows)


def _scrap(world: World, name: str) -> World:
    return beside_a_token(world, name, "scrap", None, "1000")


def _received_scrap(world: World, name: str) -> World:
    """Another flow in the place of the cathode that is received, which its maker calls scrap."""
    (at,) = (
        at for at, row in enumerate(inputs_of(world, name)) if row.get("delivery") == ident("cam")
    )
    world = without(name, at)(world)
    filler = cheap("t:electrolyte", "kg", "material", "50000")
    world = with_rows(world, name, [*inputs_of(world, name), filler])
    return beside_a_token(world, "cam", "scrap", None, "1000")


def _wet(world: World, name: str) -> World:
    """Cells without graphite, electrolyte and casing, which are a hydrate of the elements that they state."""
    left_out = {"t:graphite", "t:electrolyte", "t:aluminium"}
    rows = [row for row in inputs_of(world, name) if row.get("flow") not in left_out]
    return hydrate(with_rows(world, name, rows), name)


def _taken_up(world: World) -> World:
    """The gases of the packs are called taken up."""
    stated = world.entries["pack"]
    gases: list[dict[str, Value]] = stated.inventory["emissions"]  # type: ignore[assignment]
    inventory = {**stated.inventory, "emissions": [{**row, "origin": "uptake"} for row in gases]}
    return world.with_entry("pack", replace(stated, inventory=inventory))


def _as_heat_before(world: World) -> World:
    """The fuel of the mine is left out by a correction of an entry whose power is called heat."""
    world = beside_the_truth(world, "ore", 0, "corrected")
    (change,) = (it for it in as_heat(world, Random(0)) if it.place == "ore before as heat")  # noqa: S311
    return change.make(world)


def _left_out(world: World) -> World:
    """A dirty shift is excluded, and lacks the steel that the clean one holds: each could stand for the other."""
    rows = [row for row in inputs_of(world, "pack") if row.get("flow") != "t:steel"]
    return without_entry(with_rows(world, "pack", rows), "pack", "excluded")


def _from_spare(world: World) -> World:
    """The packs' parts come from the lot that nobody drew on."""
    (change,) = (it for it in another_lot(world, Random(0)) if it.place == "part from spare")  # noqa: S311
    return change.make(world)


def _of_another_process(world: World, assay: dict[str, str] | None = None) -> World:
    """Goods of a furnace that states no elements, or little of them, without its power, by another process."""
    world = with_rows(world, "carbon", inputs_of(world, "carbon")[:1])
    stated = world.entries["carbon"]
    held = [{"element": key, "fraction": part} for key, part in (assay or {}).items()]
    lines: list[dict[str, Value]] = list(stated.product["lines"])  # type: ignore[call-overload]
    product: dict[str, Value] = {"lines": [{**line, "elements": held} for line in lines]}
    header = {**stated.header, "process": "raw_material.coating"}
    return world.with_entry("carbon", replace(stated, header=header, product=product))


def _renamed(world: World, name: str, product: str) -> World:
    """The main output of an entry under another product id."""
    stated = world.entries[name]
    outputs: list[dict[str, Value]] = stated.inventory["outputs"]  # type: ignore[assignment]
    rows = [{**row, "product": product} if row["line"] == "main" else row for row in outputs]
    return world.with_entry(name, replace(stated, inventory={**stated.inventory, "outputs": rows}))


def _nowhere(world: World, name: str) -> World:
    """An entry at a site without a country, so that nothing values its power."""
    stated = world.entries[name]
    site = {**stated.header["site"], "country": "GLO"}  # type: ignore[dict-item]
    return world.with_entry(name, replace(stated, header={**stated.header, "site": site}))


def _by_pilot(world: World) -> World:
    """What was treated is priced by a pilot run."""
    (change,) = (it for it in another_lot(world, Random(0)) if it.place == "treatment from pilot")  # noqa: S311
    return change.make(world)


def _called(world: World, name: str, process: str) -> World:
    """An entry under another process."""
    stated = world.entries[name]
    return world.with_entry(name, replace(stated, header={**stated.header, "process": process}))


def _unstated(world: World) -> World:
    """Hours that were delivered and are not drawn, whose delivery states no amount."""
    sent = {**world.deliveries["coating"], "use": "representative", "amount": None}
    return without("pack", 3)(world.with_delivery("coating", sent))


def _recycled_later(world: World) -> World:
    """What counts lacks its power; the version after it has it, and calls its copper recycled in place of gravel."""
    (power,) = (at for at, row in enumerate(inputs_of(world, "cell")) if row["unit"] == "kWh")
    world = beside_the_truth(world, "cell", power, "corrected later")
    said = {"material": "Cu", "evidence": "traced", "flow": "t:gravel"}
    rows = [
        {**row, "recycled": said} if row.get("flow") == "t:copper" else row
        for row in inputs_of(world, "cell before")
    ]
    return with_rows(world, "cell before", rows)


COUNTEREXAMPLES: dict[str, tuple[str, Callable[[World], World]]] = {
    "a choice behind a line without burdens": (
        "datasets",
        lambda world: _scrap(_by_hydro(world, "cell"), "cell"),
    ),
    "a choice upstream of a line without burdens": (
        "iron",
        lambda world: _scrap(_by_hydro(world, "dirty"), "cell"),
    ),
    "goods received and not drawn, whose maker calls them scrap": (
        "nickel",
        lambda world: _received_scrap(world, "cell"),
    ),
    "goods left out behind the water of a formula": ("nickel", lambda world: _wet(world, "cell")),
    "gases that are called taken up": ("works", _taken_up),
    "an excluded entry that lacks what a counted one holds": ("shifts", _left_out),
    "an earlier version whose power was called heat": ("nickel", _as_heat_before),
    "a clean lot is delivered, and the power of the dirty one called clean": (
        "works",
        lambda world: _by_hydro(_from_spare(world), "part"),
    ),
    "packs that are mined, of a little of a cheap metal": (
        "nickel",
        lambda world: as_mine(world, "pack", {"Fe": "0.02"}),
    ),
    "a look-alike lot of another time and product": (
        "works",
        lambda world: _renamed(
            beside_the_truth(world, "acid", 0, "look-alike"), "acid before", "urn:test:other"
        ),
    ),
    "the words of a version behind a look-alike": (
        "shifts",
        lambda world: beside_the_truth(
            beside_the_truth(world, "pack", 2, "corrected"), "pack before", 2, "look-alike"
        ),
    ),
    "goods left out that have no figure": (
        "shifts",
        lambda world: without_entry(_nowhere(world, "pack"), "pack", "excluded"),
    ),
    "a pilot run of goods that are called others": (
        "works",
        lambda world: _renamed(_by_pilot(world), "recycler", "urn:test:other"),
    ),
    "a pilot run, and a year's entry that has no figure under its process": (
        "works",
        lambda world: _called(_by_pilot(world), "recycler", "raw_material.energy_supply"),
    ),
    "goods of a furnace that state no element, under another process": (
        "works",
        _of_another_process,
    ),
    "goods of a furnace that state a trace, under another process": (
        "works",
        lambda world: _of_another_process(world, {"Fe": "0.02"}),
    ),
    "hours left out whose delivery states no amount": ("works", _unstated),
    "goods that are not drawn, whose entry was corrected later": (
        "works",
        lambda world: beside_the_truth(without("pack", 2)(world), "acid", 0, "corrected later"),
    ),
    "a later version whose copper is called recycled": ("nickel", _recycled_later),
    "packs that are mined": ("iron", lambda world: as_mine(world, "pack", {"Si": "0.05"})),
    "cells that are mined": ("datasets", lambda world: as_mine(world, "cell", {"Fe": "0.02"})),
    "a part that is mined": ("works", lambda world: as_mine(world, "part", {"Si": "0.05"})),
    "a later version whose goods are called scrap": (
        "nickel",
        lambda world: beside_the_truth(
            beside_a_token(world, "recycler", "scrap", None, "0.001"),
            "recycler",
            1,
            "corrected later",
        ),
    ),
}
"""What searches found, at its shortest; the rule that closed each is general."""


@pytest.mark.parametrize("name", COUNTEREXAMPLES)
def test_what_a_search_found_is_closed(name: str) -> None:
    """Under every rulebook that accepts it."""
    assert_covered(*COUNTEREXAMPLES[name])


def _by_file(world: World, name: str, row: int) -> World:
    """Goods that are not in kg by a file whose figure is next to nothing; no statement of their maker is there."""
    stated = inputs_of(world, name)[row]
    (cited,) = (key for key in world.deliveries if ident(key) == stated["delivery"])
    value = of_file(stated, str(world.deliveries[cited]["from"]))
    return instead(name, row, cited, value)(world)


def _counted_otherwise(world: World) -> World:
    """Hours by a dataset, while the supplier and its other customer count them in another unit."""
    row = cheap("t:coating", "h", "processing", "50")
    return in_unit(instead("pack", 3, "coating", row)(world), "coating frame", "m3", None)


def _larger(world: World) -> World:
    """A capacity that batteries of the true vehicle category do not have."""
    asserted = {**world.asserted, "capacity_kwh": "40", "vehicle_category": "M1"}
    asserted["total_energy"] = {"numerator": "12000", "denominator": "1"}
    return replace(world, asserted=asserted)


def test_a_larger_capacity_leaves_the_least_vehicle_category() -> None:
    """Where neither is settled, the category goes by the least capacity."""
    for rulebook in RULEBOOKS:
        honest = judge(CHAINS["works"](), rulebook)
        verdict = judge_unsettled(_larger(CHAINS["works"]()), rulebook)
        assert honest is not None
        assert verdict is not None
        assert verdict.settled is not None
        assert verdict.settled >= honest.outcome.total - ROUNDING


WITHOUT_A_TRACE: dict[str, tuple[int, Callable[[World], World]]] = {
    "a file in another unit than kg": (2, lambda world: _by_file(world, "pack", 2)),
    "a dataset in a unit that nobody else states": (3, _counted_otherwise),
}
"""Rows of unknown mass that are valued in other words, by their place among those of the packs."""


@pytest.mark.parametrize("name", WITHOUT_A_TRACE)
def test_what_can_be_left_out_without_a_trace_counts_no_less_in_other_words(name: str) -> None:
    """Acid of unknown mass and hours of work break no balance: to leave them out is the worst of a blind spot."""
    at, change = WITHOUT_A_TRACE[name]
    world = CHAINS["works"]()
    verdict = judge(change(world), RULEBOOKS[1])
    left_out = judge(without("pack", at)(world), RULEBOOKS[1])
    assert verdict is not None
    assert left_out is not None
    assert verdict.settled is not None
    assert left_out.outcome.total - ROUNDING <= verdict.settled


def test_two_versions_that_leave_out_different_things_are_covered() -> None:
    """What counts lacks its power; the withdrawn version has it, and calls the goods mined in place of its materials.

    What such goods do not explain is priced at who uses them, and an alternative has no user: it counts as the dearest.
    """
    honest = CHAINS["datasets"]()
    (power,) = (at for at, row in enumerate(inputs_of(honest, "cell")) if row["unit"] == "kWh")
    change = beside_the_truth(CHAINS["datasets"](), "cell", power, "withdrawn")
    verdict = judge(as_mine(change, "cell before", {"Si": "0.05"}), RULEBOOKS[1])
    right = judge(honest, RULEBOOKS[1])
    assert verdict is not None
    assert right is not None
    assert verdict.settled is not None
    assert verdict.settled >= right.outcome.total - ROUNDING
