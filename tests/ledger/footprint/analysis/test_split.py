"""A figure split by its evidence: rows of shown inventories, and supplier figures for goods without one."""

from decimal import Decimal

from support.graph import STUDY, Graph, factors, ident
from support.graph_rated import DRAFT, mined, target_of
from support.rows import avoided, inventory, made, taken

from ledger.footprint.analysis.split import (
    Split,
    SuppliedFigure,
    SuppliedFigures,
    is_computed,
    rounding_tolerance,
    split,
)
from ledger.footprint.graph.cells import Cells, cell_key
from ledger.footprint.graph.numbers import ONE
from ledger.footprint.valuation.figure import figures
from schemas.signed.rulebook import Rulebook
from schemas.vocabulary import Group, Sign, Stage

FOSSIL = cell_key(Stage.RAW_MATERIAL, Group.FOSSIL, Sign.BURDEN)
ORE = ident("ore")


def cells(value: str) -> Cells:
    """A figure of one cell."""
    return {FOSSIL: Decimal(value)}


def parted(chain: Graph, supplied: dict[str, SuppliedFigure], rulebook: Rulebook = DRAFT) -> Split:
    """The split of one unit of the plant, without the mine's inventory."""
    chain.enter("mine", None)
    asked = target_of(chain, "plant", rulebook)
    standing = SuppliedFigures(supplied)
    result = figures(asked.resolution, asked.table, asked.rulebook, reading=standing)
    assert is_computed(asked.resolution, result)
    return split({(ident("plant"), "main"): ONE}, asked.resolution, result, supplied)


def test_what_is_taken_of_a_delivery_with_a_figure_is_an_amount() -> None:
    """3 kg of ore for a kg of the plant's part, which adds 0.3 kg CO2e of its own: the same as with the inventory."""
    found = parted(mined(), {ORE: SuppliedFigure(cells("2"), Decimal(2))})
    assert found == (Decimal("0.3"), {ORE: Decimal(3)})


def test_a_delivery_without_a_figure_is_taken_all_the_same() -> None:
    """Its amount is in the split, without kg CO2e."""
    found = parted(mined(), {ORE: SuppliedFigure({}, None)})
    assert found == (Decimal("0.3"), {ORE: Decimal(3)})


def test_a_credit_by_a_delivery_is_an_amount_given_back() -> None:
    """The credit for goods with a supplier figure rests on that figure, and not on the rows."""
    chain = mined()
    chain.enter(
        "plant",
        inventory(
            made("plant", "10"),
            inputs=[taken("ore", "30")],
            avoided=[avoided("10", delivery="ore")],
        ),
    )
    assert parted(chain, {ORE: SuppliedFigure(cells("2"), Decimal(2))}, STUDY) == (0, {ORE: 2})
    assert parted(chain, {ORE: SuppliedFigure({}, None)}, STUDY) == (0, {ORE: 3})


def test_what_the_formula_makes_of_feedstock_with_a_figure_is_left_to_the_rest() -> None:
    """Recycled salt without its maker's inventory: the formula's other parts rest on a supplier figure too."""
    chain = Graph((factors({"test:virgin": "20"}),))
    chain.enter("salt", None, process="end_of_life.hydrometallurgy")
    chain.deliver("salt", "salt", "cathode", "10")
    said = {"material": "Ni", "evidence": "traced", "flow": "test:virgin"}
    rows = [taken("salt", "10", recycled=said)]
    chain.enter("cathode", inventory(made("cathode", "100"), inputs=rows))
    asked = target_of(chain, "cathode", DRAFT)
    supplied = {ident("salt"): SuppliedFigure(cells("3"), Decimal(3))}
    standing = SuppliedFigures(supplied)
    result = figures(asked.resolution, asked.table, asked.rulebook, reading=standing)
    assert len(result.entries[ident("cathode")].terms) > 0
    found = split({(ident("cathode"), "main"): ONE}, asked.resolution, result, supplied)
    assert found == (0, {ident("salt"): Decimal("0.1")})


def test_without_standing_figures_the_customer_has_none() -> None:
    """Its inventory is shown, but the figure of the goods it uses is missing: it cannot be split."""
    chain = mined()
    chain.enter("mine", None)
    asked = target_of(chain, "plant", DRAFT)
    result = figures(asked.resolution, asked.table, asked.rulebook)
    assert not is_computed(asked.resolution, result)


def test_rounding_moves_a_sum_by_half_a_unit_of_each_stated_total() -> None:
    """Half a unit of the fourth digit, times the amount used; a delivery without a figure adds no tolerance."""
    supplied = {
        ORE: SuppliedFigure(cells("2.345"), Decimal("2.345")),
        "untold": SuppliedFigure({}, None),
    }
    assert rounding_tolerance({ORE: Decimal(-10), "untold": Decimal(1)}, supplied) == Decimal(
        "0.005"
    )
