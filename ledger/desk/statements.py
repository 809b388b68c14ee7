"""Statements read and looked up: by kind, id or first digits, their receipts and objections, names, keys, history."""

from typing import Annotated, Final

from pydantic import Field

from ledger.append.submit import receipt_of
from ledger.client.agrees import of_participant, of_statement
from ledger.desk.desk import Desk
from ledger.desk.pages import Cursor, Limit, cut, format_cursor, parse_cursor
from ledger.desk.question import Doc, question
from ledger.documents.reports.history import layout_history
from ledger.documents.reports.objections import layout_objections
from ledger.documents.reports.participants import layout_participants
from ledger.operation.published_checkpoints import cosigned_receipt
from ledger.service.access.history import history_of
from ledger.service.access.names import names_for, registered_firms
from ledger.service.access.objections import objections_for
from ledger.service.access.permissions import Action, require_participant
from ledger.service.access.visible_statements import (
    find_visible,
    list_visible,
    place_of,
    read_visible,
    require_visible,
)
from ledger.service.answers.key_report import keys_of_participant
from ledger.store.statements import StoredStatement
from schemas.errors import CradleError
from schemas.signed.kinds import PLURALS
from schemas.signed.log import Receipt
from schemas.signed.objection import Objections
from schemas.signed.statement import Kind
from schemas.values import StatementId, Text
from schemas.views.history import History
from schemas.views.keys import ParticipantKeys
from schemas.views.names import (
    NamedFirms,
    RegisteredFirms,
    StatementLocationResponse,
    StatementLocationsResponse,
)
from schemas.views.statements import StatementResponse, StatementsResponse, StatementSummary

FOUND: Final = 100
"""The largest number of statements that a lookup by first digits returns."""


@question(
    "/statements/{statement:id}",
    may=Action.READ,
    tag="lookup",
    summary="Find a statement by id",
    operation="find_statement",
    told="The kind and path of the statement.",
    agrees=of_statement,
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
    statements = find_visible(desk.ledger, desk.caller, beginning, FOUND)
    return StatementLocationsResponse(items=tuple(map(_location, statements)))


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
    "/firms",
    may=Action.READ,
    tag="lookup",
    summary="List the registered participants",
    operation="list_firms",
    told="The participants with country, roles and registrar.",
    layout=layout_participants,
    command="participants",
)
def participants(
    desk: Desk,
    name: Annotated[
        Text | None, Doc("The whole name; for the operator a part of it, or none for all.")
    ] = None,
) -> RegisteredFirms:
    """Return the registered participants of a name, with country, roles, id, and the registrar that vouched for each.

    The operator may give a part of the name, or none for all.
    """
    return RegisteredFirms(items=registered_firms(desk.ledger, desk.caller, name or ""))


@question(
    "/history",
    may=Action.READ,
    tag="lookup",
    summary="List what you have stated",
    operation="read_history",
    told="The caller's statements in the entries log.",
    layout=layout_history,
)
def own_history(
    desk: Desk,
    participant: Annotated[
        StatementId | None, Doc("The issuer; the operator names any. Default: the caller's own.")
    ] = None,
) -> History:
    """Return every statement that the caller issued: dates, goods, status, and who may read it."""
    if participant is None or not desk.caller.operates:
        own = require_participant(desk.caller)
        if participant not in {None, own}:
            detail = f"The login is that of {own}; use its keys, or the login of this participant."
            raise CradleError("access.issuer", detail, "participant")
        participant = own
    return history_of(desk.ledger, participant)


@question(
    "/participants/{statement:id}/keys",
    may=Action.READ,
    tag="lookup",
    summary="Get a participant's keys",
    operation="show_keys",
    told="The keys of the participant.",
    agrees=of_participant,
)
def keys(desk: Desk, statement: StatementId) -> ParticipantKeys:
    """Return a participant's keys with state, custody, and the statements that changed them."""
    return keys_of_participant(desk.view, statement)


@question(
    "/{kind}",
    may=Action.READ,
    tag="statements",
    summary="List statements",
    told="A page of statements.",
    is_routed=False,
)
def list_statements(
    desk: Desk, kind: Kind, limit: Limit = 100, cursor: Cursor = None
) -> StatementsResponse:
    """Return the statements of a kind that concern the caller, in the order of the log, without sections."""
    after = parse_cursor(cursor, 0) - 1
    items, more = cut(list_visible(desk.ledger, desk.caller, kind, after, limit + 1), limit)
    following = format_cursor(items[-1].stored.index + 1) if more else None
    rows = (StatementSummary.model_validate(item.summary(), strict=False) for item in items)
    return StatementsResponse(items=tuple(rows), next=following)


@question(
    "/{kind}/{statement}",
    may=Action.READ,
    tag="statements",
    summary="Get a statement",
    told="The statement and its open sections.",
    is_routed=False,
)
def read_statement(desk: Desk, kind: Kind, statement: StatementId) -> StatementResponse:
    """Return a statement with the sections that the caller may see."""
    seen = read_visible(desk.ledger, desk.caller, statement, kind)
    desk.note(seen.lines())
    return StatementResponse.model_validate(seen.to_json(), strict=False)


@question(
    "/{kind}/{statement}/receipt",
    may=Action.READ,
    tag="statements",
    summary="Get a statement's receipt",
    told="The receipt.",
    is_routed=False,
)
def prove_statement(
    desk: Desk,
    kind: Kind,
    statement: StatementId,
    cosigned: bool = False,  # noqa: FBT001, FBT002 - a word of the query
) -> Receipt:
    """Return a statement's receipt, renewed under the newest checkpoint, or under one that witnesses have cosigned."""
    require_visible(desk.ledger, desk.caller, statement, kind)
    receipt = receipt_of(desk.ledger, statement)
    return cosigned_receipt(desk.ledger.store, receipt) if cosigned else receipt


@question(
    "/contested",
    may=Action.READ,
    tag="lookup",
    summary="List objections to a statement",
    operation="list_contested",
    told="The objections with their answers.",
    layout=layout_objections,
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


def _location(statement: StoredStatement) -> StatementLocationResponse:
    path = f"/v1/{PLURALS[Kind(statement.kind)]}/{statement.id}"
    return StatementLocationResponse(id=statement.id, kind=statement.kind, path=path)
