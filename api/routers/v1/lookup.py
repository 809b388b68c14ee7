"""Lookup: a statement's kind and path, a participant's keys, and the caller's own history."""

from fastapi import APIRouter

from api import responses
from api.authentication import Caller
from api.context import Context
from api.paths import Id
from api.problems import PROBLEMS
from ledger.service.access.history import history_for
from ledger.service.access.permissions import Action, scope_of
from ledger.service.access.reading import place_of
from ledger.service.answers.key_report import show_keys
from schemas.history import History
from schemas.kinds import PLURALS
from schemas.statement import Kind

router = APIRouter(tags=["lookup"], responses=PROBLEMS)


@router.get(
    "/statements/{statement:id}",
    summary="Find a statement by id",
    operation_id="find_statement",
    response_description="The kind and path of the statement.",
)
def find(statement: Id, caller: Caller, context: Context) -> responses.StatementLocationResponse:
    """Return the kind of a statement and the path to read it at."""
    found = place_of(context.ledger, caller, statement)
    path = f"/v1/{PLURALS[Kind(found.kind)]}/{found.id}"
    return responses.StatementLocationResponse(id=found.id, kind=found.kind, path=path)


@router.get(
    "/participants/{statement:id}/keys",
    summary="Get a participant's keys",
    operation_id="show_keys",
    response_description="The keys of the participant.",
)
def keys(statement: Id, caller: Caller, context: Context) -> dict[str, object]:
    """Return a participant's keys with state, custody, and the statements that changed them."""
    scope_of(caller, Action.READ)
    return show_keys(context.ledger, statement)


@router.get(
    "/history",
    summary="List what you have stated",
    operation_id="read_history",
    response_model_exclude_none=True,
    response_description="The caller's statements in the entries log.",
)
def history(caller: Caller, context: Context) -> History:
    """Return every statement that the caller issued: dates, goods, status, and who may read it."""
    return history_for(context.ledger, caller)
