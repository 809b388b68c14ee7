"""Recycling at end of life that goes into a product: makers who call themselves recyclers."""

from decimal import Decimal

import pytest
from support.graph import ident
from support.graph_battery import Declared
from support.graph_circular import NICKEL, battery, holding, read, recycled
from support.rows import Row, avoided, inventory, made, taken, used

from ledger.footprint.graph.resolution import Observation
from ledger.rules.circular import circular_faults

END = {"stage": "end_of_life"}


def faults(it: Declared) -> list[Observation]:
    """The faults under the formula's rules."""
    return list(circular_faults(it.parts(), read(it)))


def end_of_life(name: str, it: Declared, *, burdens: tuple[Row, ...] = (), **lists: object) -> None:
    """An entry of 50 kg that calls itself recycling, with these lists beside its burdens."""
    rows = burdens or (used("test:melt", "50", **END),)
    made_of = inventory(made(name, "50"), inputs=list(rows), **lists)
    it.chain.enter(name, made_of, holding("0.25"), process="end_of_life.hydrometallurgy")


@pytest.mark.parametrize(
    ("line", "effect"),
    [
        (avoided("2", delivery="price", material="Ni"), Decimal("-4.56")),
        (avoided("0.0001", "test:ni", material="Ni"), Decimal("-2.00032")),
        (avoided("2", "test:heat", unit="MJ", recovery="energy"), Decimal("-0.04")),
    ],
)
def test_recycling_is_not_counted_in_what_is_made(line: Row, effect: Decimal) -> None:
    """A maker upstream calls itself a recycler: a token credit would leave 1-A of its burdens, 8 of 10 kg."""
    it = battery(inputs=(NICKEL, recycled("leach", flow="test:ni")))
    end_of_life("leach", it, avoided=[line])
    it.chain.deliver("price", "refinery", "leach", None)
    it.chain.deliver("leach", "leach", "plant", "10")
    (fault,) = (row for row in faults(it) if row.code == "cff.recycling_used")
    assert (fault.subject, fault.effect) == (ident("plant"), effect)
    assert "in an entry without avoided lines" in fault.detail


def test_a_recycler_s_goods_without_credits_are_used() -> None:
    """Its own emissions count whole. Goods with another recycler's credit bring that credit in, one step further on."""
    it = battery(inputs=(NICKEL, recycled("leach", flow="test:ni")))
    burnt = used("test:melt", "5", purpose="energy_recovery", **END)
    end_of_life("leach", it, burdens=(burnt,))
    it.chain.deliver("leach", "leach", "plant", "10")
    assert [(row.code, row.subject) for row in faults(it)] == []
    end_of_life("first", it, avoided=[avoided("2", "test:ni", material="Ni")])
    it.chain.deliver("sorted", "first", "leach", "10")
    end_of_life("leach", it, burdens=(burnt, taken("sorted", "10")))
    assert [(row.code, row.subject) for row in faults(it)] == [
        ("cff.recycling_used", ident("plant"))
    ]


@pytest.mark.parametrize("purpose", ["material", "disposal", "energy_recovery", "transport"])
def test_a_second_recycler_does_not_hide_recycling(purpose: str) -> None:
    """Its goods count under the term of the purpose that they are used for, and are found by the graph."""
    it = battery(inputs=(NICKEL, recycled("leach", flow="test:ni")))
    end_of_life("first", it, avoided=[avoided("0.0001", "test:ni", material="Ni")])
    it.chain.deliver("sorted", "first", "leach", "50")
    end_of_life("leach", it, burdens=(taken("sorted", "50", purpose=purpose),))
    it.chain.deliver("leach", "leach", "plant", "10")
    assert ("cff.recycling_used", ident("plant")) in [(row.code, row.subject) for row in faults(it)]


def test_a_plant_is_no_recycler_of_its_own_battery() -> None:
    """The product's own entry calls itself recycling, so that 1-A of its burdens would count."""
    it = battery()
    record = it.chain.entries[ident("plant")]
    assert record.inventory is not None
    credit = inventory(made("plant", "200"), avoided=[avoided("1", "test:ni", material="Ni")])
    lists = record.inventory.model_copy(update={"avoided": credit.avoided})
    process = {"process": "end_of_life.shredding", "model": record.entry.model}
    it.chain.enter("plant", lists, holding("0.175"), **process)
    assert [(row.code, row.subject) for row in faults(it)] == [
        ("cff.recycling_used", ident("plant"))
    ]
