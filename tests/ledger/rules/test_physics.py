"""Physics: a battery cannot hold more energy than its stated elements store."""

import pytest
from support.carriers import chemistry, holding
from support.graph import STUDY, ident
from support.graph_battery import Declared
from support.rows import inventory, made, taken

from ledger.footprint.graph.composition import product_rows
from ledger.rules.physics import physics_problems
from schemas.signed.rulebook import Rulebook

IMPOSSIBLE = [("physics.impossible_capacity", ident("plant"))]


def problems(it: Declared, rulebook: Rulebook = STUDY) -> list[tuple[str, str]]:
    """Code and subject of what the physics of a declaration breaks."""
    found = physics_problems(it.calculation, product_rows(it.parts()), rulebook)
    return [(problem.code, problem.subject) for problem in found]


@pytest.mark.parametrize(
    ("element", "volts", "capacity", "kg", "possible"),
    [
        ("Li", "3.90", "75", "4.6", False),
        ("Li", "3.90", "75", "4.8", True),
        ("Li", "3.90", "75", "6.9", True),
        ("Li", "3.45", "60", "4.27", False),
        ("Li", "3.45", "60", "4.28", True),
        ("Li", "2.50", "10", "0.9", False),
        ("V", "0.70", "8300", "21000", False),
        ("V", "0.70", "8300", "43600", True),
    ],
)
def test_the_vectors_of_faraday(
    element: str,
    volts: str,
    capacity: str,
    kg: str,
    possible: bool,  # noqa: FBT001
) -> None:
    """NMC811, LFP, LTO at 0.09 kg per kWh, a vanadium battery: below the bound by more than 5 % is impossible."""
    it = holding(capacity, "100000", **{element: kg})
    assert problems(it, chemistry(element, volts)) == ([] if possible else IMPOSSIBLE)


@pytest.mark.parametrize(("kg", "possible"), [("3.88", False), ("3.89", True)])
def test_the_loosest_voltage_bounds_a_battery_of_unstated_chemistry(
    kg: str,
    possible: bool,  # noqa: FBT001
) -> None:
    """75 kWh at 4.75 V need 4.0885 kg of lithium, and 95 % of that is accepted."""
    assert problems(holding("75", Li=kg)) == ([] if possible else IMPOSSIBLE)


def test_another_carrier_counts_beside_a_trace_of_lithium() -> None:
    """A lead battery with a trace of lithium is honest; a lithium battery with a trace of vanadium is not."""
    assert problems(holding("10", Li="0.001", Pb="40")) == []
    assert problems(holding("75", Li="3", V="0.001")) == IMPOSSIBLE


def test_what_states_no_carrier_or_no_mass_is_not_judged() -> None:
    """Article 8 asks for nickel and cobalt alone; a piece of unstated mass may weigh anything."""
    assert problems(holding("75", Ni="30")) == []
    assert problems(holding("75")) == []
    assert problems(holding("75", None, Li="0.1")) == []


def test_what_is_withheld_or_no_battery_is_not_judged() -> None:
    """Without outputs, or without batteries on them, there is nothing to divide."""
    it = holding("75", Li="0.1")
    record = it.chain.entries[ident("plant")]
    it.chain.entries[ident("plant")] = record._replace(product=None)
    assert problems(it) == []
    it.chain.entries[ident("plant")] = record._replace(inventory=None)
    assert problems(it) == []
    silent = inventory(made("plant", "4", unit="piece"), inputs=[taken("ore", "300")])
    it.chain.entries[ident("plant")] = record._replace(inventory=silent)
    assert problems(it) == []


def test_a_rulebook_without_bounds_judges_nothing() -> None:
    """The bound is data of the rulebook."""
    bare = STUDY.model_copy(update={"conservative": None})
    assert problems(holding("75", Li="0.1"), bare) == []


def test_a_line_in_kg_weighs_its_amount() -> None:
    """Half a kg per kg stated would double nothing and halve nothing."""
    it = holding("75", "1", Li="0.01")
    record = it.chain.entries[ident("plant")]
    battery = inventory(made("plant", "1600", batteries=4), inputs=[taken("ore", "300")])
    it.chain.entries[ident("plant")] = record._replace(inventory=battery)
    it.rows[0].update(amount="1600", unit="kg")
    assert problems(it) == []
    assert record.product is not None
    line = record.product.lines[0].model_copy(update={"kg_per_unit": "100"})
    false = record.product.model_copy(update={"lines": (line,)})
    thin = inventory(made("plant", "160", batteries=4), inputs=[taken("ore", "300")])
    it.chain.entries[ident("plant")] = record._replace(inventory=thin, product=false)
    it.rows[0].update(amount="160")
    assert problems(it) == IMPOSSIBLE
