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
from ledger.service.portfolio.standings import with_standings
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
    ledger: Ledger, calculations: Sequence[str], question: Question, run: Runner
) -> ScoredPortfolio:
    """Score calculations as of now.

    Args:
        ledger: the ledger.
        calculations: their ids.
        question: what to say beyond them.
        run: does scenarios and samples; in this process, or on others.

    Raises:
        CradleError: `portfolio.unknown` if a supposed change concerns nothing in the portfolio, `portfolio.since`,
            `portfolio.loop`, or `factor_set.unknown`.
    """
    with ledger.view() as view:
        state = view.registry()
        if question.since is not None and question.since > state.size:
            detail = f"The registry has {state.size} leaves; name an earlier size."
            raise CradleError("portfolio.since", detail, "since")
        graphs = list(read_graphs(view, calculations, state.size))
        require_known(graphs, question.scenarios)
        parts = [_part(view, graph, question, run) for graph in graphs]
        rows = [row for part in parts for row in part.rows]
        if question.since is not None:
            rows = list(_changed(rows, _scores_before(view, calculations, question.since)))
    sampled = question.spread is not None and question.spread.samples > 0
    document = Portfolio(
        as_of=state,
        since=question.since,
        by=question.by,
        scenarios=tuple(scenario.name for scenario in question.scenarios),
        rulebooks=tuple(dict.fromkeys(graph.method.rulebook for graph in graphs)),
        products=sum(part.products for part in parts),
        inputs=sum(part.inputs for part in parts),
        rows=tuple(rows),
        left_out=tuple(left for part in parts for left in part.left_out),
        samples=question.spread.samples if question.spread is not None and sampled else None,
        failed=sum(part.failed for part in parts) if sampled else None,
    )
    with ledger.view() as view:
        return ScoredPortfolio(with_standings(view, document), graphs)


def _part(view: View, graph: MethodGraph, question: Question, run: Runner) -> _Part:
    given, left_out = value(view, graph, graph.method.factor_sets)
    linear_system = system(given)
    declared, totals = _declared(linear_system), total_scores(linear_system)
    supposed = supposed_scores(view, graph, given, question.scenarios, run)
    spread: dict[Line, ScoreSpread] = {}
    failed = 0
    if question.spread is not None:
        spread, failed = spreads(linear_system, question.spread, declared, run)
    parts: dict[Line, tuple[ScorePart, ...]] = {}
    if question.by is not None:
        parts = score_parts(view, graph, linear_system, totals, question.by, declared)
    rows = tuple(
        row.model_copy(
            update={
                "parts": parts.get(line, ()),
                "supposed": tuple(written(scores[line]) for scores in supposed),
                "spread": spread.get(line),
            }
        )
        for line, row in _rows(graph, linear_system, totals)
    )
    return _Part(rows, left_out, len(given.lines), len(given.rows), failed)


def _rows(
    graph: MethodGraph, linear_system: System[CellKey], totals: Floats
) -> Iterator[tuple[Line, PortfolioRow]]:
    """Each calculation's row, without what only some questions ask for."""
    stages = stage_scores(linear_system, totals)
    for line, row in _declared(linear_system).items():
        calculation = graph.calculations[line.subject]
        yield (
            line,
            PortfolioRow(
                calculation=line.subject,
                issuer=calculation.issuer,
                model=calculation.model,
                site=calculation.site,
                period=calculation.period,
                unit=calculation.unit,
                signed=calculation.total,
                score=written(totals[row]),
                stages=tuple(
                    StageScore(stage=stage, value=written(stages[row, place]))
                    for place, stage in enumerate(STAGES)
                ),
            ),
        )


def _declared(linear_system: System[CellKey]) -> dict[Line, int]:
    """The row of each calculation."""
    return {line: row for row, line in enumerate(linear_system.lines) if line.line == DECLARED}


def _scores_before(view: View, calculations: Sequence[str], size: int) -> dict[str, float]:
    """The score of each calculation as of an earlier size of the registry, as far as it had one."""
    scores: dict[str, float] = {}
    for graph in read_graphs(view, calculations, size):
        given, _ = value(view, graph, graph.method.factor_sets)
        linear_system = system(given)
        totals = total_scores(linear_system)
        scores |= {line.subject: totals[row] for line, row in _declared(linear_system).items()}
    return scores


def _changed(rows: Sequence[PortfolioRow], before: Mapping[str, float]) -> Iterator[PortfolioRow]:
    """The rows whose score is another one than before, each with that."""
    for row in rows:
        earlier, score = before.get(row.calculation), float(row.score)
        if earlier is None:
            yield row
        elif abs(score - earlier) > CHANGED * abs(score):
            yield row.model_copy(update={"before": written(earlier)})
