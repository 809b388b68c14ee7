"""Organisations, credentials, engagements and the journal."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from api import responses
from api.authentication import Caller
from api.context import Context
from api.pages import Cursor, Limit
from api.paths import PREFIX, Name
from api.problems import PROBLEMS
from ledger.desk.pages import cut, format_cursor, parse_cursor
from ledger.service.access import accounts, administration
from ledger.service.access.engagements import engage, read_engagements, revoke_engagement
from ledger.service.access.journal import NEWEST, read_journal
from ledger.service.access.json_views import (
    credential_to_json,
    engagement_to_json,
    event_to_json,
    organisation_to_json,
)
from ledger.service.access.permissions import Action, scope_of
from ledger.service.access.principal import CredentialKind
from ledger.service.access.readings import names_of_organisations
from ledger.store.access.credentials import credentials_of
from ledger.store.access.organisations import organisations
from schemas.values import StatementId
from schemas.vocabulary import Role

router = APIRouter(prefix=PREFIX, tags=["accounts"], responses=PROBLEMS)
_CLOSED = ConfigDict(frozen=True, extra="forbid")


class OrganisationRequest(BaseModel):
    """A new organisation, with its `participant` id if it is registered already."""

    model_config = _CLOSED

    id: Annotated[str, Field(pattern=f"^{accounts.NAME}$", examples=["mine"])]
    name: Annotated[str, Field(pattern=f"^{accounts.TITLE}$", examples=["Example Mining Oy"])]
    participant: StatementId | None = None


class CredentialRequest(BaseModel):
    """A new credential; a person needs a `password`, a machine or script has none."""

    model_config = _CLOSED

    id: Annotated[str, Field(pattern=f"^{accounts.NAME}$", examples=["erp.mine"])]
    kind: CredentialKind
    roles: Annotated[list[Role], Field(min_length=1, max_length=6)]
    password: Annotated[str, Field(max_length=256)] = ""
    expires: Annotated[int | None, Field(ge=0, le=2**53)] = None


class EngagementRequest(BaseModel):
    """An auditor's organisation, and the calculation, declaration or delivery to open to it."""

    model_config = _CLOSED

    auditor: Annotated[str, Field(pattern=f"^{accounts.NAME}$", examples=["audit-house"])]
    subject: StatementId


@router.get(
    "/organisations",
    summary="List organisations",
    operation_id="list_organisations",
    response_description="The organisations.",
)
def list_organisations(caller: Caller, context: Context) -> responses.OrganisationsResponse:
    """Return all organisations; for the operator."""
    scope_of(caller, Action.ADMINISTER)
    with context.ledger.store.read() as connection:
        found = organisations(connection)
    return responses.OrganisationsResponse(
        items=[
            responses.OrganisationResponse.model_validate(organisation_to_json(row))
            for row in found
        ]
    )


@router.post(
    "/organisations",
    status_code=HTTPStatus.CREATED,
    summary="Open an organisation",
    operation_id="open_organisation",
    response_description="The new organisation.",
)
def open_organisation(
    new: OrganisationRequest, caller: Caller, context: Context
) -> responses.OrganisationResponse:
    """Open an organisation, which can then have credentials; for the operator."""
    asked = (new.id, new.name, new.participant)
    made = administration.open_organisation(context.ledger.store, caller, asked, context.now())
    return responses.OrganisationResponse.model_validate(organisation_to_json(made))


@router.get(
    "/organisations/{organisation}/credentials",
    summary="List an organisation's credentials",
    operation_id="list_credentials",
    response_description="The credentials.",
)
def list_credentials(
    organisation: Name, caller: Caller, context: Context
) -> responses.CredentialsResponse:
    """Return an organisation's credentials, including ended ones, without secrets; for the operator."""
    scope_of(caller, Action.ADMINISTER)
    with context.ledger.store.read() as connection:
        found = credentials_of(connection, organisation)
    return responses.CredentialsResponse(
        items=[
            responses.CredentialResponse.model_validate(credential_to_json(row)) for row in found
        ]
    )


@router.post(
    "/organisations/{organisation}/credentials",
    status_code=HTTPStatus.CREATED,
    summary="Add a credential",
    operation_id="add_credential",
    response_description="The new credential; its `secret` is not shown again.",
)
def add_credential(
    organisation: Name, new: CredentialRequest, caller: Caller, context: Context
) -> responses.NewCredentialResponse:
    """Add a login for a person, a client for a machine, or an API key for a script; for the operator."""
    store, now = context.ledger.store, context.now()
    asked = accounts.CredentialRequest(new.id, organisation, frozenset(new.roles), new.expires)
    if new.kind is CredentialKind.PERSON:
        given = (asked, new.password)
        person = administration.add_with_secret(store, caller, new.kind, given, now)
        return responses.NewCredentialResponse.model_validate(credential_to_json(person))
    made, secret = administration.add_login(store, caller, new.kind, asked, context.draw, now)
    return responses.NewCredentialResponse.model_validate(
        credential_to_json(made) | {"secret": secret}
    )


@router.delete(
    "/credentials/{credential}",
    status_code=HTTPStatus.NO_CONTENT,
    summary="End a credential",
    operation_id="end_credential",
    response_description="The credential has ended.",
)
def end_credential(credential: Name, caller: Caller, context: Context) -> Response:
    """End a credential with its sessions and tokens at once; for the operator."""
    administration.end_login(context.ledger.store, caller, (credential, None), context.now())
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.get(
    "/engagements",
    summary="List engagements",
    operation_id="list_engagements",
    response_description="The engagements.",
)
def list_engagements(caller: Caller, context: Context) -> responses.EngagementsResponse:
    """Return all engagements to the operator, and to an auditor its own that have not ended."""
    found = read_engagements(context.ledger.store, caller)
    return responses.EngagementsResponse(
        items=[
            responses.EngagementResponse.model_validate(engagement_to_json(row)) for row in found
        ]
    )


@router.post(
    "/engagements",
    status_code=HTTPStatus.CREATED,
    summary="Engage an auditor",
    operation_id="engage",
    response_description="The new engagement.",
)
def add_engagement(
    new: EngagementRequest, caller: Caller, context: Context
) -> responses.EngagementResponse:
    """Give an auditor access to a statement and everything that it rests on."""
    made = engage(context.ledger, caller, new.auditor, new.subject, context.fresh(), context.now())
    return responses.EngagementResponse.model_validate(made)


@router.delete(
    "/engagements/{engagement}",
    status_code=HTTPStatus.NO_CONTENT,
    summary="End an engagement",
    operation_id="revoke_engagement",
    response_description="The engagement has ended.",
)
def end_engagement(engagement: Name, caller: Caller, context: Context) -> Response:
    """End an auditor's access."""
    revoke_engagement(context.ledger.store, caller, engagement, context.now())
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.get(
    "/journal",
    summary="Read the journal",
    operation_id="read_journal",
    response_description="A page of the journal.",
)
def journal(
    caller: Caller, context: Context, limit: Limit = 100, cursor: Cursor = None
) -> responses.JournalResponse:
    """Return the reads of the caller's own data, newest first; the operator sees all, with refusals."""
    before = parse_cursor(cursor, NEWEST)
    store = context.ledger.store
    items, more = cut(read_journal(store, caller, before, limit + 1), limit)
    with store.read() as connection:
        names = names_of_organisations(connection, (row.event.organisation for row in items))
    return responses.JournalResponse(
        items=[
            responses.JournalLine.model_validate(
                event_to_json(row.event) | {"name": names[row.event.organisation]}
            )
            for row in items
        ],
        next=format_cursor(items[-1].number) if more else None,
    )
