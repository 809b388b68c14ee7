"""Figures: what a delivery may tell, where a line's footprint comes from, a calculation to be signed, what is stale."""

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from api import answers
from api.doors import TheDoors
from api.paths import Id
from api.problems import PROBLEMS
from api.who import Who
from ledger.service.access.calculating import draft_for
from ledger.service.access.figures import LineAsked, explain_for, preview_for
from ledger.service.access.staleness import stale_for
from ledger.service.figures import Method
from ledger.trust.encoding import encode_base64
from schemas.calculation_request import CalculationRequest
from schemas.delivery import DeliveredFigure
from schemas.values import Code, Digest, StatementId

router = APIRouter(tags=["figures"], responses=PROBLEMS)
RulebookDigest = Annotated[Digest, Query(description="The digest of a rulebook that is kept here.")]
FactorSetDigests = Annotated[
    list[Digest],
    Query(description="The digests of factor sets; may be repeated.", min_length=1, max_length=16),
]


class PreviewAsked(BaseModel):
    """The line that is to be delivered, and the method that values it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    entry: StatementId
    line: Code = "main"
    rulebook: Digest
    factor_sets: Annotated[list[Digest], Field(min_length=1, max_length=16)]


@router.post("/previews", operation_id="preview", response_model_exclude_none=True)
def preview(asked: PreviewAsked, who: Who, doors: TheDoors) -> DeliveredFigure:
    """The figure that a delivery of a line may carry, as of now: to sign it is the supplier's part."""
    doors.quota.count_preview(who.organisation)
    line = LineAsked(asked.entry, asked.line, _method(asked.rulebook, asked.factor_sets))
    return preview_for(doors.ledger, who, line, doors.now())


@router.get(
    "/entries/{statement:id}/footprint",
    operation_id="explain",
    response_model_exclude_none=True,
)
def footprint(
    who: Who,
    doors: TheDoors,
    statement: Id,
    rulebook: RulebookDigest,
    factor_set: FactorSetDigests,
    line: Annotated[Code, Query(description="The output line.")] = "main",
) -> answers.Footprint:
    """The figure of a line per unit: the own part exactly, the upstream to 4 digits; all of it for who may."""
    asked = LineAsked(statement, line, _method(rulebook, factor_set))
    told = explain_for(doors.ledger, who, asked, doors.now())
    return answers.Footprint.model_validate(told, strict=False)


@router.post("/calculations/draft", operation_id="draft_calculation")
def draft(asked: CalculationRequest, who: Who, doors: TheDoors) -> answers.CalculationDraft:
    """The calculation of a battery model from one plant, as of now, for its manufacturer to sign."""
    made = draft_for(doors.ledger, who, asked, doors.fresh, doors.now())
    return answers.CalculationDraft(
        id=made.id,
        payloadType=made.kind.payload_type,
        payload=encode_base64(made.payload),
        sections=[encode_base64(section) for section in made.sections],
        statement=made.statement.to_json(),
        remarks=list(made.remarks) or None,
    )


@router.get("/stale", operation_id="list_stale")
def stale(who: Who, doors: TheDoors) -> answers.StaleList:
    """Calculations and told figures whose lineage the registry touched after they were computed."""
    found = stale_for(doors.ledger, who)
    return answers.StaleList(items=[answers.Stale.model_validate(row) for row in found])


def _method(rulebook: str, factor_sets: Iterable[str]) -> Method:
    return Method(rulebook, tuple(sorted(set(factor_sets))))
