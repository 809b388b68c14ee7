"""Suppositions: scores with changes that nobody has made, from the graphs that are read already."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ledger.footprint.graph.cells import CellKey
from ledger.portfolio.coefficients import Coefficients, Line
from ledger.portfolio.system import system, total_scores
from ledger.portfolio.what_if import scaled, taken_from, unknown_line
from ledger.service.portfolio.reading import MethodGraph, value
from ledger.service.state.view import View
from schemas.errors import CradleError


@dataclass(frozen=True)
class Supposition:
    """Changes that nobody has made.

    Attributes:
        instead: each line that is taken from another one, in the same amount.
        own: the factor on the own emissions of each entry or issuer.
        factor_sets: digests of the factor sets in place of the calculations' own.
    """

    instead: tuple[tuple[Line, Line], ...] = ()
    own: tuple[tuple[str, float], ...] = ()
    factor_sets: tuple[str, ...] = ()


def supposed_scores(
    view: View, graph: MethodGraph, given: Coefficients[CellKey], supposed: Supposition
) -> dict[Line, float]:
    """The score of every line with the changes supposed.

    Raises:
        CradleError: `portfolio.factor_sets` if a calculation has no score with the supposed factor sets,
            `portfolio.loop`, or `factor_set.unknown`.
    """
    if supposed.factor_sets:
        given, without = value(view, graph, supposed.factor_sets)
        for missing in without:
            detail = (
                f"With these factor sets a calculation has no score: {missing.reason}; add a set."
            )
            raise CradleError("portfolio.factor_sets", detail, "factor_sets")
    for old, new in supposed.instead:
        if old in given.lines:
            given = taken_from(given, old, new)
    for name, factor in supposed.own:
        chosen = [name in _names(graph, line) for line in given.lines]
        given = scaled(given, np.array(chosen, np.bool_), factor)
    known = system(given)
    return dict(zip(known.lines, total_scores(known).tolist(), strict=True))


def _names(graph: MethodGraph, line: Line) -> tuple[str, ...]:
    """The names by which a line's own emissions can be changed: its entry and its issuer."""
    record = graph.resolution.nodes.get(line.subject)
    return () if record is None else (line.subject, record.entry.issuer)


def require_known(graphs: Sequence[MethodGraph], supposed: Supposition) -> None:
    """Refuse a change that concerns nothing in the portfolio.

    Raises:
        CradleError: `portfolio.unknown`.
    """
    records = [record for graph in graphs for record in graph.resolution.nodes.values()]
    names = {name for record in records for name in (record.id, record.entry.issuer)}
    for name, _ in supposed.own:
        if name not in names:
            detail = "No calculation of the portfolio rests on this entry or issuer; check the id."
            raise CradleError("portfolio.unknown", detail, name)
    lines = {
        Line(record.id, output.line)
        for record in records
        for output in (record.inventory.outputs if record.inventory else ())
    }
    for line in (line for pair in supposed.instead for line in pair):
        if line not in lines:
            raise unknown_line(line)
