"""The pages "Log": one field that takes an id, a position or a delivery code, and the entry that it leads to.

`/log?q=` leads on to the permanent address of an entry: `/log/entries/72` or `/log/registry/3` for a reader who may
browse the logs, `/log/statements/` and the 64 digits for any other, who has to know the whole id. With `.json` behind
it each is data, with `/proof.txt` the inclusion proof (C2SP tlog-proof). What a reader is shown is decided in
`ledger.service.access.public_log`. No page needs a script or a login; one with a login shows more.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Final

import orjson
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.authentication import authenticate, require_log_access
from api.context import AppContext, Context
from api.declaration_address import PREFIX
from api.document_response import shown_as
from api.problems import is_own_failure, status_of
from api.web.frame import (
    Chosen,
    Frame,
    language_for,
    public_frame,
    refusal_words,
    render_page,
)
from ledger.exchange.delivery_code import PREFIX as CODE
from ledger.exchange.delivery_code import parse_delivery_code
from ledger.service.access.public_log import (
    LogEntry,
    LogReader,
    entry_at,
    entry_of,
    find_statement,
)
from ledger.store.log import Log
from ledger.translations.languages import Language
from schemas.errors import CradleError

HEADERS: Final = {"Cache-Control": "private, no-cache", "Vary": "Accept-Language, Cookie"}
TEXT: Final = "text/plain; charset=utf-8"
LONGEST: Final = 200
"""The most characters of the field."""

OPEN_PATTERN: Final = r"\s*([Cc][Rr].*|#?[0-9]{1,7}|#[0-9]+|(sha256:)?[0-9a-fA-F]{8,64})\s*"
CLOSED_PATTERN: Final = r"\s*([Cc][Rr].*|(sha256:)?[0-9a-fA-F]{64})\s*"
_POSITION = re.compile(r"#[0-9]{1,18}|[0-9]{1,7}", re.ASCII)
_DIGITS = re.compile(r"[0-9a-f]+", re.ASCII)

router = APIRouter(prefix="/log", include_in_schema=False)


@router.get("")
def look_up(request: Request, context: Context, lang: Chosen = None, q: str = "") -> Response:
    """Serve the field, or lead on to the entry that it names."""
    reader = _reader(request, context)
    if not q.strip():
        return _field(request, context, language_for(request, lang))
    try:
        path = _find(context, reader, q)
    except CradleError as error:
        return _field(request, context, language_for(request, lang), q, error)
    chosen = "" if lang is None else f"?lang={lang}"
    return RedirectResponse(f"/log/{path}{chosen}", HTTPStatus.SEE_OTHER, HEADERS)


@router.get("/{place}/{name}.json")
def entry_data(place: str, name: str, request: Request, context: Context) -> Response:
    """Serve an entry as data."""
    entry = _entry(request, context, place, name)
    return Response(orjson.dumps(entry.to_json()), 200, HEADERS, media_type="application/json")


@router.get("/{place}/{name}/proof.txt")
def proof_file(place: str, name: str, request: Request, context: Context) -> Response:
    """Serve the inclusion proof of an entry."""
    entry = _entry(request, context, place, name)
    headers = {**HEADERS, **shown_as(f"{entry.log}-{entry.index}.tlog-proof")}
    return Response(entry.proof, 200, headers, media_type=TEXT)


@router.get("/{place}/{name}")
def entry_page(
    place: str, name: str, request: Request, context: Context, lang: Chosen = None
) -> Response:
    """Serve the page of an entry."""
    language = language_for(request, lang)
    try:
        entry = _entry(request, context, place, name)
    except CradleError as error:
        return _field(request, context, language, "", error)
    values = {"entry": entry, "address": f"/log/{place}/{name}", "declarations": PREFIX}
    page = render_page("log_entry.html", request, language, values, _frame(context))
    return Response(page, 200, HEADERS, media_type="text/html")


def _reader(request: Request, context: AppContext) -> LogReader:
    """The reader of a request; without a valid login it is a stranger, who browses only open logs."""
    principal, browses = None, False
    with _refusals_ignored():
        principal = authenticate(request, context)
    with _refusals_ignored():
        require_log_access(request, context)
        browses = True
    return LogReader(browses, principal)


@contextmanager
def _refusals_ignored() -> Iterator[None]:
    """Go on after a refusal of the login; a failure of the server is raised."""
    try:
        yield
    except CradleError as error:
        if is_own_failure(error):
            raise


def _find(context: AppContext, reader: LogReader, typed: str) -> str:
    """The path of the entry that the field names, below `/log/`.

    Raises:
        CradleError: `log.*`, `delivery_code.*` or `statement.unknown`.
    """
    query = typed.strip()
    if query.upper().startswith(CODE):
        statement = parse_delivery_code(query[:LONGEST]).delivery
    elif _POSITION.fullmatch(query) is not None:
        index = int(query.removeprefix("#"))
        entry = entry_at(context.ledger, reader, "entries", index)
        return f"{entry.log}/{entry.index}"
    else:
        digits = query.lower().removeprefix("sha256:")
        if _DIGITS.fullmatch(digits) is None:
            detail = "This is not an id, position or delivery code; compare it with its source."
            raise CradleError("log.query", detail, "q")
        statement = find_statement(context.ledger, reader, digits)
    entry = entry_of(context.ledger, reader, statement)
    if reader.browses:
        return f"{entry.log}/{entry.index}"
    return f"statements/{statement.removeprefix('sha256:')}"


def _entry(request: Request, context: AppContext, place: str, name: str) -> LogEntry:
    """The entry of an address.

    Raises:
        CradleError: `log.closed`, `log.position` or `statement.unknown`.
    """
    reader, logs = _reader(request, context), dict[str, Log](entries="entries", registry="registry")
    if place == "statements":
        return entry_of(context.ledger, reader, f"sha256:{name}")
    index = int(name) if re.fullmatch("[0-9]{1,18}", name, re.ASCII) and place in logs else -1
    return entry_at(context.ledger, reader, logs.get(place, "entries"), index)


def _field(
    request: Request,
    context: AppContext,
    language: Language,
    typed: str = "",
    error: CradleError | None = None,
) -> Response:
    """The page with the field, and what is wrong with what was typed."""
    reader = _reader(request, context)
    values = {
        "browses": reader.browses,
        "pattern": OPEN_PATTERN if reader.browses else CLOSED_PATTERN,
        "typed": typed[:LONGEST],
        "longest": LONGEST,
        "problem": None if error is None else refusal_words(error, "log.code", language),
    }
    page = render_page("log.html", request, language, values, _frame(context))
    status = HTTPStatus.OK if error is None else status_of(error)
    return Response(page, status, HEADERS, media_type="text/html")


def _frame(context: AppContext) -> Frame:
    return public_frame(context.ledger.origin, "log")
