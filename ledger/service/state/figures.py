"""Figures from the store: the closure is read, `ledger.footprint` computes, the result is kept.

A figure is a function of its starting statements, the registry state, the rulebook and the factor
sets; all four are named by digests, so a computed figure stays correct and is kept under them. Only
complete figures are kept: an incomplete one raises its first problem, which may be solved later.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from ledger.footprint.graph.cells import Cells, format_cells, total_of
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import format_rounded, round_delivered
from ledger.footprint.graph.resolution import Records, Resolution, resolve
from ledger.footprint.valuation.figure import Figures, figures
from ledger.service.state.closure import read_closure
from ledger.service.state.problems import refusal
from ledger.service.state.view import View
from schemas.base import Model
from schemas.calculation import Filling
from schemas.delivery import DeliveredFigure
from schemas.errors import CradleError
from schemas.rulebook import FactorSet, Rulebook
from schemas.values import RegistryState

Document = TypeVar("Document", bound=Model)

KEPT = 256
"""The number of graphs that are kept before all of them are dropped."""


class Method(NamedTuple):
    """The method that values a graph: the digests of a rulebook and of factor sets, sorted, and filled gaps."""

    rulebook: str
    factor_sets: tuple[str, ...]
    filling: Filling | None = None


@dataclass(frozen=True, slots=True)
class ComputedGraph:
    """A graph as of a state, and the figures of all its entries; nothing in it is missing."""

    records: Records
    resolution: Resolution
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
            `rulebook.unknown` or `factor_set.unknown`.
    """
    key = (frozenset((*entries, *deliveries)), size, method)
    kept = view.memory.computed.get(key)
    if isinstance(kept, ComputedGraph):
        return kept
    rulebook = read_document(view, method.rulebook, Rulebook, "rulebook")
    sets = [read_document(view, name, FactorSet, "factor_set") for name in method.factor_sets]
    records = read_closure(view, (*entries, *deliveries), size)
    resolution = resolve(entries, deliveries, records)
    table = FactorTable(sets, rulebook)
    found = figures(resolution, table, rulebook, method.filling)
    for problem in found.problems:
        raise refusal(problem)
    computed = ComputedGraph(records, resolution, found, rulebook, table)
    if len(view.memory.computed) >= KEPT:
        view.memory.computed.clear()
    view.memory.computed[key] = computed
    return computed


def delivered_figure(
    computed: ComputedGraph, entry: str, line: str, state: RegistryState, method: Method
) -> DeliveredFigure:
    """The figure of a line for its customer, per unit: every value rounded to 4 significant digits.

    Raises:
        CradleError: `delivery.line`.
    """
    figure = computed.figures.line(computed.records.newest(entry) or entry, line)
    if figure is None:
        raise CradleError("delivery.line", f"Entry {entry} has no line {line}.", "line")
    rounded: Cells = {key: round_delivered(value) for key, value in figure.cells.items()}
    return DeliveredFigure(
        registry=state,
        rulebook=method.rulebook,
        factor_sets=method.factor_sets,
        cells=format_cells(rounded),
        total=format_rounded(total_of(figure.cells)),
    )
