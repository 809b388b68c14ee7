"""Refusals as pages: for a client that accepts HTML, such as a browser, outside the machine addresses.

A page that needs a login leads to the log-in page and back. The server's own failure shows no cause. The sentence of a
refusal is English; the title and what to do next are in the page's language. Left out: forms, which show a refusal
beside their field.
"""

from http import HTTPStatus
from typing import Final
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.web.frame import language_for, render_page
from ledger.translations.documents import has_text, text
from schemas.errors import CradleError

MACHINE: Final = ("/v1/", "/3/", "/auth/", "/.well-known/", "/entries/", "/registry/")
"""The addresses whose refusals are problem documents, whatever a client accepts."""

LOGIN: Final = "/login"
_NO_STORE: Final = {"Cache-Control": "no-store"}


def refusal_page(request: Request, error: CradleError, status: HTTPStatus) -> Response | None:
    """Return the page of a refusal, or None if the client is to get a problem document."""
    if "text/html" not in request.headers.get("Accept", "") or _is_machine(request.url.path):
        return None
    if status is HTTPStatus.UNAUTHORIZED and request.method in {"GET", "HEAD"}:
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        target = f"{LOGIN}?next={quote(here, safe='')}"
        return RedirectResponse(target, HTTPStatus.SEE_OTHER, _NO_STORE)
    language = language_for(request, None)
    key = f"problem.{status.value}"
    title = text(key if has_text(key) else "problem.other", language)
    values = {"title": title, "error": error, "status": status.value}
    page = render_page("problem.html", request, language, values)
    return HTMLResponse(page, status.value, headers=_NO_STORE)


def _is_machine(path: str) -> bool:
    return path.startswith(MACHINE)
