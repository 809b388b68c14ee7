"""The files of the page "Check a file" as they arrive: in memory only, bounded in size, time and number.

The framework's own reader writes a file of more than 1 MiB to disk; this one never does. The field `file` is the bundle
or receipt, `policy` the reader's policy, `beside` what belongs to a receipt. Nobody is logged in, so the client's
address is counted before the first byte is read, and only a few files are held at the same time.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from api.addresses import client_address
from api.context import AppContext
from schemas.errors import CradleError

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
