"""The page "Draft a policy": from a bundle to a policy with each line confirmed, without a command line or a login.

The state is the policy itself, which the page carries in its form and offers as a file; the server keeps neither.
A reader writes beside each line what it was compared with; a line without a source stays unconfirmed, and there is no
button that confirms them all. The work is done in a process of its own (`api.sandbox`), bounded in time and memory.
"""

from base64 import b64encode
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, Final, NamedTuple

import orjson
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api.context import AppContext, Context
from api.problems import BodyRefusal, status_of
from api.web.check import NOT_KEPT, carried_policy, of_checks
from api.web.frame import Chosen, language_for, public_frame, refusal_words, render_page
from api.web.public_form import hold_form
from ledger.audit.policy import parse_policy
from ledger.audit.policy_lines import ALL, LOGS, is_marked, lines_of, unconfirmed_lines
from ledger.service.access.drafted_policy import confirm_lines, draft_or_read
from ledger.translations.documents import text
from ledger.translations.languages import Language
from schemas.errors import CradleError
from schemas.signed.policy import Policy

SOURCE: Final = "with:"
"""Begins the name of a field for what a line was compared with; the line follows."""

KEYS: Final = ("entries", "registry")

router = APIRouter(include_in_schema=False)


class LineRow(NamedTuple):
    """A line of a policy as the page shows it: its list, its id, its mark or its records, and what was typed."""

    name: str
    kind: str
    value: str
    unconfirmed: str | None
    records: tuple[str, ...]
    typed: str


@router.get("/check/policy")
def form(request: Request, context: Context, lang: Chosen = None) -> Response:
    """Serve the form."""
    page = _page(request, context, language_for(request, lang), {})
    headers = {"Cache-Control": "public, max-age=300", "Vary": "Accept-Language"}
    return Response(page, media_type="text/html", headers=headers)


@router.post("/check/policy")
async def work(request: Request, context: Context, lang: Chosen = None) -> Response:
    """Draft a policy, or confirm lines of the one that the form carries; answer with the page."""
    language = language_for(request, lang)
    try:
        values, release = await hold_form(request, context)
    except (BodyRefusal, CradleError) as refusal:
        error = refusal.error if isinstance(refusal, BodyRefusal) else refusal
        return await run_in_threadpool(_refused, request, context, language, {}, error)
    try:
        return await run_in_threadpool(_answer, request, context, language, values)
    finally:
        release()


def _answer(
    request: Request, context: AppContext, language: Language, values: Mapping[str, bytes]
) -> Response:
    try:
        policy = _work(context, language, values)
    except CradleError as error:
        return _refused(request, context, language, values, error)
    page = _page(request, context, language, _policy_values(policy, {}, language))
    return Response(page, HTTPStatus.OK, NOT_KEPT, media_type="text/html")


def _work(context: AppContext, language: Language, values: Mapping[str, bytes]) -> bytes:
    """The policy that the form asks for.

    Raises:
        CradleError: `policy.no_file`, `policy.no_source`, or of the file, the keys or a line.
    """
    carried, given = carried_policy(values), _texts(values)
    keys = [given[log] for log in KEYS if given.get(log)]
    if values.get("file"):
        return _run(context, draft_or_read, values["file"], keys, language)
    if not carried:
        detail = "No file was chosen; choose a bundle, or a policy that you began."
        raise CradleError("policy.no_file", detail, "file")
    sources = {
        name.removeprefix(SOURCE): source
        for name, source in given.items()
        if name.startswith(SOURCE) and source
    }
    if not sources:
        detail = "No source was written; write beside a line what you compared it with."
        raise CradleError("policy.no_source", detail, "lines")
    day = datetime.fromtimestamp(context.now(), UTC).date().isoformat()
    return _run(context, confirm_lines, carried, sources, keys, day)


def _texts(values: Mapping[str, bytes]) -> Mapping[str, str]:
    """The fields as texts without space around them, except the files."""
    return {
        name: data.decode("utf-8", "replace").strip()
        for name, data in values.items()
        if name in KEYS or name.startswith(SOURCE)
    }


def _run(context: AppContext, work: Any, *given: object) -> bytes:  # noqa: ANN401 - as the sandbox takes it
    seconds = context.configuration.check_seconds
    with closing(context.checks.stream(seconds, work, *given)) as messages:
        try:
            message = orjson.loads(next(messages))
        except CradleError as error:
            raise of_checks(error, seconds) from None
    if "refusal" in message:
        raise CradleError(**message["refusal"])
    return str(message["policy"]).encode()


def _refused(
    request: Request,
    context: AppContext,
    language: Language,
    values: Mapping[str, bytes],
    error: CradleError,
) -> Response:
    """The page with the cause of a refusal at its field, and with what was typed."""
    problem = {**refusal_words(error, "check.code", language), "field": error.place or "file"}
    shown: dict[str, Any] = {"problem": problem, "typed": _texts(values)}
    try:
        carried = carried_policy(values)
        shown |= _policy_values(carried, _texts(values), language) if carried else {}
    except CradleError:
        pass  # the policy itself is what was refused
    page = _page(request, context, language, shown)
    return Response(page, status_of(error), NOT_KEPT, media_type="text/html")


def _policy_values(data: bytes, typed: Mapping[str, str], language: Language) -> dict[str, Any]:
    """The values of the template for a policy.

    Raises:
        CradleError: as `parse_policy`.
    """
    policy = parse_policy(data)
    unconfirmed = unconfirmed_lines(policy)
    encoded = b64encode(data).decode()
    count = str(len(unconfirmed))
    key = "own" if not is_marked(policy) else "done" if not unconfirmed else "open"
    return {
        "state": text(f"policy.state.{key}", language, count=count),
        "rows": [_row(policy, line, unconfirmed, typed) for line in _shown(policy, unconfirmed)],
        "typed": typed,
        "lacks_keys": policy.logs is None,
        "logs": policy.logs,
        "carried": encoded,
        "download": f"data:application/toml;base64,{encoded}",
        "can_confirm": bool(unconfirmed) and ALL not in unconfirmed,
    }


def _shown(policy: Policy, unconfirmed: Mapping[str, str]) -> tuple[str, ...]:
    return (ALL, *lines_of(policy)) if ALL in unconfirmed else lines_of(policy)


def _row(
    policy: Policy, line: str, unconfirmed: Mapping[str, str], typed: Mapping[str, str]
) -> LineRow:
    kind, _, value = line.partition(" ")
    records = tuple(
        f"{row.compared_with} ({row.on})" for row in policy.confirmed or () if row.line == line
    )
    return LineRow(
        line, kind, value, unconfirmed.get(line), records, typed.get(f"{SOURCE}{line}", "")
    )


def _page(
    request: Request, context: AppContext, language: Language, values: Mapping[str, object]
) -> str:
    title = text("policy.title", language)
    shown = {
        "title": title,
        "problem": None,
        "rows": (),
        "typed": {},
        "action": f"/check/policy?lang={language}",
        "check": f"/check?lang={language}",
        "logs_line": LOGS,
        "source": SOURCE,
        **values,
    }
    if shown["problem"]:
        shown["title"] = text("check.error", language, title=title)
    frame = public_frame(context.ledger.origin, "check")
    return render_page("check_policy.html", request, language, shown, frame)
