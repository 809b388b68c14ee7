"""The tallies of the carbon border, each run once over the entries that some lines rest on.

Goods of a bundle share the runs. What prevents a quantity is a problem of an entry behind the goods, and not of any
other: of the entry itself, or else of the first supplier that it has no value by.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from ledger.footprint.graph.resolution import Problem, Resolution
from ledger.footprint.tally.recursion import GraphValues, LineValue, Reading, Tally, run
from ledger.footprint.trade.cbam.context import CbamContext
from ledger.footprint.trade.cbam.embedded import quantity_tally
from ledger.footprint.trade.cbam.free_allocation import OwnAllocation, free_allocation_tally
from ledger.footprint.trade.cbam.origins import Origins, goods_origins
from ledger.footprint.trade.cbam.precursors import Worked, worked_goods
from ledger.footprint.trade.cbam.sharing import BorderSharing
from schemas.cbam_rulebook import QuantityName

Line = tuple[str, str]
"""An entry and one of its lines."""


class Quantity(NamedTuple):
    """The values of one quantity, and the first problem behind each entry that has none."""

    values: GraphValues[str]
    problems: Mapping[str, Problem]

    def line(self, entry: str, line: str) -> LineValue[str] | None:
        """The value of one line, or None if it is missing."""
        return self.values.line(entry, line)

    def problem(self, entry: str) -> Problem:
        """The problem behind an entry that has no value; the first one of the graph if none is an entry's."""
        return self.problems.get(entry, self.values.problems[0])


class Quantities(NamedTuple):
    """All quantities of a graph, by name, and the free allocation of separate processes."""

    context: CbamContext
    graph: Resolution
    worked: Worked
    origins: Origins
    of: Mapping[QuantityName, Quantity]
    sefa: Quantity


def quantities(context: CbamContext, lines: Iterable[Line]) -> Quantities:
    """Run the tallies of the rulebook over the entries that some lines rest on, and no others."""
    needed = context.resolution.upstream(entry for entry, _ in lines)
    order = tuple(node for node in context.resolution.order if node in needed)
    graph = replace(context.resolution, order=order)
    origins, reading = goods_origins(graph, context), BorderSharing(context)
    worked = worked_goods(graph, context, origins)
    found = {
        rule.name: _run(quantity_tally(rule, context, worked), graph, reading)
        for rule in context.rulebook.quantities
    }
    allocation = free_allocation_tally(context, worked)
    sefa = _run(allocation, graph, OwnAllocation(context))
    return Quantities(context, graph, worked, origins, found, sefa)


def joint_allocation(found: Quantities, within: Collection[str]) -> Quantity:
    """The free allocation of the same entries, if those `within` a joint process have none of their own."""
    context = found.context
    allocation = free_allocation_tally(context, found.worked)
    return _run(allocation, found.graph, OwnAllocation(context, within))


def _run(tally: Tally[str], graph: Resolution, reading: Reading[str]) -> Quantity:
    values = run(tally, graph, reading=reading)
    return Quantity(values, _first_problems(values, graph))


def _first_problems(values: GraphValues[str], graph: Resolution) -> Mapping[str, Problem]:
    own = {problem.subject: problem for problem in reversed(values.problems)}
    found: dict[str, Problem] = {}
    for node in graph.order if own else ():
        if node not in values.entries:
            behind = (found[maker] for maker in graph.suppliers[node] if maker in found)
            problem = own.get(node) or next(behind, None)
            if problem is not None:
                found[node] = problem
    return found
