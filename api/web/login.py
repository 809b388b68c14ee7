"""The start page, logging in and out on pages, and the page on which a person changes its own password.

Logging in is a form, a session under a fresh secret, and the way back to the page that asked for it.

A name belongs to one person of one organisation, so the form asks for the name and the password alone. The secret of
the session is drawn at each login and the browser's former session ends, so a secret that someone planted before is
worthless (OWASP, session fixation). The form of another site is refused, so nobody is logged in under another's name
unawares. The way back is a path of this server only.

A change of the password asks for the present one, so that a browser that was left open changes nothing, and is counted
as a login is.
"""

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.addresses import client_address
from api.authentication import COOKIE, authenticate, require_same_origin
from api.context import AppContext, Context
from api.problems import is_own_failure, status_of
from api.session_cookie import clear_session, set_session
from api.web.errors import LOGIN
from api.web.frame import PUBLIC, Chosen, language_for, public_frame, render_page
from api.web.workspace import Visit, Visited
from api.web.workspaces import workspaces_of
from ledger.service.access.login import log_in, log_out
from ledger.service.access.own_password import change_password
from ledger.service.access.principal import Principal
from ledger.service.access.secrets import LEAST, MOST
from ledger.translations.languages import Language
from schemas.errors import CradleError

NAME: Final = 100
"""The most characters of a name."""

PASSWORD: Final = 256
"""The most characters of a password that is checked; hashing a longer one would cost the server time."""

_NO_STORE: Final = {"Cache-Control": "no-store"}

OWN: Final = "/password"
Word = Annotated[str, Form(max_length=1000)]

router = APIRouter(include_in_schema=False)


@router.get("/")
def start(request: Request, context: Context, lang: Chosen = None) -> Response:
    """Show the start page, or lead a person to its workspace."""
    caller = _caller(request, context)
    own = () if caller is None else workspaces_of(caller.roles)
    if own:
        return RedirectResponse(own[0].root, 303, {"Cache-Control": "no-store"})
    language = language_for(request, lang)
    frame = public_frame(context.ledger.origin)
    page = render_page("start.html", request, language, {"caller": caller}, frame)
    return HTMLResponse(page, headers={"Cache-Control": "no-store", "Vary": "Accept-Language"})


@router.get(LOGIN)
def login_form(
    request: Request,
    context: Context,
    user: Annotated[str, Query(max_length=NAME)] = "",
    next: str = "/",  # noqa: A002 - a parameter of the address
    lang: Chosen = None,
) -> Response:
    """Show the form, with the name that a link states."""
    return _form(request, context, language_for(request, lang), user, next)


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
        return _form(request, context, language_for(request, None), user, next, error)
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
    user: str,
    target: str,
    error: CradleError | None = None,
) -> Response:
    values = {"user": user, "next": local_path(target), "error": error}
    frame = public_frame(context.ledger.origin, "login")
    page = render_page("login.html", request, language, values, frame)
    status = HTTPStatus.OK if error is None else status_of(error)
    return HTMLResponse(page, status.value, headers=_NO_STORE)


def _caller(request: Request, context: AppContext) -> Principal | None:
    """The person that is logged in; None also if the session has ended."""
    if COOKIE not in request.cookies:
        return None
    try:
        return authenticate(request, context)
    except CradleError as error:
        if error.code != "login.refused":
            raise
        return None


@router.get(OWN)
def password_form(visit: Visited, changed: str = "") -> Response:
    """Show the form, or that the password is changed."""
    return _page(visit, None, is_changed=changed == "yes")


@router.post(OWN)
def change(visit: Visited, present: Word = "", new: Word = "", again: Word = "") -> Response:
    """Change the password, and go back to the form."""
    context, name = visit.context, visit.caller.credential
    address = client_address(visit.request)
    try:
        if new != again:
            detail = "The two new passwords differ; type both again."
            raise CradleError("password.mismatch", detail, "password")  # noqa: TRY301 - one way to the form
        with context.quota.counted_login(address, name):
            session = visit.request.cookies.get(COOKIE)
            change_password(visit.store, name, present[:MOST], new, visit.now, session, address)
    except CradleError as error:
        if is_own_failure(error):
            raise
        return _page(visit, error)
    return visit.go(f"{OWN}?changed=yes")


def _page(visit: Visit, error: CradleError | None, *, is_changed: bool = False) -> Response:
    own = workspaces_of(visit.caller.roles)
    field = "new" if error is not None and error.place == "password" else "present"
    return visit.page(
        "password.html",
        error,
        frame=own[0].frame() if own else PUBLIC,
        field=field,
        person=visit.caller.credential,
        changed=is_changed,
        least=LEAST,
        most=MOST,
    )
