"""The tallies of the carbon border, each run once over the entries that some lines rest on.

Goods of a bundle share the runs. A firm is told its quantities by its own rows, and by others' goods to six decimals a
tonne (`ledger.footprint.tally.told`). What prevents a quantity is a problem of an entry behind the goods, and not of
any other: of the entry itself, or else of the first supplier that it has no value by.

A firm is told a quantity per tonne to six decimals. They carry a benchmark of three decimals times a factor of three
exactly; in a thousand tonnes they are half a thousandth of a certificate. More digits would let a customer work out a
supplier's amounts. Goods that emit less than a thousandth a tonne are counted in others by 4 digits, for many tonnes of
next to nothing are not nothing.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final, NamedTuple

from ledger.footprint.graph.numbers import EXPLAIN, ONE, round_delivered
from ledger.footprint.graph.resolution import EntryRecord, Problem, Resolution
from ledger.footprint.tally.recursion import Drawn, GraphValues, LineValue, Reading, Tally, run
from ledger.footprint.tally.told import rounded_of_others
from ledger.footprint.trade.cbam.context import CbamContext
from ledger.footprint.trade.cbam.embedded import quantity_tally
from ledger.footprint.trade.cbam.free_allocation import OwnAllocation, free_allocation_tally
from ledger.footprint.trade.cbam.goods import kg_per_unit, stated_line
from ledger.footprint.trade.cbam.origins import Origins, goods_origins
from ledger.footprint.trade.cbam.precursors import Worked, worked_goods
from ledger.footprint.trade.cbam.sharing import BorderSharing
from schemas.signed.cbam_rulebook import QuantityName

_LAST_PLACE: Final = Decimal("0.000001")
"""Of t CO2e, MWh or currency per tonne."""

_THOUSANDTH: Final = Decimal("0.001")
"""From here on six decimals are 4 digits or more."""


def round_per_tonne(value: Decimal) -> Decimal:
    """A quantity per tonne as a firm is told it, half-even."""
    return EXPLAIN.quantize(value, _LAST_PLACE)


def round_counted(value: Decimal) -> Decimal:
    """A quantity per tonne as it counts in the goods of another firm: to six decimals, and to 4 digits at least."""
    return round_per_tonne(value) if abs(value) >= _THOUSANDTH else round_delivered(value)


Line = tuple[str, str]
"""An entry and one of its lines."""


class Quantity(NamedTuple):
    """The values of one quantity, and the first problem behind each entry that has none; and how it was run."""

    values: GraphValues[str]
    problems: Mapping[str, Problem]
    tally: Tally[str]
    reading: Reading[str]

    def line(self, entry: str, line: str) -> LineValue[str] | None:
        """The value of one line, or None if it is missing."""
        return self.values.line(entry, line)

    def problem(self, entry: str) -> Problem:
        """The problem behind an entry that has no value; the first one of the graph if none is an entry's."""
        return self.problems.get(entry, self.values.problems[0])


class Quantities(NamedTuple):
    """All quantities of a graph, by name, and the free allocation of separate processes.

    `is_told` if each entry's are those that its own issuer can know.
    """

    context: CbamContext
    graph: Resolution
    worked: Worked
    origins: Origins
    of: Mapping[QuantityName, Quantity]
    sefa: Quantity
    is_told: bool


def quantities(context: CbamContext, lines: Iterable[Line]) -> Quantities:
    """Run the tallies of the rulebook over the entries that some lines rest on, and no others."""
    needed = context.resolution.upstream(entry for entry, _ in lines)
    order = tuple(node for node in context.resolution.order if node in needed)
    graph = replace(context.resolution, order=order)
    origins, reading = goods_origins(graph, context), BorderSharing(context)
    worked = worked_goods(graph, context, origins)
    values_by_quantity = {
        rule.name: _run(quantity_tally(rule, context, worked), graph, reading)
        for rule in context.rulebook.quantities
    }
    allocation = free_allocation_tally(context, worked)
    sefa = _run(allocation, graph, OwnAllocation(context))
    return Quantities(context, graph, worked, origins, values_by_quantity, sefa, is_told=False)


def told_quantities(exact: Quantities) -> Quantities:
    """The quantities of each entry as its own issuer can know them."""
    values_by_quantity = {name: _told(quantity, exact.graph) for name, quantity in exact.of.items()}
    return exact._replace(of=values_by_quantity, sefa=_told(exact.sefa, exact.graph), is_told=True)


def joint_allocation(border_quantities: Quantities, within: Collection[str]) -> Quantity:
    """The free allocation of the same entries, if those `within` a joint process have none of their own."""
    exact = _run(
        border_quantities.sefa.tally,
        border_quantities.graph,
        OwnAllocation(border_quantities.context, within),
    )
    return _told(exact, border_quantities.graph) if border_quantities.is_told else exact


def _run(
    tally: Tally[str], graph: Resolution, reading: Reading[str], drawn: Drawn[str] | None = None
) -> Quantity:
    values = run(tally, graph, reading=reading, drawn=drawn)
    return Quantity(values, _first_problems(values, graph), tally, reading)


def _told(exact: Quantity, graph: Resolution) -> Quantity:
    drawn = rounded_of_others(exact.values.entries, graph, _as_stated)
    return _run(exact.tally, graph, exact.reading, drawn)


def _as_stated(record: EntryRecord, line: str) -> Callable[[Decimal], Decimal]:
    """How the quantities per unit of a line are told."""
    output = None if record.inventory is None else record.inventory.output(line)
    # No quantity follows goods without a mass.
    mass = kg_per_unit(output, stated_line(record, line)) or ONE
    return lambda value: EXPLAIN.multiply(mass, round_counted(EXPLAIN.divide(value, mass)))


def _first_problems(values: GraphValues[str], graph: Resolution) -> Mapping[str, Problem]:
    own = {problem.subject: problem for problem in reversed(values.problems)}
    problems: dict[str, Problem] = {}
    for node in graph.order if own else ():
        if node not in values.entries:
            behind = (problems[maker] for maker in graph.suppliers[node] if maker in problems)
            problem = own.get(node) or next(behind, None)
            if problem is not None:
                problems[node] = problem
    return problems
