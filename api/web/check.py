"""The page "Check a file": anyone drops a bundle or a receipt, and the verifier runs on it. Nothing is kept.

The file is checked under the policy that the reader adds, else under this server's own, and the page then says that
the server checks itself. The same address answers a browser with the whole page, a program with JSON (`Accept:
application/json`), and the page's script with one line of JSON for each step as it ends (`application/x-ndjson`), the
last of which holds the result as the page would. No cookie is read or set. The run is in a process of its own
(`api.sandbox`), bounded in time and memory.

Files are held in memory only, bounded in size, time and number: the framework's own reader writes a file of more than
1 MiB to disk; this one never does. Nobody is logged in, so the client's address is counted before the first byte is
read, and only a few files are held at the same time.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

import orjson
from fastapi import APIRouter, Request, Response
from starlette.concurrency import iterate_in_threadpool, run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from api.addresses import client_address
from api.context import AppContext, Context
from api.problems import BodyRefusal, status_of
from api.web.check_page import CheckPage
from api.web.frame import Chosen, language_for
from ledger.audit.policy import format_policy
from ledger.service.access.file_check import FileCheck, check_file
from ledger.service.access.own_policy import own_policy
from ledger.translations.languages import Language
from schemas.errors import CradleError
from schemas.views.report import Step

LINES: Final = "application/x-ndjson"
NOT_KEPT: Final = {"Cache-Control": "no-store"}

FIELDS: Final = ("file", "policy", "beside")
_MULTIPART: Final = "multipart/form-data"


@dataclass(frozen=True, slots=True)
class Upload:
    """The bytes of the files; one that was not chosen is empty."""

    file: bytes
    policy: bytes
    beside: bytes


class _InMemory(MultiPartParser):
    """A reader of forms that keeps every file in memory; `api.limits` bounds the whole body."""

    spool_max_size = 1 << 40


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
            upload, release = await hold_upload(request, context)
        except BodyRefusal as refusal:
            raise refusal.error from None
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
                raise _of_checks(error, seconds) from None
            if "refusal" in message:
                raise CradleError(**message["refusal"])
            kind = Step if "step" in message else FileCheck
            yield kind.parse(orjson.dumps(message.get("step") or message["result"]))


def _of_checks(error: CradleError, seconds: int) -> CradleError:
    """The sandbox's refusal in the words of a check."""
    if error.code == "sheet.busy":
        return CradleError("check.busy", error.detail)
    detail = (
        f"Checking this file takes more than {seconds} s, or more memory than a stranger is given;"
        " check it on your own computer with cradle verify."
    )
    return CradleError("check.resource_limit", detail, "file")


async def hold_upload(request: Request, context: AppContext) -> tuple[Upload, Callable[[], None]]:
    """Read the files, and return them with the function that gives their place to others.

    Raises:
        CradleError: `quota.checks`, `check.busy`, `check.slow`, `check.form` or `check.empty`.
        BodyRefusal: `http.too_large`.
    """
    context.quota.count_check(client_address(request))
    if not context.uploads.acquire(blocking=False):
        detail = "The server is checking other files; try again in a few seconds."
        raise CradleError("check.busy", detail)
    try:
        async with asyncio.timeout(context.configuration.check_seconds):
            return await _read(request), context.uploads.release
    except TimeoutError:
        context.uploads.release()
        seconds = context.configuration.check_seconds
        detail = f"The file did not arrive within {seconds} s; check it with cradle verify."
        raise CradleError("check.slow", detail, "file") from None
    except BaseException:
        context.uploads.release()
        raise


async def _read(request: Request) -> Upload:
    if not request.headers.get("Content-Type", "").startswith(_MULTIPART):
        detail = f"The request is no form with files; send {_MULTIPART} with the field `file`."
        raise CradleError("check.form", detail, "file")
    reader = _InMemory(
        request.headers, request.stream(), max_files=len(FIELDS), max_fields=len(FIELDS)
    )
    try:
        form = await reader.parse()
    except MultiPartException as error:
        detail = f"The form cannot be read: {error.message} Send the field `file`."
        raise CradleError("check.form", detail, "file") from None
    try:
        parts = [form.get(name) for name in FIELDS]
        read = [await part.read() if isinstance(part, UploadFile) else b"" for part in parts]
    finally:
        await form.close()
    if not read[0]:
        raise CradleError(
            "check.empty", "No file was chosen; choose a bundle or a receipt.", "file"
        )
    return Upload(*read)
