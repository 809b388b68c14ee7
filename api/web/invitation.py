"""The page behind an invitation's link: one short form, for a firm that has no account yet.

Who holds the link is who is invited: its secret stands in the address, so a form of another page cannot know
where to post to, and no cookie is read or set. Looking (GET, HEAD) uses nothing up. The address tells a secret,
so it is not passed on: no referrer leaves these pages, nothing keeps them, and the server's log names the
route alone. What the form refuses is told on the page with its code. Forms that fail are counted by link, like
failed logins by name. Everything works without scripts.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field

from api import templates
from api.addresses import base_url
from api.doors import Doors, TheDoors
from api.problems import STATUS
from api.web import invitation_page as page
from ledger.exchange.spreadsheet.words import Language
from ledger.service.access.journal import Done, note
from ledger.service.access.login import by_session, log_in, log_out
from ledger.service.access.principal import CredentialKind, Principal
from ledger.service.access.secrets import hash_secret
from ledger.service.requests import invitations
from ledger.service.requests.introducing import Introduction, introduce
from schemas.errors import CradleError
from schemas.request import DeclineReason
from schemas.vocabulary import Stage

INVITATION: Final = "/invitation"
_HEADERS: Final = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
_GUEST: Final = Principal("invitation", CredentialKind.PERSON, "invitation", None, frozenset())

router = APIRouter(prefix=INVITATION, include_in_schema=False)
Spoken = Annotated[Language | None, Query()]
Line = Annotated[str, Field(max_length=300)]


class Sent(BaseModel):
    """What a form sends; what is missing is told by whoever needs it."""

    model_config = ConfigDict(frozen=True)

    language: Language = "en"

    def kept(self) -> dict[str, str]:
        """What the form shows again where it is refused; never a password."""
        return self.model_dump(mode="json", exclude={"language", "password"})


class AccountForm(Sent):
    """For a new account."""

    title: Line = ""
    person: Line = ""
    password: Line = ""


class LoginForm(Sent):
    """For an account that there is."""

    name: Line = ""
    password: Line = ""


class DecliningForm(Sent):
    """From who does not answer."""

    reason: DeclineReason


@router.get("/template")
def template(
    language: Language = "en",
    stage: Stage = Stage.RAW_MATERIAL,
    form: Annotated[templates.Form, Query(alias="format")] = "xlsx",
) -> Response:
    """The empty spreadsheet of a stage, which holds nobody's data and needs no login."""
    return templates.template_of(language, stage, form)


@router.api_route("/{secret}", methods=["GET", "HEAD"])
def look(secret: str, request: Request, doors: TheDoors, language: Spoken = None) -> Response:
    """The form, or why the link opens none."""
    spoken = page.language_of(language, request.headers.get("Accept-Language", ""))
    try:
        return _page(page.form(introduce(doors.ledger, secret, doors.now()), spoken))
    except CradleError as error:
        return _refusal(page.refusal(error, spoken), error)


@router.post("/{secret}/account")
def account(
    secret: str, request: Request, doors: TheDoors, sent: Annotated[AccountForm, Form()]
) -> Response:
    """Open an account."""
    newcomer = invitations.Newcomer(sent.title.strip(), sent.person.strip(), sent.password)

    def act(introduced: Introduction) -> str:
        made = invitations.accept(doors.ledger, secret, newcomer, doors.draw, doors.now())
        _note(doors, made.principal, introduced, "account opened")
        address = base_url(request, doors.configuration)
        return page.opened(introduced, made, newcomer, address, sent.language)

    return _act(doors, secret, sent, act)


@router.post("/{secret}/login")
def login(secret: str, doors: TheDoors, sent: Annotated[LoginForm, Form()]) -> Response:
    """Take the request up with an account that the firm has."""

    def act(introduced: Introduction) -> str:
        store, now = doors.ledger.store, doors.now()
        doors.quota.require_calm(sent.name)
        try:
            session = log_in(store, sent.name, sent.password, doors.draw, now)
        except CradleError:
            doors.quota.count_failed_login(sent.name)
            raise
        principal = by_session(store, session, now)
        log_out(store, session, now)
        invitations.take_up(doors.ledger, principal, secret, now)
        _note(doors, principal, introduced, "taken up")
        return page.taken_up(introduced, sent.language)

    return _act(doors, secret, sent, act)


@router.post("/{secret}/decline")
def decline(secret: str, doors: TheDoors, sent: Annotated[DecliningForm, Form()]) -> Response:
    """Decline, without an account."""

    def act(introduced: Introduction) -> str:
        invitations.decline_by_link(doors.ledger, secret, sent.reason, doors.now())
        _note(doors, _GUEST, introduced, f"declined {sent.reason.value}")
        return page.declined(introduced, sent.language)

    return _act(doors, secret, sent, act)


def _act(doors: Doors, secret: str, sent: Sent, act: Callable[[Introduction], str]) -> Response:
    """The page that follows a form, or the form again with what is wrong."""
    counted = hash_secret(secret)
    introduced = None
    try:
        introduced = introduce(doors.ledger, secret, doors.now())
        doors.quota.require_calm(counted)
        return _page(act(introduced))
    except CradleError as error:
        if introduced is None or error.code.startswith("invitation."):
            return _refusal(page.refusal(error, sent.language), error)
        doors.quota.count_failed_login(counted)
        return _refusal(page.form(introduced, sent.language, sent.kept(), error), error)


def _note(doors: Doors, who: Principal, introduced: Introduction, what: str) -> None:
    done = Done("request", introduced.request, None, what)
    note(doors.ledger.store, who, doors.now(), [done])


def _page(text: str, status: HTTPStatus = HTTPStatus.OK) -> Response:
    return HTMLResponse(text, status.value, headers=_HEADERS)


def _refusal(text: str, error: CradleError) -> Response:
    return _page(text, STATUS.get(error.code, HTTPStatus(422)))
