"""What-if questions of a manufacturer about its own calculation; the operator asks about any.

An answer includes figures of others, to 4 digits, as a draft of a calculation does; each of these issuers reads in the
journal that it was asked. Only the offered exchanges are answered, so nobody puts a question that the page would not.
"""

from typing import Annotated

from pydantic import Field

from ledger.client.agrees import of_calculation
from ledger.desk.desk import Desk
from ledger.desk.question import Doc, Quota, question
from ledger.footprint.analysis.what_if import Exchange
from ledger.service.access.journal import AccessRecord
from ledger.service.access.permissions import Action, Scope, scope_of
from ledger.service.access.reports import report_lines
from ledger.service.access.visibility import unknown_statement
from ledger.service.answers.what_if import exchanged_figure, what_if_options
from ledger.state.declared import calculation_behind
from ledger.state.evaluation import evaluate_stated
from schemas.errors import CradleError
from schemas.signed.calculation import Calculation
from schemas.values import Country, FlowId, StatementId
from schemas.views.what_if import WhatIf, WhatIfOptions


@question(
    "/calculations/{statement:id}/what-if/options",
    may=Action.CALCULATE,
    tag="figures",
    summary="List what can be exchanged in a calculation",
    operation="list_exchanges",
    told="The inputs, sites and countries.",
)
def exchanges(desk: Desk, statement: StatementId) -> WhatIfOptions:
    """Return the inputs of the caller's own entries with what could be in their place, and the countries of a grid."""
    calculation = _own(desk, statement)
    return what_if_options(desk.view, calculation, *evaluate_stated(desk.view, calculation))


@question(
    "/calculations/{statement:id}/what-if",
    may=Action.CALCULATE,
    tag="figures",
    summary="Ask what a figure would be",
    operation="ask_what_if",
    told="The figure before and after.",
    quota=Quota.QUESTION,
    agrees=of_calculation,
)
def what_if(
    desk: Desk,
    statement: StatementId,
    entry: Annotated[StatementId, Doc("One of the caller's own entries.")],
    place: Annotated[
        int | None, Field(ge=0, le=100_000), Doc("The input's place in the entry, from 0.")
    ] = None,
    flow: Annotated[FlowId | None, Doc("The flow to put there.")] = None,
    delivery: Annotated[StatementId | None, Doc("The delivery to put there.")] = None,
    country: Annotated[Country | None, Doc("The country of the grid.")] = None,
) -> WhatIf:
    """Return the figure with one of the offered exchanges made, to 4 digits. Nothing is signed or kept.

    Raises:
        CradleError: `statement.unknown`, `what_if.row`, or as `evaluate_stated` and `exchanged_figure`.
    """
    exchange = Exchange(entry, place, flow, delivery, country)
    name = _own(desk, statement)
    calculation, declared = evaluate_stated(desk.view, name)
    _require_offered(what_if_options(desk.view, name, calculation, declared), exchange)
    with desk.answering.view() as view:
        figure = exchanged_figure(view, name, calculation, declared, exchange)
    done = AccessRecord("what_if", name, None, "")
    resolution = declared.computed.resolution
    desk.note(report_lines(done, calculation, resolution, declared.rows, whole=False))
    return figure


def _own(desk: Desk, statement: str) -> str:
    """The calculation, if the caller may calculate for its issuer."""
    scope = scope_of(desk.caller, Action.CALCULATE)
    name = calculation_behind(desk.view, statement)
    calculation = desk.view.statement(name, Calculation)
    own = calculation is not None and calculation.issuer == desk.caller.participant
    if calculation is None or not (own or scope is Scope.ALL):
        raise unknown_statement(statement)
    return name


def _require_offered(options: WhatIfOptions, exchange: Exchange) -> None:
    offered = {
        Exchange(row.entry, row.place, alternative.flow, alternative.delivery)
        for row in options.inputs
        for alternative in row.alternatives
    }
    offered |= {
        Exchange(own.entry, country=country)
        for own in options.sites
        for country in options.countries
    }
    if exchange not in offered:
        detail = "This exchange is not offered; choose one of the list."
        raise CradleError("what_if.row", detail)
