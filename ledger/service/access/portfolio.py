"""A portfolio as a principal may know it: the scores of a manufacturer's own calculations, or of all for the operator.

A score has the digits that a draft of today has, and each issuer whose figures it sums reads so in the journal. Only
the operator supposes scenarios, in the ledger's folder: with a supplier's own emissions taken away, the difference
would be that supplier's figure.
"""

from collections.abc import Sequence

from ledger.service.access.disclosed_data import disclosed_by_figure, disclosure_lines
from ledger.service.access.journal import AccessRecord, note
from ledger.service.access.permissions import Action, Scope, require_participant, scope_of
from ledger.service.access.principal import Principal
from ledger.service.append.ledger import Ledger
from ledger.service.portfolio.answer import answer
from ledger.service.portfolio.question import Question, SpreadRequest
from ledger.service.state.stale import live_calculations, own_calculations
from schemas.portfolio import Portfolio


def portfolio_for(
    ledger: Ledger,
    principal: Principal,
    since: int | None,
    spread: SpreadRequest | None,
    now: int,
) -> Portfolio:
    """The scores as of now, with their spread, or those alone that have changed since a size of the registry.

    Raises:
        CradleError: `access.*`, or as `answer` and `note`.
    """
    scope = scope_of(principal, Action.PORTFOLIO)
    with ledger.view() as view:
        if scope is Scope.ALL:
            names = live_calculations(view)
        else:
            names = own_calculations(view, require_participant(principal))
    found = answer(ledger, names, Question(spread=spread, since=since))
    note(ledger.store, principal, now, _lines(ledger, names))
    return found


def _lines(ledger: Ledger, names: Sequence[str]) -> list[AccessRecord]:
    """One journal line for the portfolio, and one for each owner of figures behind it."""
    from ledger.service.portfolio.reading import (  # noqa: PLC0415 - its packages may be absent
        read_graphs,
    )

    with ledger.view() as view:
        disclosed = [
            one
            for graph in read_graphs(view, names, view.registry().size)
            for stated in graph.declared
            for one in disclosed_by_figure(
                graph.resolution, (row.entry for row in stated.rows), stated.calculation.issuer
            )
        ]
    whole = AccessRecord("portfolio", "calculations", None, f"{len(names)} calculations")
    return [whole, *disclosure_lines("portfolio", dict.fromkeys(disclosed))]
