"""The origin of a figure or any other tally: each entry's own terms, scaled to the demand on the entry.

Demand runs from customers to suppliers: the amount of each line that one unit of the target needs. An entry's own
terms, times its demand over its output, are its contribution, under the same stage and term as in the figure. These
values explain a figure and are not declared digits: they are computed at 50 digits and their sum agrees with the exact
total far beyond any display. Credits stay negative.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import reduce
from typing import Generic, NamedTuple, cast

from ledger.footprint.analysis.declared_figure import counted_amount
from ledger.footprint.analysis.unit_of_figure import per_unit
from ledger.footprint.external.counting import EXTERNAL
from ledger.footprint.graph.cells import CellKey
from ledger.footprint.graph.composition import Part
from ledger.footprint.graph.numbers import EXPLAIN, ZERO
from ledger.footprint.graph.resolution import Resolution
from ledger.footprint.graph.terms import Assignment
from ledger.footprint.tally.recursion import GraphValues, share
from ledger.footprint.tally.valuation import K
from schemas.signed.calculation import AssertedCalculation
from schemas.signed.inventory import Inventory
from schemas.signed.rows import DeliveryInput, Row
from schemas.signed.rulebook import Rulebook
from schemas.vocabulary import DataBasis


class Contributed(NamedTuple, Generic[K]):
    """The amount that one own term of one entry adds to the target, in the tally's unit per unit of it."""

    entry: str
    site: str
    country: str
    basis: DataBasis
    key: K
    source: str
    label: str
    value: Decimal
    row: Row | None


Contribution = Contributed[CellKey]
"""A part of a carbon footprint, in kg CO2e per unit of the target."""

Line = tuple[str, str]
"""An entry and one of its output lines."""

Demand = Mapping[Line, Decimal]

AssignedAmounts = Mapping[Assignment | None, Decimal]
"""An amount by the stage and term that all its cells are assigned to; the key None if they keep their stages."""


class Reach(NamedTuple):
    """The parts of entries and the amounts of lines that a demand needs.

    Attributes:
        parts: the part of each entry's whole period or lot that the demand needs, customers first.
        lines: the amount of each line that it needs.
        filed: the parts again, by the stage and term that they are assigned to.
    """

    parts: Mapping[str, Decimal]
    lines: Demand
    filed: Mapping[str, AssignedAmounts]


class LineDraw(NamedTuple):
    """The amount of a line that one row of a customer needs, per unit of the target."""

    row: DeliveryInput
    line: Line
    amount: Decimal


def contributions(
    demand: Demand, resolution: Resolution, figures: GraphValues[K], without: Collection[Line] = ()
) -> Iterator[Contributed[K]]:
    """The contributions of all entries to a demand.

    Args:
        demand: amounts of (entry, line) that one unit of the target needs.
        resolution: the graph; every entry that the demand reaches has a value.
        figures: the values of the graph in any tally.
        without: lines whose draws are left out, as if their goods had no supplier.
    """
    for node, filed in reach(demand, resolution, figures, without).filed.items():
        for assignment, scale in filed.items():
            rows = own_contributions(node, scale, resolution, figures)
            yield from rows if assignment is None else _assigned(rows, assignment)


def _assigned(rows: Iterable[Contributed[K]], assignment: Assignment) -> Iterator[Contributed[K]]:
    """The rows under an assignment, which only the draws of a carbon footprint have."""
    for row in rows:
        key = assignment.key(cast("CellKey", row.key))
        yield row._replace(key=cast("K", key))


def own_contributions(
    node: str, scale: Decimal, resolution: Resolution, figures: GraphValues[K]
) -> Iterator[Contributed[K]]:
    """The own terms of one entry, times the part `scale` of its whole period or lot."""
    entry, figure = resolution.record(node).entry, figures.entries[node]
    for term in figure.terms:
        yield Contributed(
            entry=node,
            site=entry.site.code,
            country=entry.site.country,
            basis=DataBasis.OPAQUE_IMPORT if term.source == EXTERNAL else entry.basis,
            key=term.key,
            source=term.source,
            label=term.label,
            value=EXPLAIN.divide(EXPLAIN.multiply(term.value, scale), figure.divisor),
            row=term.row,
        )


