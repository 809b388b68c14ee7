"""The portfolio's report: scores of all calculations, with suppositions and the spread that a caller asks for.

Nothing here is signed or declared. The signed figure stands beside each score; both agree to some twelve digits while
nothing behind a calculation has changed.
"""

from collections.abc import Iterator, Mapping, Sequence

from ledger.footprint.graph.cells import CellKey
from ledger.portfolio.coefficients import DECLARED, STAGES, Line
from ledger.portfolio.system import System, stage_scores, system, total_scores
from ledger.service.append.ledger import Ledger
from ledger.service.portfolio.reading import MethodGraph, read_graphs, value
from ledger.service.portfolio.spread import SpreadRequest, spreads, written
from ledger.service.portfolio.supposition import Supposition, require_known, supposed_scores
from schemas.portfolio import LeftOut, Portfolio, PortfolioRow, ScoreSpread, StageScore


def portfolio(
    ledger: Ledger,
    calculations: Sequence[str],
    supposed: Supposition | None = None,
    spread: SpreadRequest | None = None,
) -> Portfolio:
    """The scores of calculations as of now.

    Args:
        ledger: the ledger.
        calculations: their ids.
        supposed: changes to suppose; every row then has the score with them too.
        spread: the uncertainty of inputs; every row then has the spread of its score.

    Raises:
        CradleError: `portfolio.unknown` if a supposed change concerns nothing in the portfolio, `portfolio.loop`, or
            `factor_set.unknown`.
    """
    rows: list[PortfolioRow] = []
    left_out: list[LeftOut] = []
    products, inputs, failed = 0, 0, 0
    with ledger.view() as view:
        state = view.registry()
        graphs = list(read_graphs(view, calculations, state.size))
        if supposed is not None:
            require_known(graphs, supposed)
        for graph in graphs:
            given, without = value(view, graph, graph.method.factor_sets)
            known = system(given)
            other = None if supposed is None else supposed_scores(view, graph, given, supposed)
            declared = _declared(known)
            spread_here, missed = ({}, 0) if spread is None else spreads(known, spread, declared)
            rows += _rows(graph, known, other, spread_here)
            left_out += without
            products += len(given.lines)
            inputs += len(given.rows)
            failed += missed
    sampled = spread is not None and spread.samples > 0
    return Portfolio(
        as_of=state,
        rulebooks=tuple(dict.fromkeys(graph.method.rulebook for graph in graphs)),
        products=products,
        inputs=inputs,
        rows=tuple(rows),
        left_out=tuple(left_out),
        samples=spread.samples if spread is not None and sampled else None,
        failed=failed if sampled else None,
    )


def _rows(
    graph: MethodGraph,
    known: System[CellKey],
    supposed: Mapping[Line, float] | None,
    spreads: Mapping[Line, ScoreSpread],
) -> Iterator[PortfolioRow]:
    totals = total_scores(known)
    stages = stage_scores(known, totals)
    for line, row in _declared(known).items():
        stated = graph.calculations[line.subject]
        yield PortfolioRow(
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
            supposed=None if supposed is None else written(supposed[line]),
            spread=spreads.get(line),
        )


def _declared(known: System[CellKey]) -> dict[Line, int]:
    """The row of each calculation."""
    return {line: row for row, line in enumerate(known.lines) if line.line == DECLARED}
