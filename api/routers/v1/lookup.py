"""Lookup by id or first digits: a statement's kind and path, its objections, keys and names; the own history."""

from typing import Annotated

from fastapi import APIRouter, Query

from api import responses
from api.authentication import Caller
from api.context import Context
from api.paths import PREFIX, Id
from api.problems import PROBLEMS
from ledger.service.access.history import history_for
from ledger.service.access.names import names_for
from ledger.service.access.objections import objections_for
from ledger.service.access.permissions import Action, scope_of
from ledger.service.access.reading import find_visible, place_of
from ledger.service.answers.key_report import show_keys
from ledger.store.statements import StoredStatement
from schemas.signed.kinds import PLURALS
from schemas.signed.objection import Objections
from schemas.signed.statement import Kind
from schemas.values import StatementId
from schemas.views.history import History
from schemas.views.names import NamedFirms

FOUND = 100
"""The largest number of statements that a lookup by first digits returns."""

router = APIRouter(prefix=PREFIX, tags=["lookup"], responses=PROBLEMS)


@router.get(
    "/statements/{statement:id}",
    summary="Find a statement by id",
    operation_id="find_statement",
    response_description="The kind and path of the statement.",
)
def find(statement: Id, caller: Caller, context: Context) -> responses.StatementLocationResponse:
    """Return the kind of a statement and the path to read it at."""
    return _location(place_of(context.ledger, caller, statement))


@router.get(
    "/statements",
    summary="Find statements by their first digits",
    operation_id="find_statements",
    response_description="The kinds and paths of the statements.",
)
def find_by_digits(
    caller: Caller,
    context: Context,
    beginning: Annotated[
        str,
        Query(
            description="The first hexadecimal digits of an id, without `sha256:`.",
            pattern="^[0-9a-f]{6,64}$",
        ),
    ],
) -> responses.StatementLocationsResponse:
    """Return the statements whose ids begin with these digits, as far as the caller may see them, at most 100."""
    found = find_visible(context.ledger, caller, beginning, FOUND)
    return responses.StatementLocationsResponse(items=[_location(row) for row in found])


def _location(found: StoredStatement) -> responses.StatementLocationResponse:
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
    "/names",
    summary="Get the names of participants",
    operation_id="read_names",
    response_description="The names and countries of the registered participants among the ids.",
)
def names(
    caller: Caller,
    context: Context,
    id: Annotated[  # noqa: A002 - a parameter of the address
        list[StatementId],
        Query(
            description="The ids of participants; may be repeated.", min_length=1, max_length=FOUND
        ),
    ],
) -> NamedFirms:
    """Return the name and country of each registered participant; an id that is not one is left out."""
    return NamedFirms(items=names_for(context.ledger, caller, id))


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


@router.get(
    "/contested",
    summary="List objections to a statement",
    operation_id="list_contested",
    response_description="The objections with their answers.",
    response_model_exclude_none=True,
)
def contested(
    caller: Caller,
    context: Context,
    subject: Annotated[
        StatementId | None,
        Query(description="The contested statement. Default: all statements of the caller."),
    ] = None,
) -> Objections:
    """Return the objections to a statement that the caller may see, or to the caller's own; the operator gets all."""
    return objections_for(context.ledger, caller, subject)
