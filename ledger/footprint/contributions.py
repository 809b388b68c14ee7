"""Who and what a figure comes from: own terms of every entry, scaled to the demand that reaches it.

Demand runs from customers to suppliers: what one unit of the target needs of each line. An entry's
own terms, times its demand over its output, are its contribution. These values explain a figure and
are not declared digits: they are computed at 50 digits and their sum agrees with the exact total
far beyond any display. Credits stay negative.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import reduce
from typing import NamedTuple

from ledger.footprint.cells import CellKey
from ledger.footprint.composition import Part
from ledger.footprint.figure import Figures, share
from ledger.footprint.graph import Resolution
from ledger.footprint.numbers import EXPLAIN, ZERO
from schemas.calculation import Calculation
from schemas.inventory import Inventory
from schemas.vocabulary import DataBasis


class Contribution(NamedTuple):
    """What one own term of one entry adds to the target, in kg CO2e per unit of it."""

    entry: str
    site: str
    country: str
    basis: DataBasis
    key: CellKey
    source: str
    label: str
    value: Decimal


Demand = Mapping[tuple[str, str], Decimal]


def contributions(
    demand: Demand, resolution: Resolution, figures: Figures
) -> Iterator[Contribution]:
    """The contributions of all entries to a demand.

    Args:
        demand: amounts of (entry, line) that one unit of the target takes.
        resolution: the graph; every entry that the demand reaches has a figure.
        figures: the figures of the graph.
    """
    for node, scale in scales(demand, resolution, figures):
        entry, weights = resolution.record(node).entry, figures.entries[node].weights
        for term in figures.entries[node].terms:
            yield Contribution(
                entry=node,
                site=entry.site.code,
                country=entry.site.country,
                basis=entry.basis,
                key=term.key,
                source=term.source,
                label=term.label,
                value=EXPLAIN.divide(EXPLAIN.multiply(term.value, scale), weights.divisor),
            )


def scales(
    demand: Demand, resolution: Resolution, figures: Figures
) -> Iterator[tuple[str, Decimal]]:
    """The part of each entry's whole period or lot that a demand takes, customers first.

    Args and what is required of the figures: as `contributions`. Credits take nothing.
    """
    open_demand = dict(demand)
    for node in reversed(resolution.order):
        inventory = resolution.record(node).inventory
        if inventory is None or not (scale := _scale(node, inventory, open_demand)):
            continue
        weights = figures.entries[node].weights
        for row in inventory.delivery_inputs:
            newest, supplier = resolution.sources[row.delivery]
            line = (supplier, resolution.lines[newest])
            share = EXPLAIN.divide(weights.of(row.purpose), weights.divisor)
            amount = EXPLAIN.multiply(EXPLAIN.multiply(Decimal(row.amount), share), scale)
            open_demand[line] = EXPLAIN.add(open_demand.get(line, ZERO), amount)
        yield node, scale


def declared_demand(rows: Iterable[Part], calculation: Calculation) -> Demand:
    """What one kWh of total energy takes of the lines that the rows of a calculation count."""
    energy = calculation.total_energy
    divisor = EXPLAIN.multiply(Decimal(calculation.batteries), Decimal(energy.numerator))
    per_kwh = EXPLAIN.divide(Decimal(energy.denominator), divisor)
    demand: dict[tuple[str, str], Decimal] = {}
    for part in rows:
        line = (part.entry, part.row.line)
        amount = EXPLAIN.multiply(Decimal(part.row.amount), per_kwh)
        demand[line] = EXPLAIN.add(demand.get(line, ZERO), amount)
    return demand


def _scale(node: str, inventory: Inventory, demand: Demand) -> Decimal:
    """The part of an entry's whole inventory that the demand on its lines takes."""
    scale = ZERO
    for output in inventory.outputs:
        wanted = demand.get((node, output.line))
        if wanted is not None:
            numerator, denominator = share(inventory, output)
            divisor = EXPLAIN.multiply(denominator, Decimal(output.amount))
            part = EXPLAIN.divide(EXPLAIN.multiply(wanted, numerator), divisor)
            scale = EXPLAIN.add(scale, part)
    return scale


def group_by(
    rows: Sequence[Contribution], key: Callable[[Contribution], str]
) -> dict[str, Decimal]:
    """Sums of contributions under a key, largest absolute value first."""
    sums: dict[str, Decimal] = {}
    for row in rows:
        name = key(row)
        sums[name] = EXPLAIN.add(sums.get(name, ZERO), row.value)
    return dict(sorted(sums.items(), key=lambda item: (item[1].copy_abs().copy_negate(), item[0])))


def coverage(
    rows: Sequence[Contribution], key: Callable[[Contribution], str]
) -> dict[str, Decimal]:
    """Shares of the sum of absolute contributions under a key, as fractions of one.

    Absolute, because a credit would otherwise make shares of a net total exceed one (PEF, most
    relevant processes).
    """
    sums = group_by([row._replace(value=row.value.copy_abs()) for row in rows], key)
    total = reduce(EXPLAIN.add, sums.values(), ZERO)
    return {name: EXPLAIN.divide(value, total) for name, value in sums.items()} if total else {}
