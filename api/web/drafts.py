"""A draft on its way into the log: the page that signs it, its file, and the signed statement that comes back.

The server gives the signing page what the person typed, and gets back a signed statement. It never sees a key. A signed
registration waits for the registrar; every other statement is submitted at once. A draft is deleted when its statement
is accepted; a refusal leaves it.
"""

from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Annotated, Final

import orjson
from fastapi import APIRouter, Form, Query, Response

from api.paths import RandomName
from api.submissions import accept_submission
from api.web.forms import answering
from api.web.manufacturer.calculation_draft import discard_typed
from api.web.registration import FORM as REGISTRATION_FORM
from api.web.registration import PAGE as REGISTRATION_PAGE
from api.web.signing import SigningLinks, signing_page
from api.web.signing_draft import (
    SigningDraft,
    delivery_signing_draft,
    entry_signing_draft,
    registration_signing_draft,
    statement_signing_draft,
    withdrawal_signing_draft,
)
from api.web.workspace import PRIVATE, Visit, Visited
from api.web.workspaces import Workspace, workspace_of_form
from ledger.service.access.drafts import delete_draft, read_draft
from ledger.service.access.permissions import require_participant
from ledger.service.access.registrations import leave_registration
from ledger.service.requests.introduction import describe_ledger
from ledger.state.key_states import read_keys
from ledger.state.profiles import name_of
from ledger.store.access.drafts import Draft
from ledger.trust.submission import parse_submission
from schemas.base import Model
from schemas.errors import CradleError
from schemas.signed.kinds import REGISTRY_KINDS
from schemas.signed.participant import Profile
from schemas.signed.statement import Kind
from schemas.values import StatementId
from schemas.vocabulary import Reason, Role

ENTRY_KINDS: Final = tuple(kind for kind in Kind if kind not in REGISTRY_KINDS)
"""The kinds that are submitted on pages at once; a registration waits for its registrar."""


class RegistrationDraft(Model):
    """The content of a draft in the form `registration`."""

    profile: Profile
    roles: tuple[Role, ...]


class WithdrawalDraft(Model):
    """The content of a draft in the form `withdrawal`."""

    withdraws: StatementId
    reason: Reason


router = APIRouter(prefix="/drafts", include_in_schema=False)
Answered = Annotated[str, Query(alias="request", pattern="^([0-9a-f]{32})?$")]
"""The id of the request that the statement is to answer, or empty."""


@router.get("/{name}/sign")
def sign(visit: Visited, name: RandomName, request: Answered = "") -> Response:
    """Show the page that signs a draft."""
    draft = _read(visit, name)
    own = f"/drafts/{name}"
    links = SigningLinks(
        submit_to=answering(f"{own}/statement", request),
        back=_back(visit, draft),
        save=f"{own}/signing-page.html",
        draft=f"{own}/draft.json",
    )
    return _page(visit, draft, links, {})


@router.get("/{name}/signing-page.html")
def saved_page(visit: Visited, name: RandomName) -> Response:
    """Return the signing page as a file that works without a network."""
    sent = {"Content-Disposition": 'attachment; filename="signing-page.html"'}
    return _page(visit, _read(visit, name), SigningLinks(), sent)


@router.get("/{name}/draft.json")
def draft_file(visit: Visited, name: RandomName) -> Response:
    """Return the draft as a file, for the command line."""
    draft = _read(visit, name)
    headers = {**PRIVATE, "Content-Disposition": f'attachment; filename="{draft.form}.json"'}
    return Response(draft.content, media_type="application/json", headers=headers)


