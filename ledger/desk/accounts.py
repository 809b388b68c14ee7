"""Organisations, credentials and engagements, which the operator manages, and the journal, which every owner reads.

An act leaves its line in the journal in the transaction that makes it, also one of the operator in its folder.
"""

from typing import Annotated

from pydantic import Field

from ledger.desk.desk import Desk
from ledger.desk.pages import Cursor, Limit, cut, format_cursor, parse_cursor
from ledger.desk.question import Doc, act, question
from ledger.service.access import accounts, administration
from ledger.service.access import engagements as grants
from ledger.service.access.journal import NEWEST, read_journal
from ledger.service.access.permissions import Action
from ledger.service.access.readings import names_of_organisations
from ledger.store.access.credentials import Credential, credentials_of
from ledger.store.access.engagements import Engagement
from ledger.store.access.organisations import Organisation
from ledger.store.access.organisations import organisations as stored_organisations
from schemas.exchanged.accounts import (
    NAME,
    CredentialRequest,
    EngagementRequest,
    OrganisationRequest,
)
from schemas.views.access import (
    CredentialResponse,
    CredentialsResponse,
    EngagementResponse,
    EngagementsResponse,
    JournalLine,
    JournalResponse,
    NewCredentialResponse,
    OrganisationResponse,
    OrganisationsResponse,
)
from schemas.vocabulary import CredentialKind, Role

Name = Annotated[str, Field(pattern=f"^{NAME}$"), Doc("A name that the operator chose.")]


@question(
    "/organisations",
    may=Action.ADMINISTER,
    tag="accounts",
    summary="List organisations",
    operation="list_organisations",
    told="The organisations.",
)
def organisations(desk: Desk) -> OrganisationsResponse:
    """Return all organisations; for the operator."""
    rows = stored_organisations(desk.view.connection)
    return OrganisationsResponse(items=tuple(map(_organisation, rows)))


@act(
    "/organisations",
    may=Action.ADMINISTER,
    tag="accounts",
    summary="Open an organisation",
    told="The new organisation.",
    method="POST",
    body="new",
    is_described=True,
    is_once=True,
    status=201,
)
def open_organisation(desk: Desk, new: OrganisationRequest) -> OrganisationResponse:
    """Open an organisation, which can then have credentials; for the operator."""
    store, caller = desk.ledger.store, desk.caller
    return _organisation(administration.open_organisation(store, caller, new, desk.now))


@question(
    "/organisations/{organisation}/credentials",
    may=Action.ADMINISTER,
    tag="accounts",
    summary="List an organisation's credentials",
    operation="list_credentials",
    told="The credentials.",
)
def credentials(desk: Desk, organisation: Name) -> CredentialsResponse:
    """Return an organisation's credentials, including ended ones, without secrets; for the operator."""
    rows = credentials_of(desk.view.connection, organisation)
    return CredentialsResponse(items=tuple(map(_credential, rows)))


@act(
    "/organisations/{organisation}/credentials",
    may=Action.ADMINISTER,
    tag="accounts",
    summary="Add a credential",
    told="The new credential; its `secret` is not shown again.",
    method="POST",
    body="new",
    is_described=True,
    is_once=True,
    status=201,
)
def add_credential(desk: Desk, organisation: Name, new: CredentialRequest) -> NewCredentialResponse:
    """Add a login for a person, a client for a machine, or an API key for a script; for the operator."""
    store, caller = desk.ledger.store, desk.caller
    request = accounts.CredentialRequest(new.id, organisation, frozenset(new.roles), new.expires)
    if new.kind is CredentialKind.PERSON:
        credential = administration.add_with_secret(
            store, caller, new.kind, request, new.password, desk.now
        )
        return NewCredentialResponse(**dict(_credential(credential)))
    credential, secret = administration.add_login(
        store, caller, new.kind, request, desk.draw, desk.now
    )
    return NewCredentialResponse(**dict(_credential(credential)), secret=secret)


@act(
    "/credentials/{credential}",
    may=Action.ADMINISTER,
    tag="accounts",
    summary="End a credential",
    told="The credential has ended.",
    method="DELETE",
    status=204,
)
def end_credential(desk: Desk, credential: Name) -> None:
    """End a credential with its sessions and tokens at once; for the operator."""
    administration.end_login(desk.ledger.store, desk.caller, credential, None, desk.now)


@question(
    "/engagements",
    may=Action.READ_ENGAGEMENTS,
    tag="accounts",
    summary="List engagements",
    operation="list_engagements",
    told="The engagements.",
)
def engagements(desk: Desk) -> EngagementsResponse:
    """Return all engagements to the operator, and to an auditor its own that have not ended."""
    rows = grants.read_engagements(desk.ledger.store, desk.caller)
    return EngagementsResponse(items=tuple(map(_engagement, rows)))


@act(
    "/engagements",
    may=Action.ENGAGE,
    tag="accounts",
    summary="Engage an auditor",
    told="The new engagement.",
    method="POST",
    body="new",
    is_described=True,
    is_once=True,
    status=201,
)
def engage(desk: Desk, new: EngagementRequest) -> EngagementResponse:
    """Give an auditor access to a statement and everything that it rests on."""
    ledger, caller, name = desk.ledger, desk.caller, desk.fresh()
    return _engagement(grants.engage(ledger, caller, new.auditor, new.subject, name, desk.now))


@act(
    "/engagements/{engagement}",
    may=Action.ENGAGE,
    tag="accounts",
    summary="End an engagement",
    told="The engagement has ended.",
    method="DELETE",
    status=204,
)
def revoke_engagement(desk: Desk, engagement: Name) -> None:
    """End an auditor's access."""
    grants.revoke_engagement(desk.ledger.store, desk.caller, engagement, desk.now)


@question(
    "/journal",
    may=Action.JOURNAL,
    tag="accounts",
    summary="Read the journal",
    operation="read_journal",
    told="A page of the journal.",
)
def journal(desk: Desk, limit: Limit = 100, cursor: Cursor = None) -> JournalResponse:
    """Return the reads of the caller's own data, newest first; the operator sees all, with refusals."""
    before = parse_cursor(cursor, NEWEST)
    items, more = cut(read_journal(desk.ledger.store, desk.caller, before, limit + 1), limit)
    firms = (row.organisation for row in items)
    names = names_of_organisations(desk.view.connection, firms)
    return JournalResponse(
        items=tuple(
            JournalLine(
                at=row.at,
                organisation=row.organisation,
                name=names[row.organisation],
                action=row.action,
                subject=row.subject,
                owner=row.owner,
                detail=row.detail,
            )
            for row in items
        ),
        next=format_cursor(items[-1].number) if more else None,
    )


def _organisation(row: Organisation) -> OrganisationResponse:
    return OrganisationResponse(**dict(row))


def _credential(row: Credential) -> CredentialResponse:
    return CredentialResponse(
        id=row.id,
        kind=CredentialKind(row.kind),
        organisation=row.organisation,
        roles=tuple(map(Role, row.roles.split())),
        created=row.created,
        expires=row.expires,
        ended=row.ended,
    )


def _engagement(row: Engagement) -> EngagementResponse:
    return EngagementResponse(**dict(row))