def reach(
    demand: Demand, resolution: Resolution, figures: GraphValues[K], without: Collection[Line] = ()
) -> Reach:
    """The parts of all entries and lines behind a demand.

    Arguments, and the requirement on the figures: as `contributions`. Credits need nothing.
    """
    wanted: dict[Line, dict[Assignment | None, Decimal]] = {
        line: {None: amount} for line, amount in demand.items()
    }
    filed: dict[str, AssignedAmounts] = {}
    for node in reversed(resolution.order):
        inventory = resolution.record(node).inventory
        if inventory is None or not (taken := _scale(node, inventory, wanted)):
            continue
        filed[node] = taken
        figure = figures.entries[node]
        for draw in figure.draws:
            line = supplied(draw.row, resolution)
            if line not in without:
                amount = EXPLAIN.divide(draw.amount, figure.divisor)
                _take(wanted.setdefault(line, {}), amount, draw.assignment, taken)
    return Reach(
        {node: _sum(taken.values()) for node, taken in filed.items()},
        {line: _sum(amounts.values()) for line, amounts in wanted.items()},
        filed,
    )


def _take(
    wanted: dict[Assignment | None, Decimal],
    amount: Decimal,
    at: Assignment | None,
    taken: AssignedAmounts,
) -> None:
    """Add a draw of `amount`, assigned to a stage and term, for the parts needed of its entry."""
    for outer, scale in taken.items():
        assignment = outer if at is None else at.within(outer)
        more = EXPLAIN.multiply(amount, scale)
        wanted[assignment] = EXPLAIN.add(wanted.get(assignment, ZERO), more)


def line_draws(
    node: str, scale: Decimal, resolution: Resolution, figures: GraphValues[K]
) -> Iterator[LineDraw]:
    """The amounts of its suppliers' lines that the part `scale` of an entry's whole period or lot needs."""
    figure = figures.entries[node]
    for draw in figure.draws:
        amount = EXPLAIN.divide(EXPLAIN.multiply(draw.amount, scale), figure.divisor)
        yield LineDraw(draw.row, supplied(draw.row, resolution), amount)


def supplied(row: DeliveryInput, resolution: Resolution) -> Line:
    """The supplier's entry and line behind the delivery that a row cites."""
    newest, supplier = resolution.sources[row.delivery]
    return supplier, resolution.lines[newest]


def declared_demand(
    rows: Iterable[Part], calculation: AssertedCalculation, rulebook: Rulebook
) -> Demand:
    """The amounts of the lines counted by a calculation's rows that one unit of its figure needs."""
    each = per_unit(calculation)
    return {
        line: EXPLAIN.multiply(amount, each) for line, amount in demand_of(rows, rulebook).items()
    }


def demand_of(rows: Iterable[Part], rulebook: Rulebook) -> Demand:
    """The amounts of the lines counted by a calculation's rows that all its products need."""
    demand: dict[Line, Decimal] = {}
    for part in rows:
        line = (part.entry, part.row.line)
        amount = counted_amount(part.row, rulebook)
        demand[line] = EXPLAIN.add(demand.get(line, ZERO), amount)
    return demand


def _scale(
    node: str, inventory: Inventory, demand: Mapping[Line, AssignedAmounts]
) -> AssignedAmounts:
    """The part of an entry's whole inventory that the demand on its lines needs, by assigned stage and term."""
    scale: dict[Assignment | None, Decimal] = {}
    for output in inventory.outputs:
        numerator, denominator = share(inventory, output)
        divisor = EXPLAIN.multiply(denominator, Decimal(output.amount))
        for assignment, wanted in demand.get((node, output.line), {}).items():
            part = EXPLAIN.divide(EXPLAIN.multiply(wanted, numerator), divisor)
            if part:
                scale[assignment] = EXPLAIN.add(scale.get(assignment, ZERO), part)
    return scale


def _sum(values: Iterable[Decimal]) -> Decimal:
    return reduce(EXPLAIN.add, values, ZERO)


def group_by(
    rows: Sequence[Contributed[K]], key: Callable[[Contributed[K]], str]
) -> dict[str, Decimal]:
    """Sums of contributions under a key, largest absolute value first."""
    sums: dict[str, Decimal] = {}
    for row in rows:
        name = key(row)
        sums[name] = EXPLAIN.add(sums.get(name, ZERO), row.value)
    return dict(sorted(sums.items(), key=lambda item: (item[1].copy_abs().copy_negate(), item[0])))


def coverage(
    rows: Sequence[Contributed[K]], key: Callable[[Contributed[K]], str]
) -> dict[str, Decimal]:
    """Shares of the sum of absolute contributions under a key, as fractions of one.

    Absolute, because a credit would otherwise make shares of a net total exceed one (PEF, most
    relevant processes).
    """
    sums = group_by([row._replace(value=row.value.copy_abs()) for row in rows], key)
    total = _sum(sums.values())
    return {name: EXPLAIN.divide(value, total) for name, value in sums.items()} if total else {}