@router.post("/{name}/statement")
def submit(
    visit: Visited, name: RandomName, statement: Annotated[str, Form()] = "", request: Answered = ""
) -> Response:
    """Submit the signed statement, and go to its receipt."""
    draft, context = _read(visit, name), visit.context
    data = statement.encode()
    try:
        if draft.form == REGISTRATION_FORM:
            leave_registration(visit.ledger, visit.caller, parse_submission(data), visit.now)
            target = REGISTRATION_PAGE
        else:
            receipt = accept_submission(context, visit.caller, data, ENTRY_KINDS)
            target = receipt_path(receipt.id, request)
    except CradleError as error:
        return refused_page(visit, error, _workspace(visit, draft), f"/drafts/{name}/sign")
    delete_draft(visit.store, visit.caller, name)
    if draft.form == "calculation":
        discard_typed(visit, draft.title)
    return visit.go(target)


def receipt_path(statement: str, request: str) -> str:
    """The address of a statement's receipt."""
    return answering(f"/statements/{statement.removeprefix('sha256:')}", request)


def refused_page(visit: Visit, error: CradleError, workspace: Workspace, back: str) -> Response:
    """Show why a signed statement was refused, and the way back."""
    return visit.page(
        "refused_statement.html",
        error,
        frame=workspace.frame(),
        status=HTTPStatus(422),
        back=back,
    )


@router.post("/{name}/delete")
def delete(visit: Visited, name: RandomName) -> Response:
    """Delete a draft, and go back to the list."""
    draft = _read(visit, name)
    delete_draft(visit.store, visit.caller, name)
    return visit.go(_workspace(visit, draft).drafts)


def _back(visit: Visit, draft: Draft) -> str:
    """The page that leads to a draft: its list, or that of the registration."""
    registers = draft.form == REGISTRATION_FORM
    return REGISTRATION_PAGE if registers else _workspace(visit, draft).drafts


def _workspace(visit: Visit, draft: Draft) -> Workspace:
    """The workspace in which the draft was written."""
    return workspace_of_form(draft.form, visit.caller.roles)


def _kind(draft: Draft) -> Kind | None:
    """The kind that a draft's form names; None for the short form and other drafts that are no statement yet."""
    return next((kind for kind in Kind if kind.value == draft.form), None)


def _read(visit: Visit, name: str) -> Draft:
    return read_draft(visit.store, visit.caller, name)


def _page(visit: Visit, draft: Draft, links: SigningLinks, sent: Mapping[str, str]) -> Response:
    page = signing_page(_signing_draft(visit, draft), visit.language, links, _known_keys(visit))
    headers = {**PRIVATE, "Content-Security-Policy": page.policy, **sent}
    return Response(page.html, media_type="text/html", headers=headers)


def _known_keys(visit: Visit) -> list[str]:
    """The live working keys of the caller's participant."""
    participant = visit.caller.participant
    if participant is None:
        return []
    with visit.ledger.view() as view:
        history = read_keys(view, participant)
    return [] if history is None else [key.hex() for key in history.last.active]


def _signing_draft(visit: Visit, draft: Draft) -> SigningDraft:
    """The draft as the signing page needs it.

    Raises:
        CradleError: `draft.form` for a draft that is not complete yet, or as the builders of drafts.
    """
    origin = visit.ledger.origin
    if draft.form == REGISTRATION_FORM:
        registrar = describe_ledger(visit.ledger).registrar
        registration = RegistrationDraft.parse(draft.content)
        return registration_signing_draft(
            origin, registrar, registration.profile, registration.roles
        )
    issuer = require_participant(visit.caller)
    if draft.form == "entry":
        signing_draft = entry_signing_draft(draft.content, origin, issuer)
    elif draft.form == "delivery":
        signing_draft = delivery_signing_draft(orjson.loads(draft.content), origin, issuer)
    elif draft.form == "withdrawal":
        taken = WithdrawalDraft.parse(draft.content)
        signing_draft = withdrawal_signing_draft(
            taken.withdraws, taken.reason.value, origin, issuer
        )
    elif (kind := _kind(draft)) is not None:
        signing_draft = statement_signing_draft(kind, draft.content, origin, issuer)
    else:
        detail = "This draft is not complete yet; continue it in the short form."
        raise CradleError("draft.form", detail)
    with visit.ledger.view() as view:
        return replace(signing_draft, firm=name_of(view, issuer))
