"""Figures: previews for deliveries, footprints of lines, drafts of calculations, and stale figures."""

from fastapi import APIRouter

from api import responses
from api.authentication import Caller
from api.context import Context
from api.paths import PREFIX
from api.problems import PROBLEMS
from api.questions import add_question
from ledger.desk import lines
from ledger.desk.portfolio import portfolio
from ledger.service.access.calculations import draft_for
from ledger.service.access.staleness import stale_for
from ledger.trust.encoding import encode_base64
from schemas.calculation_request import CalculationRequest

router = APIRouter(prefix=PREFIX, tags=["figures"], responses=PROBLEMS)
for _question in (lines.preview, lines.preview_suppliers, lines.footprint, lines.border):
    add_question(router, _question)


@router.post(
    "/calculations/draft",
    summary="Draft a calculation",
    operation_id="draft_calculation",
    response_description="The calculation to sign.",
)
def draft(
    asked: CalculationRequest, caller: Caller, context: Context
) -> responses.CalculationDraftResponse:
    """Calculate a battery model of one plant as of now, for its manufacturer to sign and submit."""
    with context.quota.count_question(caller):
        made = draft_for(context.ledger, caller, asked, context.fresh, context.now())
    return responses.CalculationDraftResponse(
        id=made.id,
        payloadType=made.kind.payload_type,
        payload=encode_base64(made.payload),
        sections=[encode_base64(section) for section in made.sections],
        statement=made.statement.to_json(),
        remarks=list(made.remarks) or None,
    )


@router.get(
    "/stale",
    summary="List stale figures",
    operation_id="list_stale",
    response_model_exclude_none=True,
    response_description="The stale calculations and deliveries.",
)
def stale(caller: Caller, context: Context) -> responses.StaleResponse:
    """Return the calculations and delivered figures that rest on statements changed since, and what changed them.

    A stale calculation of the caller has its new figure, the difference by stage and cause, and, if it is declared, the
    verdict of its rulebook on a new declaration.
    """
    found = stale_for(context.ledger, caller, context.fresh, context.now())
    return responses.StaleResponse(
        items=[responses.StaleStatement.model_validate(row) for row in found]
    )


add_question(router, portfolio)
