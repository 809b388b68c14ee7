"""The rows of a calculation: the declared figure, parts, stages, and made entries."""

from decimal import Decimal

import pytest
from support.graph import STUDY, YEAR, ident, weighing
from support.graph_battery import Declared, declared, row
from support.refusal import refused
from support.rows import avoided, inventory, made

from ledger.footprint.analysis.declared_figure import declared_cells
from ledger.footprint.analysis.unit_of_figure import peak_power, per_unit
from ledger.footprint.graph.cells import exact_sum, format_stages, stages_of, total_of
from ledger.footprint.graph.composition import (
    product_mass,
    product_name,
    product_power,
    product_rows,
)
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import EXPLAIN
from ledger.footprint.valuation.figure import figures
from ledger.rules.composition import made_problems
from schemas.signed.entry import Product, ProductLine
from schemas.values import Period


def cells(it: Declared) -> dict | None:
    """The declared cells."""
    found = figures(it.resolve(), FactorTable(it.chain.factor_sets, STUDY), STUDY)
    return declared_cells(it.parts(), found, it.calculation, STUDY)


def test_a_composition_in_order() -> None:
    """A product counted whole and the treatment of its mass break no rule."""
    it = declared()
    assert it.problems() == []
    assert it.faults() == []
    assert it.missing_stages() == []


def test_the_declared_figure() -> None:
    """600 kg for ore, 20 kg transport and 200 kg treatment over 4 batteries of 36000 kWh."""
    it = declared()
    found = cells(it)
    assert found is not None
    stages = {row.stage.value: row.value for row in format_stages(found)}
    assert stages == {
        "raw_material": "0.004166666666666666666666666666666667",
        "main_production": "0",
        "distribution": "0.0001388888888888888888888888888888889",
        "end_of_life": "0.001388888888888888888888888888888889",
    }
    assert exact_sum(stages_of(found).values()) == total_of(found)


def test_total_energy_enters_as_a_ratio() -> None:
    """Thirds of a kWh leave no rounding of their own: 620 kg over 4 x 1/3 kWh is 465 kg per kWh."""
    it = declared()
    del it.rows[1]
    it.asserted = {"total_energy": {"numerator": "1", "denominator": "3"}}
    assert total_of(cells(it) or {}) == Decimal(465)


def test_a_row_without_a_figure_leaves_the_whole_without_one() -> None:
    """Without the figure of one row there is no declared figure."""
    it = declared()
    it.chain.enter("recycler", None)
    assert cells(it) is None


def test_an_overflow_is_refused() -> None:
    """Cells of 1e31 kg per kWh or more are refused, as everywhere."""
    it = declared()
    it.asserted = {"total_energy": {"numerator": "0." + "0" * 29 + "1", "denominator": "9" * 18}}
    with refused("figure.overflow"):
        cells(it)


def test_a_row_that_cannot_be_resolved_is_no_part() -> None:
    """A missing or withdrawn statement gives fewer parts than rows."""
    it = declared()
    del it.chain.deliveries[ident("treatment")]
    assert [part.entry for part in it.parts()] == [ident("plant")]
    it.chain.change("withdrawn", "plant", "withdrawal")
    assert it.parts() == ()


def test_parts_are_the_newest_versions() -> None:
    """A row of an old entry counts the entry that replaced it."""
    it = declared()
    record = it.chain.entries[ident("plant")]
    it.chain.entries[ident("plant 2")] = record._replace(id=ident("plant 2"))
    it.chain.change("superseded", "plant", "plant 2")
    assert ident("plant 2") in {part.entry for part in it.parts()}
    assert it.problems() == []


def left_out(it: Declared, *names: str) -> list[tuple[str, str]]:
    """The findings on made entries of these names that are left out."""
    made_of = list(map(ident, names))
    found = made_problems(it.calculation, it.composition, made_of, it.chain.records())
    return [(problem.code, problem.subject) for problem in found]


def test_every_entry_that_made_the_product_is_used_or_excluded() -> None:
    """An entry of this model in the period that no row counts is a finding, unless it is excluded."""
    it = declared()
    battery = inventory(made("night", "50", batteries=1))
    it.chain.enter(
        "night", battery, weighing("1"), model="urn:test:model", issuer=it.calculation.issuer
    )
    assert left_out(it, "plant") == []
    assert left_out(it, "plant", "night") == [("composition.missing_entry", ident("night"))]
    it.exclusions = [{"entry": ident("night"), "reason": "trial run"}]
    assert left_out(it, "plant", "night") == []


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("2024-01-01", "2025-01-01", False),
        ("2024-12-31", "2025-01-02", True),
        ("2025-12-01", "2026-01-01", True),
        ("2025-12-01", "2026-01-02", False),
        ("2026-01-01", "2027-01-01", False),
    ],
)
def test_only_the_period_counts(start: str, end: str, told: bool) -> None:  # noqa: FBT001
    """An entry is left out only if its last day is in the calculation's period."""
    it = declared()
    it.chain.enter("night", inventory(made("night", "50")), period=Period(start=start, end=end))
    assert bool(left_out(it, "night")) is told
    assert it.calculation.period == YEAR


def test_made_entries_are_followed_to_their_newest_version() -> None:
    """A corrected entry counts as its successor; a withdrawn one does not count; an unavailable one is missing."""
    it = declared()
    it.chain.change("superseded", "draft", "plant")
    assert left_out(it, "draft") == []
    it.chain.change("withdrawn", "cancelled", "withdrawal")
    assert left_out(it, "cancelled") == []
    assert left_out(it, "lost") == [("statement.missing", ident("lost"))]


def test_counting_it_in_another_role_is_no_use() -> None:
    """A made entry in the role of distribution is still left out as a product."""
    it = declared()
    it.chain.enter("night", inventory(made("night", "50")), issuer=it.calculation.issuer)
    it.rows.append(row("distribution", "50", entry="night"))
    assert left_out(it, "night") == [("composition.missing_entry", ident("night"))]


def test_the_recycler_may_avoid_what_the_battery_holds() -> None:
    """End of life that credits the ore of the battery's own mine is not counted twice by that."""
    it = declared()
    it.chain.deliver("ore priced", "mine", "recycler", None)
    rows = [avoided("5", delivery="ore priced")]
    it.chain.enter("recycler", inventory(made("recycler", "100"), avoided=rows))
    assert it.problems() == []


def test_mass_peak_power_and_name_are_of_the_product_lines() -> None:
    """200 kg at 0.25 kWp each are 50 kWp; what a line does not state is unknown, and so is a withheld section."""
    it = declared()
    record = it.chain.entries[ident("plant")]
    stated = ProductLine(
        line="main", name="cell", form="as_is", kg_per_unit="1", kwp_per_unit="0.25"
    )
    for product, *expected in (
        (Product(lines=(stated,)), 200, 50, "cell"),
        (weighing("1"), 200, None, None),
        (None, None, None, None),
    ):
        it.chain.entries[ident("plant")] = record._replace(product=product)
        products = product_rows(it.parts())
        found = [product_mass(products), product_power(products), product_name(products)]
        assert found == expected
        each = expected[1] and EXPLAIN.multiply(Decimal(50), per_unit(it.calculation))
        assert peak_power(products, it.calculation) == each
