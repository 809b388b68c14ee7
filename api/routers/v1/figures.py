"""Figures: previews for deliveries, footprints of lines, drafts of calculations, and stale figures."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from api import responses
from api.authentication import Caller
from api.context import Context
from api.paths import PREFIX, Id
from api.problems import PROBLEMS
from ledger.service.access.border import BorderReading, border_for
from ledger.service.access.calculations import draft_for
from ledger.service.access.figures import (
    LineRequest,
    explain_for,
    preview_for,
    preview_opening_for,
)
from ledger.service.access.portfolio import portfolio_for
from ledger.service.access.staleness import stale_for
from ledger.service.portfolio.question import read_spread
from ledger.state.border import BorderRequest
from ledger.state.figures import Method
from ledger.trust.encoding import encode_base64
from schemas.exchanged.calculation_request import CalculationRequest
from schemas.signed.delivery import DeliveredFigure
from schemas.signed.opening import OpenableSuppliers
from schemas.values import Amount, Code, Count, Digest, StatementId, Year
from schemas.views.cbam_result import CbamReport
from schemas.views.portfolio import Portfolio

router = APIRouter(prefix=PREFIX, tags=["figures"], responses=PROBLEMS)
RulebookDigest = Annotated[
    Digest, Query(description="The digest of a rulebook that the ledger stores.")
]
FactorSetDigests = Annotated[
    list[Digest],
    Query(description="The digests of factor sets; may be repeated.", min_length=1, max_length=16),
]


class BorderYear(BaseModel):
    """The year of the goods whose quantities at the carbon border a delivery states; the rulebook corrects it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    year: Year
    cscf: Amount | None = None


class PreviewRequest(BaseModel):
    """The output line to deliver, and the rulebook and factor sets to value it with."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    entry: StatementId
    line: Code = "main"
    rulebook: Digest
    factor_sets: Annotated[list[Digest], Field(min_length=1, max_length=16)]
    border: BorderYear | None = None


@router.post(
    "/previews",
    summary="Preview a delivery's figure",
    operation_id="preview",
    response_model_exclude_none=True,
    response_description="The figure, to be put into the delivery.",
)
def preview(asked: PreviewRequest, caller: Caller, context: Context) -> DeliveredFigure:
    """Return the figure that a delivery of a line can carry as of now; the supplier signs the delivery."""
    line = LineRequest(asked.entry, asked.line, _method(asked.rulebook, asked.factor_sets))
    of = asked.border
    border = None if of is None else BorderRequest(of.year, _correction(of.cscf))
    with context.quota.count_preview(caller.organisation):
        return preview_for(context.ledger, caller, line, context.now(), border)


@router.post(
    "/previews/suppliers",
    summary="Preview what a delivery may open",
    operation_id="preview_suppliers",
    response_model_exclude_none=True,
    response_description="The rows, of which those that the supplier chooses are put into the delivery.",
)
def preview_suppliers(asked: PreviewRequest, caller: Caller, context: Context) -> OpenableSuppliers:
    """Return the suppliers behind a line that a delivery may open as of now; none is open unless it is signed."""
    line = LineRequest(asked.entry, asked.line, _method(asked.rulebook, asked.factor_sets))
    with context.quota.count_preview(caller.organisation):
        return preview_opening_for(context.ledger, caller, line, context.now())


@router.get(
    "/entries/{statement:id}/footprint",
    summary="Get the footprint of an output line",
    operation_id="explain",
    response_model_exclude_none=True,
    response_description="The footprint of the line.",
)
def footprint(
    caller: Caller,
    context: Context,
    statement: Id,
    rulebook: RulebookDigest,
    factor_set: FactorSetDigests,
    line: Annotated[Code, Query(description="The output line.")] = "main",
) -> responses.FootprintResponse:
    """Return a line's figure per unit: the own part exactly and the upstream to 4 digits.

    The operator and an engaged auditor see the whole figure exactly, with every contribution.
    """
    asked = LineRequest(statement, line, _method(rulebook, factor_set))
    with context.quota.count_question(caller):
        figure = explain_for(context.ledger, caller, asked, context.now())
    return responses.FootprintResponse.model_validate(figure, strict=False)


@router.get(
    "/entries/{statement:id}/border",
    summary="Get an entry's goods at the carbon border",
    operation_id="read_border",
    response_model_exclude_none=True,
    response_description="The goods per tonne.",
)
def border(
    caller: Caller,
    context: Context,
    statement: Id,
    factor_set: FactorSetDigests,
    year: Annotated[Year, Query(description="The calendar year of the goods; another is refused.")],
    cscf: Annotated[
        Amount | None,
        Query(
            description="The cross-sectoral correction factor; another than the rulebook's is refused."
        ),
    ] = None,
) -> CbamReport:
    """Return embedded emissions and free allocation of an entry's goods, per tonne, by CBAM.

    An issuer reads its own to six decimals; the operator and an engaged auditor read them exactly.
    """
    asked = BorderReading(statement, factor_set, BorderRequest(year, _correction(cscf)))
    with context.quota.count_question(caller):
        return border_for(context.ledger, caller, asked, context.now())


def _correction(stated: str | None) -> Decimal | None:
    return None if stated is None else Decimal(stated)


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


@router.get(
    "/portfolio",
    summary="Get the scores of calculations as of now",
    operation_id="read_portfolio",
    response_model_exclude_none=True,
    response_description="The scores.",
)
def portfolio(
    caller: Caller,
    context: Context,
    since: Annotated[
        Count | None,
        Query(
            description="A size of the registry: only scores that changed since then are listed."
        ),
    ] = None,
    sigma: Annotated[
        Amount | None,
        Query(
            description="The standard deviation of the logarithm of every input, at most 2, for the"
            " spread of each score."
        ),
    ] = None,
    samples: Annotated[int, Query(ge=0, le=1000, description="The samples to draw.")] = 0,
) -> Portfolio:
    """Return the scores of the caller's calculations over the statements of now, in floating point.

    None of them is a declared figure.
    """
    spread = read_spread(sigma, samples, "sigma")
    with context.quota.count_preview(caller.organisation):
        return portfolio_for(context.ledger, caller, since, spread, context.now())


def _method(rulebook: str, factor_sets: Iterable[str]) -> Method:
    return Method(rulebook, tuple(sorted(set(factor_sets))))
