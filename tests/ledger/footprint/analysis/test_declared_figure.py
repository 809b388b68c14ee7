"""Collection: the uncollected part is not treated, and counts at Ed."""

from fractions import Fraction

from support.graph import STUDY
from support.graph_battery import declared, end, work

from ledger.footprint.analysis.contributions import contributions, declared_demand
from ledger.footprint.analysis.declared_figure import declared_cells
from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.valuation.figure import figures
from ledger.rulebooks.catalog import load_rulebook
from schemas.signed.constants import Constant
from schemas.signed.rulebook import Rulebook

DRAFT = load_rulebook("eu-ev-draft-2024")


def ruled(rate: str, ed: str) -> Rulebook:
    """The draft with another collection rate and Ed."""
    formula = DRAFT.circular_footprint
    assert formula is not None
    changed = {
        name: Constant(value=value, source="OWN", confidence="inferred")
        for name, value in (("collection_rate", rate), ("ed", ed))
    }
    return DRAFT.model_copy(update={"circular_footprint": formula.model_copy(update=changed)})


def total(rate: str, ed: str) -> Fraction:
    """kg CO2e per kWh."""
    it, rulebook = declared(), ruled(rate, ed)
    found = figures(it.resolve(), FactorTable(it.chain.factor_sets, rulebook), rulebook)
    cells = declared_cells(it.parts(), found, it.calculation, rulebook)
    assert cells is not None
    return Fraction(total_of(cells))


def end_of_life(rate: str, ed: str = "0") -> Fraction:
    """The kg CO2e that the treatment of the batteries adds."""
    return total(rate, ed) - total("0", "0")


def test_half_of_the_batteries_collected_is_half_of_end_of_life() -> None:
    """With Ed = 0 the collection rate scales all of it."""
    assert abs(end_of_life("0.5") - end_of_life("1") / 2) < Fraction(1, 10**30) < end_of_life("1")


def test_what_is_not_collected_counts_at_ed() -> None:
    """A tenth of 200 kg at 2 kg CO2e a kg, over 4 batteries of 36000 kWh, is added."""
    more = end_of_life("0.9", "2") - Fraction("0.9") * end_of_life("1")
    assert abs(more - Fraction(20 * 2, 4 * 36000)) < Fraction(1, 10**30)


def test_outside_the_formula_nothing_is_collected_less() -> None:
    """A rulebook of full substitution has no collection rate, and demand follows the counted amount."""
    it = declared()
    for rulebook in (STUDY, ruled("0.5", "0")):
        found = figures(it.resolve(), FactorTable(it.chain.factor_sets, rulebook), rulebook)
        cells = declared_cells(it.parts(), found, it.calculation, rulebook)
        demand = declared_demand(it.parts(), it.calculation, rulebook)
        added = sum(Fraction(row.value) for row in contributions(demand, it.resolve(), found))
        assert abs(added - Fraction(total_of(cells or {}))) < Fraction(1, 10**30)


def test_what_is_collected_and_treated_is_left_uncollected_once() -> None:
    """A row of collection beside the treatment adds its own burden at the rate, and no second mass at Ed."""
    rulebook = ruled("0.9", "2")

    def total_of_rows(*amounts: str) -> Fraction:
        it = declared()
        for amount in amounts:
            end(it, "collector", amount, "end_of_life.collection", work("50"))
        cells = declared_cells(it.parts(), it.figures(rulebook), it.calculation, rulebook)
        return Fraction(total_of(cells or {}))

    added = total_of_rows("200") - total_of_rows()
    assert abs(added - Fraction(200 * Fraction("0.9"), 4 * 36000)) < Fraction(1, 10**30)
