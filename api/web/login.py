"""Logging in and out on pages: a form, a session under a fresh secret, and the way back to the page that asked for it.

A name belongs to one person of one organisation, so the form asks for the name and the password alone. The secret of
the session is drawn at each login and the browser's former session ends, so a secret that someone planted before is
worthless (OWASP, session fixation). The form of another site is refused, so nobody is logged in under another's name
unawares. The way back is a path of this server only.
"""

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.addresses import client_address
from api.authentication import COOKIE, require_same_origin
from api.context import AppContext, Context
from api.problems import is_own_failure, status_of
from api.session_cookie import clear_session, set_session
from api.web.errors import LOGIN
from api.web.frame import Chosen, language_for, public_frame, render_page
from ledger.service.access.login import log_in, log_out
from ledger.translations.documents import text
from ledger.translations.languages import Language
from schemas.errors import CradleError

NAME: Final = 100
"""The most characters of a name."""

PASSWORD: Final = 256
"""The most characters of a password that is checked; hashing a longer one would cost the server time."""

_NO_STORE: Final = {"Cache-Control": "no-store"}

router = APIRouter(include_in_schema=False)


@router.get(LOGIN)
def login_form(
    request: Request,
    context: Context,
    user: Annotated[str, Query(max_length=NAME)] = "",
    next: str = "/",  # noqa: A002 - a parameter of the address
    lang: Chosen = None,
) -> Response:
    """Show the form, with the name that a link states."""
    return _form(request, context, language_for(request, lang), (user, next))


@router.post(LOGIN)
def login(
    request: Request,
    context: Context,
    user: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",  # noqa: A002 - the field of the form
) -> Response:
    """Begin a session and go back to the page that asked for it."""
    require_same_origin(request)
    store, now = context.ledger.store, context.now()
    try:
        address = client_address(request)
        with context.quota.counted_login(address, user):
            tried = password if len(password) <= PASSWORD else ""
            secret = log_in(store, user, tried, context.draw, now, address)
    except CradleError as error:
        if is_own_failure(error):
            raise
        return _form(request, context, language_for(request, None), (user, next), error)
    former = request.cookies.get(COOKIE)
    if former is not None:
        log_out(store, former)
    answer = RedirectResponse(local_path(next), HTTPStatus.SEE_OTHER, _NO_STORE)
    set_session(answer, request, secret)
    return answer


@router.post("/logout")
def logout(request: Request, context: Context) -> Response:
    """End the session, and go to the start page."""
    require_same_origin(request)
    secret = request.cookies.get(COOKIE)
    if secret is not None:
        log_out(context.ledger.store, secret)
    answer = RedirectResponse("/", HTTPStatus.SEE_OTHER, _NO_STORE)
    clear_session(answer)
    return answer


def local_path(target: str) -> str:
    """Return a path of this server; another address, which a link could name, becomes the start page.

    A browser takes two leading slashes, of either kind, for another host.
    """
    own = target.startswith("/") and target.isprintable() and target.isascii()
    return target if own and not target.startswith(("//", "/\\")) else "/"


def _form(
    request: Request,
    context: AppContext,
    language: Language,
    typed: tuple[str, str],
    error: CradleError | None = None,
) -> Response:
    user, target = typed
    quota = error is not None and error.code == "quota.logins"
    values = {
        "user": user,
        "next": local_path(target),
        "error": error,
        "sentence": text("login.quota" if quota else "login.refused", language),
    }
    frame = public_frame(context.ledger.origin, "login")
    page = render_page(
        "login.html", request, language, text("login.title", language), values, frame
    )
    status = HTTPStatus.OK if error is None else status_of(error)
    return HTMLResponse(page, status.value, headers=_NO_STORE)
