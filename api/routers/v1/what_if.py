"""What-if questions about a calculation: what can be exchanged, and the figure with an exchange made."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from api.authentication import Caller
from api.context import Context
from api.paths import PREFIX, Id
from api.problems import PROBLEMS
from ledger.footprint.analysis.what_if import Exchange
from ledger.service.access.what_if import options_for, what_if_for
from schemas.values import Country, FlowId, StatementId
from schemas.views.what_if import WhatIf, WhatIfOptions

router = APIRouter(prefix=PREFIX, tags=["figures"], responses=PROBLEMS)


class Question(BaseModel):
    """An exchange: an own entry of the options, and the place of an input with what to put there, or a country."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    entry: Annotated[StatementId, Field(description="One of the caller's own entries.")]
    place: Annotated[
        int | None, Field(ge=0, le=100_000, description="The input's place in the entry, from 0.")
    ] = None
    flow: Annotated[FlowId | None, Field(description="The flow to put there.")] = None
    delivery: Annotated[StatementId | None, Field(description="The delivery to put there.")] = None
    country: Annotated[Country | None, Field(description="The country of the grid.")] = None


@router.get(
    "/calculations/{statement:id}/what-if/options",
    summary="List what can be exchanged in a calculation",
    operation_id="list_exchanges",
    response_model_exclude_none=True,
    response_description="The inputs, sites and countries.",
)
def options(statement: Id, caller: Caller, context: Context) -> WhatIfOptions:
    """Return the inputs of the caller's own entries with what could be in their place, and the countries of a grid."""
    return options_for(context.ledger, caller, statement)


@router.get(
    "/calculations/{statement:id}/what-if",
    summary="Ask what a figure would be",
    operation_id="ask_what_if",
    response_model_exclude_none=True,
    response_description="The figure before and after.",
)
def answer(
    statement: Id, caller: Caller, context: Context, asked: Annotated[Question, Query()]
) -> WhatIf:
    """Return the figure with one of the offered exchanges made, to 4 digits. Nothing is signed or kept."""
    exchange = Exchange(asked.entry, asked.place, asked.flow, asked.delivery, asked.country)
    with context.quota.count_question(caller):
        return what_if_for(context.ledger, caller, statement, exchange, context.now())
