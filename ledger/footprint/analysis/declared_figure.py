"""The declared figure: the sum of a composition's rows, per kWh of total energy or per declared unit.

A declaration is a unit process by the rule of `exact-1`: one exact sum, one division,

    cell = (sum of output x cell over product lines + sum of amount x cell over other rows)
           / (batteries x total energy, or output of all product lines)

Under the Circular Footprint Formula only the rulebook's collection rate of an end-of-life row counts; what is not
treated for it counts at the rulebook's Ed, as disposal. No source gives either number for batteries.
"""

from collections.abc import Sequence
from decimal import Decimal

from ledger.footprint.analysis.unit_of_figure import divisor_of
from ledger.footprint.graph.cells import CellKey, Cells, add
from ledger.footprint.graph.composition import Part
from ledger.footprint.graph.numbers import EXACT, ONE, divide
from ledger.footprint.valuation.figure import Figures
from schemas.signed.calculation import AssertedCalculation, CompositionRow
from schemas.signed.rulebook import Rulebook
from schemas.vocabulary import CircularTerm, CompositionRole, Group, Sign, Stage

UNCOLLECTED = CellKey(Stage.END_OF_LIFE, Group.UNSPECIFIED, Sign.BURDEN, CircularTerm.DISPOSAL)


def declared_cells(
    rows: Sequence[Part], figures: Figures, calculation: AssertedCalculation, rulebook: Rulebook
) -> dict[CellKey, Decimal] | None:
    """The kg CO2e per unit of the figure, by cell; None if the figure of a row is missing.

    Raises:
        CradleError: `figure.overflow`.
    """
    total: dict[CellKey, Decimal] = {}
    for part in rows:
        line = figures.line(part.entry, part.row.line)
        if line is None:
            return None
        add(total, line.cells, counted_amount(part.row, rulebook))
        add(total, uncollected(part, rulebook), ONE)
    divisor, denominator = divisor_of(calculation)
    return {key: divide(EXACT.multiply(v, denominator), divisor) for key, v in total.items()}


def counted_amount(row: CompositionRow, rulebook: Rulebook) -> Decimal:
    """The amount of a row that counts: at end of life, under the circular formula, the collected part."""
    amount, formula = Decimal(row.amount), rulebook.circular_footprint
    if formula is None or row.role is not CompositionRole.END_OF_LIFE:
        return amount
    return EXACT.multiply(amount, Decimal(formula.collection_rate.value))


def uncollected(part: Part, rulebook: Rulebook) -> Cells:
    """Disposal, at the rulebook's Ed, of the mass that a row treats and that is not collected."""
    formula = rulebook.circular_footprint
    if formula is None or not part.treats:
        return {}
    rest = EXACT.subtract(Decimal(part.row.amount), counted_amount(part.row, rulebook))
    value = EXACT.multiply(rest, Decimal(formula.ed.value))
    return {UNCOLLECTED: value} if value else {}
