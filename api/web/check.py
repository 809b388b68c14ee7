"""The page "Check a file": anyone drops a bundle or a receipt, and the verifier runs on it. Nothing is kept.

The file is checked under the policy that the reader adds, else under this server's own, and the page then says that
the server checks itself. The same address answers a browser with the whole page, a program with JSON (`Accept:
application/json`), and the page's script with one line of JSON for each step as it ends (`application/x-ndjson`), the
last of which holds the result as the page would. No cookie is read or set. The run is in a process of its own
(`api.sandbox`), bounded in time and memory.

Files are held in memory only, bounded in size, time and number (`api.web.public_form`).
"""

from base64 import b64decode
from collections.abc import AsyncIterator, Callable, Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

import orjson
from fastapi import APIRouter, Request, Response
from starlette.concurrency import iterate_in_threadpool, run_in_threadpool
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from api.context import AppContext, Context
from api.problems import BodyRefusal, status_of
from api.web.check_page import CheckPage
from api.web.frame import Chosen, language_for
from api.web.public_form import hold_form
from ledger.audit.policy import format_policy
from ledger.service.access.file_check import FileCheck, check_file
from ledger.service.access.own_policy import own_policy
from ledger.translations.languages import Language
from schemas.errors import CradleError
from schemas.views.report import Step

LINES: Final = "application/x-ndjson"
NOT_KEPT: Final = {"Cache-Control": "no-store"}

CARRIED: Final = "carried"
"""The field of a policy that a page carries, because a browser changes the ends of lines in a text."""


@dataclass(frozen=True, slots=True)
class Upload:
    """The bytes of the files; one that was not chosen is empty."""

    file: bytes
    policy: bytes
    beside: bytes


router = APIRouter(include_in_schema=False)


@router.get("/check")
def form(request: Request, context: Context, lang: Chosen = None) -> Response:
    """Serve the form."""
    page = _page(request, context, lang)
    headers = {"Cache-Control": "public, max-age=300", "Vary": "Accept-Language"}
    return Response(page.form(), media_type="text/html", headers=headers)


@router.post("/check")
async def check(request: Request, context: Context, lang: Chosen = None) -> Response:
    """Check the files and answer with the result, in the form that the client accepts."""
    page, accepted = _page(request, context, lang), request.headers.get("Accept", "")
    try:
        try:
            values, release = await hold_form(request, context)
        except BodyRefusal as refusal:
            raise refusal.error from None
        try:
            upload = _upload(values)
        except CradleError:
            release()
            raise
    except CradleError as error:
        return await run_in_threadpool(_refused, page, accepted, error)
    if LINES in accepted:
        return _Streamed(_stream(_lines(context, page, upload)), release)
    try:
        return await run_in_threadpool(_whole, context, page, upload, accepted)
    finally:
        release()


def _page(request: Request, context: AppContext, lang: Language | None) -> CheckPage:
    language = language_for(request, lang)
    return CheckPage(request, context, language)


def _is_program(accepted: str) -> bool:
    return "application/json" in accepted and "text/html" not in accepted


def _refused(page: CheckPage, accepted: str, error: CradleError) -> Response:
    """Answer with a refusal: a problem document, the last line of a stream, or the page with its cause at the field."""
    if _is_program(accepted):
        raise error
    if LINES in accepted:
        return Response(_line(page.refused_part(error)), media_type=LINES, headers=NOT_KEPT)
    shown = page.refused(error)
    return Response(shown, status_of(error), NOT_KEPT, media_type="text/html")


def _whole(context: AppContext, page: CheckPage, upload: Upload, accepted: str) -> Response:
    """Run the check to its end and answer once."""
    try:
        last = _last(_run(context, upload))
    except CradleError as error:
        return _refused(page, accepted, error)
    if _is_program(accepted):
        body = orjson.dumps(last.to_json())
        return Response(body, HTTPStatus.OK, NOT_KEPT, media_type="application/json")
    return Response(page.result(last), HTTPStatus.OK, NOT_KEPT, media_type="text/html")


def _last(events: Iterator[Step | FileCheck]) -> FileCheck:
    """The result, which follows all steps.

    Raises:
        CradleError: as `_run`.
    """
    return next(row for row in events if isinstance(row, FileCheck))


def _lines(context: AppContext, page: CheckPage, upload: Upload) -> Generator[bytes]:
    """The lines of a stream: each step as it ends, and the result or the refusal."""
    try:
        for event in _run(context, upload):
            part = page.step(event) if isinstance(event, Step) else page.result_part(event)
            yield _line(part)
    except CradleError as error:
        yield _line(page.refused_part(error))


async def _stream(lines: Generator[bytes]) -> AsyncIterator[bytes]:
    """The lines; the process ends also if the reader leaves."""
    with closing(lines):
        async for line in iterate_in_threadpool(lines):
            yield line


class _Streamed(StreamingResponse):
    """The answer in lines, which gives its place to others when it ends, however it ends."""

    def __init__(self, lines: AsyncIterator[bytes], release: Callable[[], None]) -> None:
        super().__init__(lines, media_type=LINES, headers=NOT_KEPT)
        self._release = release

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._release()


def _line(part: dict[str, Any]) -> bytes:
    return orjson.dumps(part) + b"\n"


def _run(context: AppContext, upload: Upload) -> Iterator[Step | FileCheck]:
    """Each step as it ends, then the result.

    Raises:
        CradleError: of the file or the policy; `check.busy`, `check.resource_limit`.
    """
    own = not upload.policy
    policy = format_policy(own_policy(context.ledger)) if own else upload.policy
    seconds = context.configuration.check_seconds
    given = (upload.file, upload.beside, policy, own)
    with closing(context.checks.stream(seconds, check_file, *given)) as messages:
        while True:
            try:
                message = orjson.loads(next(messages))
            except StopIteration:
                return
            except CradleError as error:
                raise of_checks(error, seconds) from None
            if "refusal" in message:
                raise CradleError(**message["refusal"])
            kind = Step if "step" in message else FileCheck
            yield kind.parse(orjson.dumps(message.get("step") or message["result"]))


def of_checks(error: CradleError, seconds: int) -> CradleError:
    """The sandbox's refusal in the words of a check."""
    if error.code == "sheet.busy":
        return CradleError("check.busy", error.detail)
    detail = (
        f"Checking this file takes more than {seconds} s, or more memory than a stranger is given;"
        " check it on your own computer with cradle verify."
    )
    return CradleError("check.resource_limit", detail, "file")


def _upload(values: Mapping[str, bytes]) -> Upload:
    """The files of a form; a policy may come as a field too, in base64, from the page that drafts it.

    Raises:
        CradleError: `check.empty`; `check.form` for a policy that is no base64.
    """
    if not values.get("file"):
        detail = "No file was chosen; choose a bundle or a receipt."
        raise CradleError("check.empty", detail, "file")
    policy = values.get("policy") or carried_policy(values)
    return Upload(values["file"], policy, values.get("beside", b""))


def carried_policy(values: Mapping[str, bytes]) -> bytes:
    """The policy that a page carries in its form; empty if there is none.

    Raises:
        CradleError: `check.form`.
    """
    try:
        return b64decode(values.get(CARRIED, b""), validate=True)
    except ValueError:
        detail = "The policy in the form is spoilt; choose your policy as a file."
        raise CradleError("check.form", detail, "file") from None
