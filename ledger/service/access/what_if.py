"""What-if questions of a manufacturer about its own calculation; the operator asks about any.

An answer includes figures of others, to 4 digits, as a draft of a calculation does; each of these issuers reads in the
journal that it was asked. Only the offered exchanges are answered, so nobody puts a question that the page would not.
"""

from ledger.append.ledger import Ledger
from ledger.footprint.analysis.what_if import Exchange
from ledger.service.access.asking import asking
from ledger.service.access.journal import AccessRecord, note
from ledger.service.access.permissions import Action, Scope, scope_of
from ledger.service.access.principal import Principal
from ledger.service.access.reports import report_lines
from ledger.service.access.visibility import unknown_statement
from ledger.service.answers.what_if import what_if, what_if_options
from ledger.state.declared import calculation_behind
from ledger.state.evaluation import evaluate_stated
from ledger.state.view import View
from schemas.errors import CradleError
from schemas.signed.calculation import Calculation
from schemas.views.what_if import WhatIf, WhatIfOptions


def options_for(ledger: Ledger, principal: Principal, statement: str) -> WhatIfOptions:
    """What can be exchanged in a calculation, or in the one that a declaration declares.

    Raises:
        CradleError: `access.denied`, `statement.unknown`, or as `evaluate_stated`.
    """
    with ledger.view() as view:
        calculation = _own(view, principal, statement)
        return what_if_options(view, calculation, *evaluate_stated(view, calculation))


def what_if_for(
    ledger: Ledger, principal: Principal, statement: str, exchange: Exchange, now: int
) -> WhatIf:
    """The figure with an exchange made, to 4 digits.

    Raises:
        CradleError: `access.denied`, `statement.unknown`, `what_if.row`, or as `evaluate_stated`, `what_if` and `note`.
    """
    with ledger.view() as view:
        calculation = _own(view, principal, statement)
        stated, declared = evaluate_stated(view, calculation)
        _require_offered(what_if_options(view, calculation, stated, declared), exchange)
    with asking(ledger, principal, now) as answers, answers.view() as view:
        found = what_if(view, calculation, stated, declared, exchange)
    done = AccessRecord("what_if", calculation, None, "")
    resolution = declared.computed.resolution
    lines = report_lines(done, stated, resolution, declared.rows, whole=False)
    note(ledger.store, principal, now, lines)
    return found


def _own(view: View, principal: Principal, statement: str) -> str:
    """The calculation, if the principal may calculate for its issuer."""
    scope = scope_of(principal, Action.CALCULATE)
    calculation = calculation_behind(view, statement)
    stated = view.statement(calculation, Calculation)
    own = stated is not None and stated.issuer == principal.participant
    if stated is None or not (own or scope is Scope.ALL):
        raise unknown_statement(statement)
    return calculation


def _require_offered(options: WhatIfOptions, exchange: Exchange) -> None:
    offered = {
        Exchange(row.entry, row.place, one.flow, one.delivery)
        for row in options.inputs
        for one in row.alternatives
    }
    offered |= {
        Exchange(own.entry, country=country)
        for own in options.sites
        for country in options.countries
    }
    if exchange not in offered:
        detail = "This exchange is not offered; choose one of the list."
        raise CradleError("what_if.row", detail)
