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
from ledger.footprint.declared_figure import counted_amount
from ledger.footprint.external.counting import EXTERNAL
from ledger.footprint.figure import Figures, share
from ledger.footprint.graph import Resolution
from ledger.footprint.numbers import EXPLAIN, ZERO
from ledger.footprint.terms import Place
from schemas.calculation import Calculation
from schemas.inventory import Inventory
from schemas.rulebook import Rulebook
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
    for node, taken in _taken(demand, resolution, figures):
        entry, figure = resolution.record(node).entry, figures.entries[node]
        for place, scale in taken.items():
            for term in figure.terms:
                yield Contribution(
                    entry=node,
                    site=entry.site.code,
                    country=entry.site.country,
                    basis=DataBasis.OPAQUE_IMPORT if term.source == EXTERNAL else entry.basis,
                    key=term.key if place is None else place.key(term.key),
                    source=term.source,
                    label=term.label,
                    value=EXPLAIN.divide(EXPLAIN.multiply(term.value, scale), figure.divisor),
                )


def scales(
    demand: Demand, resolution: Resolution, figures: Figures
) -> Iterator[tuple[str, Decimal]]:
    """The part of each entry's whole period or lot that a demand takes, customers first.

    Args and what is required of the figures: as `contributions`. Credits take nothing.
    """
    for node, taken in _taken(demand, resolution, figures):
        yield node, reduce(EXPLAIN.add, taken.values())


def _taken(
    demand: Demand, resolution: Resolution, figures: Figures
) -> Iterator[tuple[str, dict[Place | None, Decimal]]]:
    """What a demand takes of each entry, customers first, by where it is filed."""
    open_demand: dict[tuple[str, str], dict[Place | None, Decimal]] = {
        line: {None: amount} for line, amount in demand.items()
    }
    for node in reversed(resolution.order):
        inventory = resolution.record(node).inventory
        if inventory is None or not (taken := _scale(node, inventory, open_demand)):
            continue
        figure = figures.entries[node]
        for draw in figure.draws:
            newest, supplier = resolution.sources[draw.delivery]
            wanted = open_demand.setdefault((supplier, resolution.lines[newest]), {})
            amount = EXPLAIN.divide(draw.amount, figure.divisor)
            for outer, scale in taken.items():
                place = outer if draw.place is None else draw.place.within(outer)
                more = EXPLAIN.multiply(amount, scale)
                wanted[place] = EXPLAIN.add(wanted.get(place, ZERO), more)
        yield node, taken


def declared_demand(rows: Iterable[Part], calculation: Calculation, rulebook: Rulebook) -> Demand:
    """What one kWh of total energy takes of the lines that the rows of a calculation count."""
    energy = calculation.total_energy
    divisor = EXPLAIN.multiply(Decimal(calculation.batteries), Decimal(energy.numerator))
    per_kwh = EXPLAIN.divide(Decimal(energy.denominator), divisor)
    demand: dict[tuple[str, str], Decimal] = {}
    for part in rows:
        line = (part.entry, part.row.line)
        amount = EXPLAIN.multiply(counted_amount(part.row, rulebook), per_kwh)
        demand[line] = EXPLAIN.add(demand.get(line, ZERO), amount)
    return demand


def _scale(
    node: str,
    inventory: Inventory,
    demand: Mapping[tuple[str, str], Mapping[Place | None, Decimal]],
) -> dict[Place | None, Decimal]:
    """The part of an entry's whole inventory that the demand on its lines takes, by where it is filed."""
    scale: dict[Place | None, Decimal] = {}
    for output in inventory.outputs:
        numerator, denominator = share(inventory, output)
        divisor = EXPLAIN.multiply(denominator, Decimal(output.amount))
        for place, wanted in demand.get((node, output.line), {}).items():
            part = EXPLAIN.divide(EXPLAIN.multiply(wanted, numerator), divisor)
            if part:
                scale[place] = EXPLAIN.add(scale.get(place, ZERO), part)
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
