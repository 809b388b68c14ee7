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
from pydantic import BaseModel, ConfigDict, Field

from api import templates
from api.addresses import base_url, client_address
from api.context import AppContext, Context
from api.problems import is_own_failure, status_of
from api.security.counted_login import counted_login
from api.web import invitation_page as page
from ledger.service.access.journal import AccessRecord, note
from ledger.service.access.login import log_in, log_out, principal_of_session
from ledger.service.access.principal import CredentialKind, Principal
from ledger.service.access.secrets import hash_secret
from ledger.service.requests import invitations
from ledger.service.requests.introduction import Introduction, introduce
from ledger.translations.languages import Language
from schemas.errors import CradleError
from schemas.request import DeclineReason
from schemas.vocabulary import Stage

INVITATION: Final = "/invitation"
_HEADERS: Final = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
_GUEST: Final = Principal("invitation", CredentialKind.PERSON, "invitation", None, frozenset())

router = APIRouter(prefix=INVITATION, include_in_schema=False)
ChosenLanguage = Annotated[Language | None, Query()]
Line = Annotated[str, Field(max_length=300)]


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
    person: Line = ""
    password: Line = ""


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
def show_form(
    secret: str, request: Request, context: Context, language: ChosenLanguage = None
) -> Response:
    """Show the form, or the reason why the link is not valid."""
    shown_language = page.language_of(language, request.headers.get("Accept-Language", ""))
    try:
        return _page(
            page.form_page(introduce(context.ledger, secret, context.now()), shown_language)
        )
    except CradleError as error:
        return _refusal(page.refusal_page(error, shown_language), error)


@router.post("/{secret}/account")
def account(
    secret: str, request: Request, context: Context, fields: Annotated[AccountForm, Form()]
) -> Response:
    """Open an account for the invited firm and take up the request."""
    newcomer = invitations.Newcomer(fields.title.strip(), fields.person.strip(), fields.password)

    def act(introduction: Introduction) -> str:
        made = invitations.accept(context.ledger, secret, newcomer, context.draw, context.now())
        _note(context, made.principal, introduction, "account opened")
        address = base_url(request, context.configuration)
        return page.account_page(introduction, made, newcomer, address, fields.language)

    return _act(context, secret, fields, act)


@router.post("/{secret}/login")
def login(
    secret: str, request: Request, context: Context, fields: Annotated[LoginForm, Form()]
) -> Response:
    """Take up the request with an existing account."""

    def act(introduction: Introduction) -> str:
        store, now = context.ledger.store, context.now()
        with counted_login(context.quota, client_address(request), fields.name):
            session = log_in(store, fields.name, fields.password, context.draw, now)
        principal = principal_of_session(store, session, now)
        log_out(store, session, now)
        invitations.take_up(context.ledger, principal, secret, now)
        _note(context, principal, introduction, "taken up")
        return page.acceptance_page(introduction, fields.language)

    return _act(context, secret, fields, act)


@router.post("/{secret}/decline")
def decline(secret: str, context: Context, fields: Annotated[DecliningForm, Form()]) -> Response:
    """Decline the request without an account."""

    def act(introduction: Introduction) -> str:
        invitations.decline_by_link(context.ledger, secret, fields.reason, context.now())
        _note(context, _GUEST, introduction, f"declined {fields.reason.value}")
        return page.decline_page(introduction, fields.language)

    return _act(context, secret, fields, act)


def _act(
    context: AppContext, secret: str, fields: FormFields, act: Callable[[Introduction], str]
) -> Response:
    """Return the page that follows a form, or the form with the refusal."""
    counted = hash_secret(secret)
    introduction = None
    try:
        introduction = introduce(context.ledger, secret, context.now())
        context.quota.require_calm_link(counted)
        return _page(act(introduction))
    except CradleError as error:
        if introduction is None or error.code.startswith("invitation."):
            return _refusal(page.refusal_page(error, fields.language), error)
        if not is_own_failure(error):
            context.quota.count_failed_form(counted)
        return _refusal(
            page.form_page(introduction, fields.language, fields.visible_values(), error), error
        )


def _note(context: AppContext, caller: Principal, introduction: Introduction, what: str) -> None:
    done = AccessRecord("request", introduction.request, None, what)
    note(context.ledger.store, caller, context.now(), [done])


def _page(text: str, status: HTTPStatus = HTTPStatus.OK) -> Response:
    return HTMLResponse(text, status.value, headers=_HEADERS)


def _refusal(text: str, error: CradleError) -> Response:
    return _page(text, status_of(error))
