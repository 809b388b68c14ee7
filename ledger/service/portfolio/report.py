"""The portfolio's report: scores of all calculations, with scenarios, changes and the spread that a caller asks for.

Nothing here is signed or declared. The signed figure stands beside each score; both agree to some twelve digits while
nothing behind a calculation has changed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ledger.append.ledger import Ledger
from ledger.footprint.graph.cells import CellKey
from ledger.portfolio.coefficients import DECLARED, STAGES, Line
from ledger.portfolio.kernels import Floats
from ledger.portfolio.system import System, stage_scores, system, total_scores
from ledger.service.portfolio.method_graphs import MethodGraph, read_graphs, value
from ledger.service.portfolio.parts import score_parts
from ledger.service.portfolio.question import Question
from ledger.service.portfolio.spread import spreads, written
from ledger.service.portfolio.supposition import require_known, supposed_scores
from ledger.state.view import View
from ledger.workers.runner import Runner
from schemas.errors import CradleError
from schemas.views.portfolio import (
    LeftOut,
    Portfolio,
    PortfolioRow,
    ScorePart,
    ScoreSpread,
    StageScore,
)

CHANGED = 1e-11
"""The relative difference above which a score has changed; scores have rounding errors below it."""


@dataclass(frozen=True)
class _Part:
    """The rows of the calculations of one method, and the counts of their graph."""

    rows: tuple[PortfolioRow, ...]
    left_out: tuple[LeftOut, ...]
    products: int
    inputs: int
    failed: int


class ScoredPortfolio(NamedTuple):
    """A portfolio, and the graphs of entries that its scores rest on."""

    document: Portfolio
    graphs: Sequence[MethodGraph]


def score_portfolio(
    ledger: Ledger, calculations: Sequence[str], asked: Question, run: Runner
) -> ScoredPortfolio:
    """Score calculations as of now.

    Args:
        ledger: the ledger.
        calculations: their ids.
        asked: what to say beyond them.
        run: does scenarios and samples; in this process, or on others.

    Raises:
        CradleError: `portfolio.unknown` if a supposed change concerns nothing in the portfolio, `portfolio.since`,
            `portfolio.loop`, or `factor_set.unknown`.
    """
    with ledger.view() as view:
        state = view.registry()
        if asked.since is not None and asked.since > state.size:
            detail = f"The registry has {state.size} leaves; name an earlier size."
            raise CradleError("portfolio.since", detail, "since")
        graphs = list(read_graphs(view, calculations, state.size))
        require_known(graphs, asked.scenarios)
        parts = [_part(view, graph, asked, run) for graph in graphs]
        rows = [row for part in parts for row in part.rows]
        if asked.since is not None:
            rows = list(_changed(rows, _scores_before(view, calculations, asked.since)))
    sampled = asked.spread is not None and asked.spread.samples > 0
    document = Portfolio(
        as_of=state,
        since=asked.since,
        by=asked.by,
        scenarios=tuple(one.name for one in asked.scenarios),
        rulebooks=tuple(dict.fromkeys(graph.method.rulebook for graph in graphs)),
        products=sum(part.products for part in parts),
        inputs=sum(part.inputs for part in parts),
        rows=tuple(rows),
        left_out=tuple(left for part in parts for left in part.left_out),
        samples=asked.spread.samples if asked.spread is not None and sampled else None,
        failed=sum(part.failed for part in parts) if sampled else None,
    )
    return ScoredPortfolio(document, graphs)


def _part(view: View, graph: MethodGraph, asked: Question, run: Runner) -> _Part:
    given, left_out = value(view, graph, graph.method.factor_sets)
    known = system(given)
    declared, totals = _declared(known), total_scores(known)
    supposed = supposed_scores(view, graph, given, asked.scenarios, run)
    spread: dict[Line, ScoreSpread] = {}
    failed = 0
    if asked.spread is not None:
        spread, failed = spreads(known, asked.spread, declared, run)
    parts: dict[Line, tuple[ScorePart, ...]] = {}
    if asked.by is not None:
        parts = score_parts(view, graph, known, totals, asked.by, declared)
    rows = tuple(
        row.model_copy(
            update={
                "parts": parts.get(line, ()),
                "supposed": tuple(written(scores[line]) for scores in supposed),
                "spread": spread.get(line),
            }
        )
        for line, row in _rows(graph, known, totals)
    )
    return _Part(rows, left_out, len(given.lines), len(given.rows), failed)


def _rows(
    graph: MethodGraph, known: System[CellKey], totals: Floats
) -> Iterator[tuple[Line, PortfolioRow]]:
    """Each calculation's row, without what only some questions ask for."""
    stages = stage_scores(known, totals)
    for line, row in _declared(known).items():
        stated = graph.calculations[line.subject]
        yield (
            line,
            PortfolioRow(
                calculation=line.subject,
                issuer=stated.issuer,
                model=stated.model,
                site=stated.site,
                period=stated.period,
                signed=stated.total,
                score=written(totals[row]),
                stages=tuple(
                    StageScore(stage=stage, value=written(stages[row, place]))
                    for place, stage in enumerate(STAGES)
                ),
            ),
        )


def _declared(known: System[CellKey]) -> dict[Line, int]:
    """The row of each calculation."""
    return {line: row for row, line in enumerate(known.lines) if line.line == DECLARED}


def _scores_before(view: View, calculations: Sequence[str], size: int) -> dict[str, float]:
    """The score of each calculation as of an earlier size of the registry, as far as it had one."""
    found: dict[str, float] = {}
    for graph in read_graphs(view, calculations, size):
        given, _ = value(view, graph, graph.method.factor_sets)
        known = system(given)
        totals = total_scores(known)
        found |= {line.subject: totals[row] for line, row in _declared(known).items()}
    return found


def _changed(rows: Sequence[PortfolioRow], before: Mapping[str, float]) -> Iterator[PortfolioRow]:
    """The rows whose score is another one than before, each with that."""
    for row in rows:
        earlier, score = before.get(row.calculation), float(row.score)
        if earlier is None:
            yield row
        elif abs(score - earlier) > CHANGED * abs(score):
            yield row.model_copy(update={"before": written(earlier)})
