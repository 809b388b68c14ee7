"""The cumulative cut-off: the sum of all omissions, as a share of the whole product.

PEF lets processes be left out up to 3 % of material and energy flow and of environmental significance, cumulatively.
For material this is the kg by which outputs exceed the goods used, over the product's mass; for significance it is the
increase of the figure if these gaps and the unstated legs were filled. Statements do not show energy that is left out.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ledger.footprint.analysis.contributions import demand_of, reach
from ledger.footprint.analysis.declared_figure import declared_cells
from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.composition import Part, product_mass, product_rows
from ledger.footprint.graph.mass_balance import mass_missing
from ledger.footprint.graph.numbers import EXPLAIN, ZERO, format_rounded, round_delivered
from ledger.footprint.graph.resolution import Observation
from ledger.footprint.plausibility.context import PlausibilityContext
from ledger.footprint.valuation.figure import figures
from schemas.signed.calculation import AssertedCalculation, Filling
from schemas.vocabulary import Stage, Unit


def cut_off_faults(
    subject: str,
    calculation: AssertedCalculation,
    rows: Sequence[Part],
    context: PlausibilityContext,
) -> Iterator[Observation]:
    """Omissions above the rulebook's cumulative cut-off; the effect is in kg CO2e per kWh of total energy.

    Args:
        subject: the id of the calculation.
        calculation: its batteries and energy count.
        rows: of its composition; each has a figure.
        context: the graph behind them.
    """
    limit = context.rulebook.cumulative_cut_off
    if limit is None:
        return
    added, filled = _significance(calculation, rows, context)
    shares = {"mass": _mass_share(rows, context)}
    if filled:
        shares["footprint"] = EXPLAIN.divide(added, filled)
    if any(share > Decimal(limit.value) for share in shares.values()):
        amounts = " and ".join(f"{_percent(share)} % of its {of}" for of, share in shares.items())
        detail = f"the omissions are {amounts}, above {_percent(Decimal(limit.value))} %"
        effect = round_delivered(added.copy_negate())
        yield Observation("cut_off.exceeded", subject, detail, effect)


def _percent(share: Decimal) -> str:
    return format_rounded(EXPLAIN.multiply(share, Decimal(100)))


def _mass_share(rows: Sequence[Part], context: PlausibilityContext) -> Decimal:
    """The kg that no stated goods account for, over the mass of the product; zero if that is not stated."""
    products = product_rows(rows)
    mass, total = product_mass(products), ZERO
    if not mass or (context.filling is not None and context.filling.mass):
        return ZERO
    demand = demand_of(products, context.rulebook)
    for node, part in reach(demand, context.resolution, context.figures).parts.items():
        record = context.resolution.record(node)
        treats = record.entry.process.stage is Stage.END_OF_LIFE
        missing = None
        if record.inventory is not None and not treats:
            missing = mass_missing(record, record.inventory, context.resolution)
        if missing is not None and missing > ZERO:
            total = EXPLAIN.fma(part, missing, total)
    return EXPLAIN.divide(total, mass)


def _significance(
    calculation: AssertedCalculation, rows: Sequence[Part], context: PlausibilityContext
) -> tuple[Decimal, Decimal]:
    """The kg CO2e per kWh that filling the gaps would add, and the figure with it; zero if unknown."""
    filling = Filling(mass=True, transport=True if _values_legs(context) else None)
    full = figures(context.resolution, context.table, context.rulebook, filling)
    totals = [
        None if cells is None else total_of(cells)
        for cells in (
            declared_cells(rows, valuation, calculation, context.rulebook)
            for valuation in (full, context.figures)
        )
    ]
    filled, unfilled = totals
    if filled is None or unfilled is None:
        return ZERO, ZERO
    return EXPLAIN.subtract(filled, unfilled), filled


def _values_legs(context: PlausibilityContext) -> bool:
    """True if the factor sets value every leg that the rulebook assumes."""
    defaults = context.rulebook.transport
    if defaults is None:
        return False
    legs = (*defaults.in_europe, *defaults.other, *(defaults.packaging or ()))
    return all(context.price(leg.flow, Unit.TKM) is not None for leg in legs)
