"""Statements looked up: by id or first digits, their objections, the names of firms, and what the caller stated."""

from typing import Annotated, Final

from pydantic import Field

from ledger.desk.desk import Desk
from ledger.desk.question import Doc, question
from ledger.service.access.history import history_for
from ledger.service.access.names import names_for
from ledger.service.access.objections import objections_for
from ledger.service.access.permissions import Action
from ledger.service.access.reading import find_visible, place_of
from ledger.store.statements import StoredStatement
from schemas.signed.kinds import PLURALS
from schemas.signed.objection import Objections
from schemas.signed.statement import Kind
from schemas.values import StatementId
from schemas.views.history import History
from schemas.views.names import NamedFirms, StatementLocationResponse, StatementLocationsResponse

FOUND: Final = 100
"""The largest number of statements that a lookup by first digits returns."""


@question(
    "/statements/{statement:id}",
    may=Action.READ,
    tag="lookup",
    summary="Find a statement by id",
    operation="find_statement",
    told="The kind and path of the statement.",
)
def location(desk: Desk, statement: StatementId) -> StatementLocationResponse:
    """Return the kind of a statement and the path to read it at."""
    return _location(place_of(desk.ledger, desk.caller, statement))


@question(
    "/statements",
    may=Action.READ,
    tag="lookup",
    summary="Find statements by their first digits",
    operation="find_statements",
    told="The kinds and paths of the statements.",
)
def locations(
    desk: Desk,
    beginning: Annotated[
        str,
        Field(pattern="^[0-9a-f]{6,64}$"),
        Doc("The first hexadecimal digits of an id, without `sha256:`."),
    ],
) -> StatementLocationsResponse:
    """Return the statements whose ids begin with these digits, as far as the caller may see them, at most 100."""
    found = find_visible(desk.ledger, desk.caller, beginning, FOUND)
    return StatementLocationsResponse(items=tuple(map(_location, found)))


@question(
    "/names",
    may=Action.READ,
    tag="lookup",
    summary="Get the names of participants",
    operation="read_names",
    told="The names and countries of the registered participants among the ids.",
)
def names(
    desk: Desk,
    id: Annotated[  # noqa: A002 - a parameter of the address
        tuple[StatementId, ...],
        Field(min_length=1, max_length=FOUND),
        Doc("The ids of participants; may be repeated."),
    ],
) -> NamedFirms:
    """Return the name and country of each registered participant; an id that is not one is left out."""
    return NamedFirms(items=names_for(desk.ledger, desk.caller, id))


@question(
    "/history",
    may=Action.READ,
    tag="lookup",
    summary="List what you have stated",
    operation="read_history",
    told="The caller's statements in the entries log.",
)
def own_history(desk: Desk) -> History:
    """Return every statement that the caller issued: dates, goods, status, and who may read it."""
    return history_for(desk.ledger, desk.caller)


@question(
    "/contested",
    may=Action.READ,
    tag="lookup",
    summary="List objections to a statement",
    operation="list_contested",
    told="The objections with their answers.",
)
def contested(
    desk: Desk,
    subject: Annotated[
        StatementId | None,
        Doc("The contested statement. Default: all statements of the caller."),
    ] = None,
) -> Objections:
    """Return the objections to a statement that the caller may see, or to the caller's own; the operator gets all."""
    return objections_for(desk.ledger, desk.caller, subject)


def _location(found: StoredStatement) -> StatementLocationResponse:
    path = f"/v1/{PLURALS[Kind(found.kind)]}/{found.id}"
    return StatementLocationResponse(id=found.id, kind=found.kind, path=path)
