"""Tests for one battery of a calculation, by its maker's and its suppliers' words."""

from decimal import Decimal

import pytest
from support.balanced import line
from support.carriers import holding
from support.chosen import choice_context
from support.graph import STUDY, ident, weighing
from support.graph_battery import Declared
from support.rows import inventory, made, taken, used

from ledger.choices.battery import Battery, battery_of
from ledger.footprint.graph.composition import product_rows
from schemas.signed.entry import Product


def battery(it: Declared) -> Battery | None:
    """The battery of the one product row."""
    context = choice_context(it)
    assert STUDY.conservative is not None
    (part,) = product_rows(context.rows)
    return battery_of(context, part, STUDY.conservative)


def test_a_battery_has_the_content_that_its_maker_states() -> None:
    """400 kg, of which 6 are lithium."""
    found = battery(holding("75", Li="6", Ni="30"))
    assert found is not None
    assert (found.kg, found.content) == (400, found.own)
    assert found.own == {"Li": 6, "Ni": 30}


def test_a_battery_of_unstated_mass_states_no_content() -> None:
    """Fractions of an unknown mass are no kg."""
    found = battery(holding("75", None, Li="6"))
    assert found == Battery(None, {}, {})


def test_a_line_that_counts_no_batteries_is_none() -> None:
    """Nothing divides its mass."""
    it = holding("75", Li="6")
    record = it.chain.entries[ident("plant")]
    bare = inventory(made("plant", "4", unit="kg"), inputs=[taken("ore", "300")])
    it.chain.entries[ident("plant")] = record._replace(inventory=bare)
    assert battery(it) is None


@pytest.mark.parametrize(
    ("process", "elements", "kg"),
    [
        ("raw_material.cathode_active_material", {"Li": "0.02"}, "1.5"),
        ("raw_material.unspecified", {"Li": "0.07", "Ni": "0.48"}, "5.25"),
        ("raw_material.unspecified", {"Li": "0.02"}, None),
        ("raw_material.cathode_active_material", {"Ni": "0.48"}, None),
    ],
)
def test_a_battery_that_states_no_carrier_has_that_of_its_cathode(
    process: str, elements: dict[str, str], kg: str | None
) -> None:
    """300 kg of cathode for four batteries, recognised under any code; one without a carrier says nothing."""
    it = holding("75", "2000")
    goods = inventory(made("mine", "1000"), inputs=[used("test:lime", "1000")])
    it.chain.enter("mine", goods, Product(lines=(line(**elements),)), process=process)
    found = battery(it)
    assert found is not None
    assert found.content.get("Li") == (None if kg is None else Decimal(kg))
    assert found.own == {}


def test_a_chain_without_a_cathode_says_nothing() -> None:
    """Where it was bought as a dataset, the rest of the chain holds traces."""
    it = holding("75", "2000")
    it.chain.enter("mine", it.chain.entries[ident("mine")].inventory, weighing("1"))
    assert battery(it) == Battery(Decimal(2000), {}, {})
