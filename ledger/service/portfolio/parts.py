"""The parts of each calculation's score: by country of the site, by firm, or by group of gases.

What an entry causes itself counts for its site and issuer. A credit, or material that replaces other material, has the
value of goods that it does not use; it counts for the entry that states it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from ledger.footprint.graph.cells import CellKey
from ledger.portfolio.coefficients import Line
from ledger.portfolio.kernels import Floats
from ledger.portfolio.system import System, group_scores, key_scores
from ledger.service.portfolio.method_graphs import MethodGraph
from ledger.service.portfolio.spread import written
from ledger.state.profiles import name_of
from ledger.state.view import View
from schemas.views.portfolio import Breakdown, ScorePart


def score_parts(
    view: View,
    graph: MethodGraph,
    linear_system: System[CellKey],
    totals: Floats,
    by: Breakdown,
    declared: Mapping[Line, int],
) -> dict[Line, tuple[ScorePart, ...]]:
    """The parts of each calculation's score that are not zero, largest first.

    Args:
        view: the transaction, for names.
        graph: the calculations and the entries behind them.
        linear_system: their system.
        totals: its total scores.
        by: the sort of the parts.
        declared: the row of each calculation.
    """
    if by == "gas":
        keys, columns = _numbered(key.group.value for key in linear_system.keys)
        values = key_scores(linear_system, columns, len(keys))
    else:
        keys, groups = _numbered(_causer(graph, line, by) for line in linear_system.lines)
        values = group_scores(linear_system, totals, groups, len(keys))
    named = {key: name_of(view, key) for key in keys} if by == "firm" else {}
    return {line: tuple(_listed(keys, values[row], named)) for line, row in declared.items()}


def _causer(graph: MethodGraph, line: Line, by: Breakdown) -> str:
    """The country or firm of an entry; a calculation causes nothing but what its issuer adds."""
    record = graph.resolution.nodes.get(line.subject)
    if record is None:
        return graph.calculations[line.subject].issuer if by == "firm" else "unplaced"
    return record.entry.issuer if by == "firm" else record.entry.site.country


def _numbered(words: Iterable[str]) -> tuple[list[str], np.ndarray]:
    """The words, each once in ascending order, and the place of each given one among them."""
    listed = list(words)
    distinct_words = sorted(set(listed))
    place = {word: number for number, word in enumerate(distinct_words)}
    return distinct_words, np.array([place[word] for word in listed], np.int64)


def _listed(keys: Sequence[str], values: Floats, named: Mapping[str, str]) -> Iterator[ScorePart]:
    for number in np.argsort(-np.abs(values), kind="stable"):
        if values[number]:
            key = keys[number]
            yield ScorePart(key=key, name=named.get(key), value=written(values[number]))
