"""Figures from the store: the closure is read, `ledger.footprint` computes, the result is kept.

A figure is a function of its starting statements, the registry state, the rulebook and the factor
sets; all four are named by digests, so a computed figure stays correct and is kept under them. Only
complete figures are kept: an incomplete one raises its first problem, which may be solved later.

A later state starts from a kept graph of an earlier one. Only statements that the registry changed since, and those
that they bring with them, are read. An entry keeps its value, which refers to rows of its record, if it rests on the
same statements as before (`ledger.footprint.tally.lineage`); all others are computed. The audit keeps no graph.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple, TypeVar

from ledger.footprint.graph.cells import state_cells
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.resolution import Records, Resolution, resolve
from ledger.footprint.tally.lineage import lineages, records_within
from ledger.footprint.valuation.figure import EntryFigure, Figures, figures
from ledger.footprint.valuation.told import ToldFigures, told_figures
from ledger.state.asking import refusal_of, require_methods
from ledger.state.closure import read_closure, read_later
from ledger.state.view import Memory, View
from schemas.base import Model
from schemas.errors import CradleError
from schemas.signed.calculation import Filling
from schemas.signed.delivery import DeliveredFigure
from schemas.signed.rulebook import FactorSet, Rulebook
from schemas.values import RegistryState

Document = TypeVar("Document", bound=Model)

GRAPHS: Final = 256
"""The number of graphs that are kept before the oldest is dropped."""

KEPT_ENTRIES: Final = 250_000
"""The number of entries of all kept graphs before the oldest is dropped; one and its delivery take some 13 KB."""


class Method(NamedTuple):
    """The method that values a graph: the digests of a rulebook and of factor sets, sorted, and filled gaps."""

    rulebook: str
    factor_sets: tuple[str, ...]
    filling: Filling | None = None

    @property
    def documents(self) -> tuple[str, ...]:
        """The digests of its documents."""
        return self.rulebook, *self.factor_sets


class GraphKey(NamedTuple):
    """The statements that a graph starts from, the registry size, and the method."""

    roots: frozenset[str]
    size: int
    method: Method


@dataclass(frozen=True, slots=True)
class ComputedGraph:
    """A graph as of a state, and the figures of all its entries; nothing in it is missing.

    `lineages` are the digests of all that each entry rests on: an entry with another digest has another value.
    """

    records: Records
    resolution: Resolution
    lineages: Mapping[str, bytes]
    figures: Figures
    rulebook: Rulebook
    table: FactorTable


def read_document(view: View, digest: str, model: type[Document], code: str) -> Document:
    """The rulebook or factor set of that digest, as the ledger keeps it or the caller lends it.

    Raises:
        CradleError: `<code>.unknown`.
    """
    data = view.pending.documents.get(digest) or view.blobs.get(digest)
    if data is not None:
        try:
            return model.parse(data)
        except CradleError:
            pass  # The document of this digest is of another model.
    raise CradleError(
        f"{code}.unknown",
        f"The ledger keeps no {code} {digest}; check the digest, or keep the document first.",
        code,
    )


def compute(
    view: View, entries: Sequence[str], deliveries: Sequence[str], size: int, method: Method
) -> ComputedGraph:
    """The figures of all that these entries and deliveries rest on, as of a registry size.

    Raises:
        CradleError: the first problem (a withdrawn input, a flow without a factor, a loop, ...),
            `rulebook.unknown` or `factor_set.unknown`, or as `require_methods` and `refusal_of`.
    """
    key = GraphKey(frozenset((*entries, *deliveries)), size, method)
    kept = view.memory.graphs.get(key)
    if isinstance(kept, ComputedGraph):
        require_methods(view, kept.resolution, kept.records, method.documents, size)
        return kept
    earlier = _earlier(view.memory, key)
    if earlier is None:
        rulebook = read_document(view, method.rulebook, Rulebook, "rulebook")
        sets = [read_document(view, name, FactorSet, "factor_set") for name in method.factor_sets]
        table, records = FactorTable(sets, rulebook), read_closure(view, key.roots, size)
    else:
        of, graph = earlier
        rulebook, table = graph.rulebook, graph.table
        records = read_later(view, graph.records, key.roots, of.size, size)
        if records is graph.records and of.roots == key.roots:
            require_methods(view, graph.resolution, records, method.documents, size)
            return _keep(view.memory, key, graph)
    resolution = resolve(entries, deliveries, records)
    require_methods(view, resolution, records, method.documents, size)
    named = lineages(resolution)
    unchanged_figures = {} if earlier is None else _unchanged(earlier[1], named)
    graph_figures = figures(resolution, table, rulebook, method.filling, unchanged_figures)
    for problem in graph_figures.problems:
        raise refusal_of(view, records, problem)
    lineage = records_within(records, resolution.lineage)
    computed = ComputedGraph(lineage, resolution, named, graph_figures, rulebook, table)
    return _keep(view.memory, key, computed)


def _earlier(memory: Memory, key: GraphKey) -> tuple[GraphKey, ComputedGraph] | None:
    """The kept graph by the same method, as of no later state, that shares the most starting statements."""
    candidates = [
        (of, graph)
        for of, graph in list(memory.graphs.items())
        if isinstance(of, GraphKey) and isinstance(graph, ComputedGraph)
        if of.size <= key.size and of.method == key.method and of.roots & key.roots
    ]
    return max(
        candidates,
        key=lambda candidate: (len(candidate[0].roots & key.roots), candidate[0].size),
        default=None,
    )


def _unchanged(graph: ComputedGraph, named: Mapping[str, bytes]) -> dict[str, EntryFigure]:
    """The values of a graph's entries that rest on the same statements in another one."""
    values = graph.figures.entries
    return {
        entry: values[entry]
        for entry, digest in named.items()
        if graph.lineages.get(entry) == digest and entry in values
    }


