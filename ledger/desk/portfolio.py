"""A portfolio as a principal may know it: the scores of a manufacturer's own calculations, or of all for the operator.

A score of a manufacturer is what the calculation states, or what a draft of today would state where something behind it
has changed; each issuer whose figures it sums reads so in the journal. Its spread is asked for at a few sigmas and
numbers of samples, since every other one is another equation for the same amounts. Only the operator supposes
scenarios, in the ledger's folder: with a supplier's own emissions taken away, the difference would be that supplier's
figure.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import Field

from ledger.append.ledger import Ledger
from ledger.client.agrees import since_size
from ledger.desk.desk import Desk
from ledger.desk.question import Doc, Quota, question
from ledger.documents.reports.portfolio import layout_portfolio
from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.numbers import EXACT, ZERO, format_decimal, format_rounded
from ledger.service.access.disclosed_data import (
    DisclosedData,
    disclosed_by_figure,
    disclosure_lines,
)
from ledger.service.access.journal import AccessRecord
from ledger.service.access.permissions import Action, Scope, require_participant, scope_of
from ledger.service.answers.told_later import told_at
from ledger.service.portfolio.answer import score
from ledger.service.portfolio.kept_spread import keep_spreads, told_spread
from ledger.service.portfolio.question import Question, SpreadRequest, read_spread
from ledger.state.stale import live_calculations, own_calculations
from ledger.state.view import View
from schemas.errors import CradleError
from schemas.signed.calculation import Calculation
from schemas.values import Amount, Count
from schemas.views.portfolio import LeftOut, Portfolio, PortfolioRow, StageScore

if TYPE_CHECKING:
    from ledger.service.portfolio.report import ScoredPortfolio


SIGMAS: Final = (Decimal("0.05"), Decimal("0.1"), Decimal("0.2"))
"""The sigmas that a manufacturer may ask for."""

SAMPLES: Final = (0, 200)
"""The numbers of samples that a manufacturer may ask for: one more sample would tell what it alone gives."""


@question(
    "/portfolio",
    may=Action.PORTFOLIO,
    tag="figures",
    summary="Get the scores of calculations as of now",
    operation="read_portfolio",
    told="The scores.",
    quota=Quota.PREVIEW,
    agrees=since_size,
    layout=layout_portfolio,
)
def portfolio(
    desk: Desk,
    since: Annotated[
        Count | None,
        Doc("A size of the registry: only scores that changed since then are listed."),
    ] = None,
    sigma: Annotated[
        Amount | None,
        Doc(
            "The standard deviation of the logarithm of every input, at most 2, for the"
            " spread of each score."
        ),
    ] = None,
    samples: Annotated[int, Field(ge=0, le=1000), Doc("The samples to draw.")] = 0,
) -> Portfolio:
    """Return the scores of the caller's calculations over the statements of now, in floating point.

    None of them is a declared figure.

    Raises:
        CradleError: `access.unregistered`, `portfolio.spread`, or as `score`.
    """
    spread = read_spread(sigma, samples, "sigma")
    scope = scope_of(desk.caller, Action.PORTFOLIO)
    if scope is Scope.ALL:
        names = live_calculations(desk.view)
    else:
        if spread is not None:
            _require_told(spread)
        names = own_calculations(desk.view, require_participant(desk.caller))
    answers = desk.answering
    scores = score(answers, names, Question(spread=spread, since=since))
    document = scores.document if scope is Scope.ALL else _told(answers, scores.document)
    if spread is not None and spread.sigma in SIGMAS and spread.samples in SAMPLES:
        keep_spreads(desk.view.memory, spread, document)
    desk.note([AccessRecord("portfolio", "calculations", None, f"{len(names)} calculations")])
    desk.note(disclosure_lines("portfolio", dict.fromkeys(_disclosed(scores))))
    return document


def _require_told(spread: SpreadRequest) -> None:
    """Refuse a spread that only the operator asks for."""
    if spread.sigma in SIGMAS and spread.samples in SAMPLES:
        return
    sigmas = ", ".join(map(format_decimal, SIGMAS))
    samples = " or ".join(map(str, SAMPLES))
    detail = (
        f"A manufacturer asks for a sigma of {sigmas}, with {samples} samples; choose one of these."
    )
    raise CradleError("portfolio.spread", detail, "sigma")


def _told(ledger: Ledger, scores: Portfolio) -> Portfolio:
    """The scores as drafts of that state have them, and the spread to 4 digits."""
    with ledger.view() as view:
        rows = [_told_row(view, row, scores) for row in scores.rows]
    reasons = [row for row in rows if isinstance(row, LeftOut)]
    told = tuple(row for row in rows if isinstance(row, PortfolioRow))
    return scores.model_copy(update={"rows": told, "left_out": (*scores.left_out, *reasons)})


def _told_row(view: View, row: PortfolioRow, scores: Portfolio) -> PortfolioRow | LeftOut:
    calculation = view.statement(row.calculation, Calculation)
    if calculation is None:
        raise ValueError("a row is of a calculation")
    try:
        cells = told_at(view, calculation, scores.as_of.size)
        earlier = {} if row.before is None else told_at(view, calculation, scores.since or 0)
    except CradleError as error:
        reason = f"{error.code}: {error.detail}"
        return LeftOut(calculation=row.calculation, reason=reason, standing=row.standing)
    spread = None if row.spread is None else told_spread(row.spread)
    by_stage = {part.stage: ZERO for part in row.stages}
    for key, value in cells.items():
        by_stage[key.stage] = EXACT.add(by_stage[key.stage], value)
    told = {
        "score": format_rounded(total_of(cells)),
        "stages": tuple(
            StageScore(stage=at, value=format_rounded(kg)) for at, kg in by_stage.items()
        ),
        "before": None if row.before is None else format_rounded(total_of(earlier)),
        "spread": spread,
    }
    return row.model_copy(update=told)


def _disclosed(scores: "ScoredPortfolio") -> Iterator[DisclosedData]:
    """The figures that scores sum: those of each calculation's issuer, and the nearest ones of others."""
    for graph in scores.graphs:
        for figure in graph.declared:
            entries, issuer = (row.entry for row in figure.rows), figure.calculation.issuer
            yield from disclosed_by_figure(graph.resolution, entries, issuer)
