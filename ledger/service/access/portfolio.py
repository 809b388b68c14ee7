"""A portfolio as a principal may know it: the scores of a manufacturer's own calculations, or of all for the operator.

A score has the digits that a draft of today has, and each issuer whose figures it sums reads so in the journal. Only
the operator supposes scenarios, in the ledger's folder: with a supplier's own emissions taken away, the difference
would be that supplier's figure.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from ledger.footprint.graph.numbers import format_rounded
from ledger.service.access.asking import asking
from ledger.service.access.disclosed_data import (
    DisclosedData,
    disclosed_by_figure,
    disclosure_lines,
)
from ledger.service.access.journal import AccessRecord, note
from ledger.service.access.permissions import Action, Scope, require_participant, scope_of
from ledger.service.access.principal import Principal
from ledger.service.append.ledger import Ledger
from ledger.service.portfolio.answer import score
from ledger.service.portfolio.question import Question, SpreadRequest
from ledger.service.state.stale import live_calculations, own_calculations
from schemas.portfolio import Portfolio, PortfolioRow, ScoreSpread

if TYPE_CHECKING:
    from ledger.service.portfolio.report import ScoredPortfolio


def portfolio_for(
    ledger: Ledger,
    principal: Principal,
    since: int | None,
    spread: SpreadRequest | None,
    now: int,
) -> Portfolio:
    """The scores as of now, with their spread, or those alone that have changed since a size of the registry.

    Raises:
        CradleError: `access.*`, or as `score` and `note`.
    """
    scope = scope_of(principal, Action.PORTFOLIO)
    with ledger.view() as view:
        if scope is Scope.ALL:
            names = live_calculations(view)
        else:
            names = own_calculations(view, require_participant(principal))
    with asking(ledger, principal, now) as answers:
        found = score(answers, names, Question(spread=spread, since=since))
    whole = AccessRecord("portfolio", "calculations", None, f"{len(names)} calculations")
    shown = disclosure_lines("portfolio", dict.fromkeys(_disclosed(found)))
    note(ledger.store, principal, now, [whole, *shown])
    return found.document if scope is Scope.ALL else _told(found.document)


def _told(found: Portfolio) -> Portfolio:
    """The scores to 4 digits, as drafts of today have them."""
    return found.model_copy(update={"rows": tuple(map(_told_row, found.rows))})


def _told_row(row: PortfolioRow) -> PortfolioRow:
    spread = None
    if row.spread is not None:
        values = row.spread.to_json()
        spread = ScoreSpread(**{name: _rounded(value) for name, value in values.items()})
    stages = tuple(part.model_copy(update={"value": _rounded(part.value)}) for part in row.stages)
    before = None if row.before is None else _rounded(row.before)
    score = _rounded(row.score)
    told = {"score": score, "stages": stages, "before": before, "spread": spread}
    return row.model_copy(update=told)


def _rounded(value: str) -> str:
    return format_rounded(Decimal(value))


def _disclosed(found: "ScoredPortfolio") -> Iterator[DisclosedData]:
    """The figures that scores sum: those of each calculation's issuer, and the nearest ones of others."""
    for graph in found.graphs:
        for stated in graph.declared:
            entries, issuer = (row.entry for row in stated.rows), stated.calculation.issuer
            yield from disclosed_by_figure(graph.resolution, entries, issuer)
