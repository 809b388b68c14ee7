"""The start page: the ways for a visitor without login, and the way to the workspace of a person who is logged in."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.authentication import COOKIE, authenticate
from api.context import AppContext, Context
from api.web.frame import Chosen, language_for, public_frame, render_page
from api.web.workspaces import workspaces_of
from ledger.service.access.principal import Principal
from ledger.translations.documents import text
from schemas.errors import CradleError

router = APIRouter(include_in_schema=False)


@router.get("/")
def start(request: Request, context: Context, lang: Chosen = None) -> Response:
    """Show the start page, or lead a person to its workspace."""
    caller = _caller(request, context)
    own = () if caller is None else workspaces_of(caller.roles)
    if own:
        return RedirectResponse(own[0].root, 303, {"Cache-Control": "no-store"})
    language = language_for(request, lang)
    title = text("start.title", language)
    frame = public_frame(context.ledger.origin)
    page = render_page("start.html", request, language, title, {"caller": caller}, frame)
    return HTMLResponse(page, headers={"Cache-Control": "no-store", "Vary": "Accept-Language"})


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
