"""R2 and the other parameters of recovered materials, compared with the content of the battery."""

from decimal import Decimal

import pytest
from support.graph import STUDY, Graph, factors, ident
from support.graph_battery import Declared, declared
from support.rows import Row, avoided, inventory, made, used

from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.resolution import Observation
from ledger.footprint.plausibility.context import PlausibilityContext
from ledger.footprint.plausibility.recovery import Recovery, recoveries, recovery_faults
from ledger.footprint.valuation.figure import figures
from ledger.rulebooks.catalog import load_rulebook
from schemas.signed.entry import Element, Product, ProductLine
from schemas.signed.rulebook import Rulebook

DRAFT = load_rulebook("eu-ev-draft-2024")
NICKEL = factors({"test:ni": "20", "test:melt": "1"})


def holding(nickel: str, fraction_of: str = "Ni") -> Product:
    """A line of kg with this fraction of an element."""
    element = Element(element=fraction_of, fraction=nickel)
    return Product(
        lines=(ProductLine(line="main", form="as_is", kg_per_unit="1", elements=(element,)),)
    )


def battery(*lines: Row, nickel: str = "0.1") -> Declared:
    """200 kg of battery with a share of nickel; a recycler of 100 kg recovers these lines."""
    it = declared()
    sets = (*it.chain.factor_sets, NICKEL)
    it.chain = Graph(sets, it.chain.entries, it.chain.deliveries)
    plant = it.chain.entries[ident("plant")]
    it.chain.enter("plant", plant.inventory, holding(nickel), model=plant.entry.model)
    rows = [used("test:melt", "50", stage="end_of_life")]
    treated = inventory(made("recycler", "100"), inputs=rows, avoided=list(lines))
    it.chain.enter("recycler", treated, process="end_of_life.hydrometallurgy")
    return it


def seen(it: Declared, rulebook: Rulebook = DRAFT) -> tuple[list[Recovery], list[Observation]]:
    """The recoveries of a declared battery, and the findings on them."""
    resolution, rows = it.resolve(), it.parts()
    table = FactorTable(it.chain.factor_sets, rulebook)
    context = PlausibilityContext(resolution, figures(resolution, table, rulebook), table, rulebook)
    found = list(recoveries(rows, context))
    return found, list(recovery_faults(rows, found))


def test_r2_is_recovered_over_contained() -> None:
    """9 kg of nickel of 100 kg treated, from batteries of a tenth nickel: R2 = 0.9, the credit (1-A) E*v."""
    (found,), faults = seen(battery(avoided("9", "test:ni", material="Ni")))
    assert (found.recovered, found.contained, found.r2) == (
        Decimal("0.09"),
        Decimal("0.1"),
        Decimal("0.9"),
    )
    assert (found.a, found.qs_out, found.credit) == (
        Decimal("0.2"),
        Decimal(1),
        Decimal("-1.44"),
    )
    assert faults == []


def test_a_salt_counts_by_the_metal_in_it() -> None:
    """20 kg of a salt of a quarter nickel are 5 kg of nickel."""
    it = battery(avoided("20", delivery="salt", material="Ni"))
    it.chain.enter(
        "refinery",
        inventory(made("refinery", "10"), inputs=[used("test:ni", "1")]),
        holding("0.25"),
    )
    it.chain.deliver("salt", "refinery", "recycler", None)
    (found,), faults = seen(it)
    assert (found.recovered, faults) == (Decimal("0.05"), [])


def test_more_recovered_than_contained_is_reported_with_its_credit() -> None:
    """15 kg of nickel of 10 kg contained: a third of the credit of 240 kg is too much, so the figure is too low."""
    (found,), (fault,) = seen(battery(avoided("15", "test:ni", material="Ni")))
    assert found.r2 == Decimal("1.5")
    assert (fault.code, fault.subject) == ("cff.recovered_above_contained", ident("recycler"))
    assert fault.effect is not None
    assert abs(fault.effect + 80) < Decimal("1e-40")


def test_what_is_not_stated_has_no_r2() -> None:
    """A material that no entry of the chain states has an unknown content, and the default A."""
    lines = [avoided("5", "test:ni", material="Co"), avoided("5", "test:ni", material="PP")]
    found, faults = seen(battery(*lines))
    assert {row.material: (row.contained, row.r2) for row in found} == {
        "Co": (None, None),
        "PP": (None, None),
    }
    assert [row.a for row in found] == [Decimal("0.2"), Decimal("0.5")]
    assert faults == []


@pytest.mark.parametrize("rulebook", [STUDY, DRAFT])
def test_without_a_material_or_the_formula_nothing_is_listed(rulebook: Rulebook) -> None:
    """Full substitution has no R2, nor has a line that states no material."""
    lines = (
        [avoided("5", "test:ni")] if rulebook is DRAFT else [avoided("5", "test:ni", material="Ni")]
    )
    assert seen(battery(*lines), rulebook) == ([], [])
