"""The page behind an invitation's link: a short form for a firm that has no account yet.

The link authenticates the invited firm. Its secret is in the address, so a page of another site cannot post the
form, and no cookie is read or set. Opening the page (GET, HEAD) does not use the invitation. The secret does not
leave the page: it sends no referrer, is not cached, and the server's log shows only the route. A refusal is shown
on the page with its code. Refused forms are counted by link, logins by address and name. The page needs no script.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from api import templates
from api.addresses import base_url, client_address
from api.context import AppContext, Context
from api.invitations import (
    HEADERS,
    count_failures,
    is_about_link,
    note_action,
    open_account,
)
from api.problems import status_of
from api.web.frame import Chosen, language_for
from api.web.invitation_page import InvitationPages, OpenedPage
from ledger.service.access.login import log_in, log_out, principal_of_session
from ledger.service.access.principal import Principal
from ledger.service.requests import invitations
from ledger.service.requests.introduction import Introduction, describe_ledger, introduce
from ledger.translations.languages import Language
from schemas.base import refusal
from schemas.errors import CradleError
from schemas.exchanged.invitation import LINE
from schemas.exchanged.request import DeclineReason
from schemas.values import Country
from schemas.vocabulary import CredentialKind, Stage

INVITATION: Final = "/invitation"
_COUNTRY: Final[TypeAdapter[str]] = TypeAdapter(Country)
_GUEST: Final = Principal("invitation", CredentialKind.PERSON, "invitation", None, frozenset())

router = APIRouter(prefix=INVITATION, include_in_schema=False)
Line = Annotated[str, Field(max_length=LINE)]


class FormFields(BaseModel):
    """The fields of a form; the function that uses a field refuses a missing one."""

    model_config = ConfigDict(frozen=True)

    language: Language = "en"

    def visible_values(self) -> dict[str, str]:
        """The fields that a refused form shows again, without the password."""
        return self.model_dump(mode="json", exclude={"language", "password"})


class AccountForm(FormFields):
    """The form for a new account."""

    title: Line = ""
    country: Line = ""
    person: Line = ""
    password: Line = ""

    @property
    def newcomer(self) -> invitations.Newcomer:
        """The account's holder."""
        return invitations.Newcomer(self.title.strip(), self.person.strip(), self.password)


class LoginForm(FormFields):
    """The form for an existing account."""

    name: Line = ""
    password: Line = ""


class DecliningForm(FormFields):
    """The form to decline."""

    reason: DeclineReason


@router.get("/template")
def template(
    language: Language = "en",
    stage: Stage = Stage.RAW_MATERIAL,
    form: Annotated[templates.Form, Query(alias="format")] = "xlsx",
) -> Response:
    """Serve a stage's empty spreadsheet template, which has no data and needs no login."""
    return templates.template_of(language, stage, form)


@router.api_route("/{secret}", methods=["GET", "HEAD"])
def show_form(secret: str, request: Request, context: Context, lang: Chosen = None) -> Response:
    """Show the form, or the reason why the link is not valid."""
    pages = InvitationPages(request, context, language_for(request, lang))
    try:
        introduction = introduce(context.ledger, secret, context.now())
        return _page(pages.form(introduction, _link(request, context, secret)))
    except CradleError as error:
        return _refusal(pages.refusal(error), error)


@router.post("/{secret}/account")
def account(
    secret: str, request: Request, context: Context, fields: Annotated[AccountForm, Form()]
) -> Response:
    """Open an account for the invited firm and take up the request."""

    def act(introduction: Introduction, pages: InvitationPages) -> str:
        country = _country(fields.country)
        view = introduction.view(describe_ledger(context.ledger))
        address = base_url(request, context.configuration)
        new_account = open_account(context, introduction, fields.newcomer)
        return pages.account(OpenedPage(address, view, new_account, fields.newcomer.title, country))

    return _act(secret, request, context, fields, act)


@router.post("/{secret}/login")
def login(
    secret: str, request: Request, context: Context, fields: Annotated[LoginForm, Form()]
) -> Response:
    """Take up the request with an existing account."""

    def act(introduction: Introduction, pages: InvitationPages) -> str:
        store, now = context.ledger.store, context.now()
        address, name = client_address(request), fields.name
        with context.quota.counted_login(address, name):
            session = log_in(store, name, fields.password, context.draw, now, address)
        principal = principal_of_session(store, session, now)
        log_out(store, session)
        invitations.take_up(context.ledger, principal, secret, now)
        note_action(context, principal, introduction, "taken up")
        return pages.end("taken_up", introduction)

    return _act(secret, request, context, fields, act)


@router.post("/{secret}/decline")
def decline(
    secret: str, request: Request, context: Context, fields: Annotated[DecliningForm, Form()]
) -> Response:
    """Decline the request without an account."""

    def act(introduction: Introduction, pages: InvitationPages) -> str:
        invitations.decline_by_link(context.ledger, secret, fields.reason, context.now())
        note_action(context, _GUEST, introduction, f"declined {fields.reason.value}")
        return pages.end("declined", introduction)

    return _act(secret, request, context, fields, act)


def _act(
    secret: str,
    request: Request,
    context: AppContext,
    fields: FormFields,
    act: Callable[[Introduction, InvitationPages], str],
) -> Response:
    """Return the page that follows a form, or the form with the refusal."""
    introduction, pages = None, InvitationPages(request, context, fields.language)
    try:
        introduction = introduce(context.ledger, secret, context.now())
        with count_failures(context, secret):
            return _page(act(introduction, pages))
    except CradleError as error:
        if introduction is None or is_about_link(error):
            return _refusal(pages.refusal(error), error)
        link, typed = _link(request, context, secret), fields.visible_values()
        return _refusal(pages.form(introduction, link, typed, error), error)


def _link(request: Request, context: AppContext, secret: str) -> str:
    return f"{base_url(request, context.configuration)}{INVITATION}/{secret}"


def _country(text: str) -> str:
    """Return a typed country as a registration has it; small letters are accepted."""
    try:
        return _COUNTRY.validate_python(text.strip().upper())
    except ValidationError as error:
        raise refusal(error) from None


def _page(text: str, status: HTTPStatus = HTTPStatus.OK) -> Response:
    return HTMLResponse(text, status.value, headers=HEADERS)


def _refusal(text: str, error: CradleError) -> Response:
    return _page(text, status_of(error))