def _keep(memory: Memory, key: GraphKey, graph: ComputedGraph) -> ComputedGraph:
    """Keep a graph, in place of the oldest ones where there are too many."""
    memory.graphs[key] = graph
    entries = 0
    for count, (of, kept_graph) in enumerate(reversed(list(memory.graphs.items())), 1):
        entries += len(kept_graph.lineages) if isinstance(kept_graph, ComputedGraph) else 0
        if of != key and (count > GRAPHS or entries > KEPT_ENTRIES):
            memory.graphs.pop(of, None)
    return graph


def told_graph(graph: ComputedGraph, filling: Filling | None, issuer: str) -> ComputedGraph:
    """A graph with the figures that an issuer can know (`ledger.footprint.valuation.told`)."""
    told = told_figures(
        graph.figures, graph.resolution, graph.table, graph.rulebook, filling, issuer
    )
    return graph if told is graph.figures else replace(graph, figures=told)


def delivered_figure(
    computed: ComputedGraph, entry: str, line: str, state: RegistryState, method: Method
) -> DeliveredFigure:
    """The figure of a line for its customer, per unit, as its issuer can know it, to 4 significant digits.

    Raises:
        CradleError: `delivery.line`.
    """
    newest = computed.records.newest(entry) or entry
    resolution, rulebook = computed.resolution, computed.rulebook
    told = ToldFigures(computed.figures, resolution, computed.table, rulebook, method.filling)
    own = told.own(resolution.record(newest).entry.issuer)
    figure = own[newest].lines.get(line)
    if figure is None:
        raise CradleError("delivery.line", f"Entry {entry} has no line {line}.", "line")
    rounded_figure = state_cells(figure.cells, rounded=True)
    return DeliveredFigure(
        registry=state,
        rulebook=method.rulebook,
        factor_sets=method.factor_sets,
        cells=rounded_figure.cells,
        total=rounded_figure.total,
    )
