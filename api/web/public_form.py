"""A form that anybody sends, with or without files: its fields, held in memory and bounded in size, time and number.

The framework's own reader writes a file of more than 1 MiB to disk; this one never does. Nobody is logged in, so the
client's address is counted before the first byte is read, and only a few forms are held at the same time.
"""

import asyncio
from collections.abc import Callable, Mapping
from typing import Final

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from api.addresses import client_address
from api.context import AppContext
from schemas.errors import CradleError

FIELDS: Final = 1000
"""The most fields of a form; a policy has one for each of its lines."""

_FILES: Final = 3
_MULTIPART: Final = "multipart/form-data"

Release = Callable[[], None]


class _InMemory(MultiPartParser):
    """A reader of forms that keeps every file in memory; `api.limits` bounds the whole body."""

    spool_max_size = 1 << 40


async def hold_form(request: Request, context: AppContext) -> tuple[Mapping[str, bytes], Release]:
    """Read a form, and return its fields with the function that gives their place to others.

    Raises:
        CradleError: `quota.checks`, `check.busy`, `check.slow` or `check.form`.
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


async def _read(request: Request) -> Mapping[str, bytes]:
    """The fields of the form; of two with one name the last."""
    if not request.headers.get("Content-Type", "").startswith(_MULTIPART):
        detail = f"The request is not a form with files; send {_MULTIPART} with the field `file`."
        raise CradleError("check.form", detail, "file")
    reader = _InMemory(request.headers, request.stream(), max_files=_FILES, max_fields=FIELDS)
    try:
        form = await reader.parse()
    except MultiPartException as error:
        detail = f"The form cannot be read: {error.message} Send the field `file`."
        raise CradleError("check.form", detail, "file") from None
    try:
        return {
            name: await value.read() if isinstance(value, UploadFile) else value.encode()
            for name, value in form.multi_items()
        }
    finally:
        await form.close()
