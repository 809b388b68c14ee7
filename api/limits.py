"""The limits on a request body: its size by Content-Length, then while it is read; a form's characters; JSON's nesting.

Where nobody is logged in a body has a few KiB, so that a stranger cannot make the server hold or parse a large one. A
larger body must belong to an authenticated request. Whatever the login, a registration, a PACT event, a spreadsheet on
a page and a file to lint have limits of their own. So has a file that anyone may check: its routes count and bound
what they read themselves.
The framework decodes a multipart form by the charset that the request names. Some of these give halves of characters,
which no answer and no database can hold, or take long, so a form is UTF-8 (RFC 7578 section 4.6).
The framework parses a body of a JSON media type before it calls a handler, so its nesting is checked here. The readers
of all other bytes check it themselves (`schemas.nesting`).
"""

from typing import Final, NamedTuple

from python_multipart.multipart import parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.authentication import authenticate
from api.context import AppContext
from api.problems import BodyRefusal
from ledger.exchange.spreadsheet.container import MAX_FILE
from ledger.footprint.external.document import SIZE_LIMIT
from schemas.errors import CradleError
from schemas.nesting import require_depth

TOO_LARGE: Final = "http.too_large"
CHARSET: Final = "http.charset"
PUBLIC: Final = frozenset({"/check", "/check/policy"})
"""The paths where a body needs no login, whatever its size."""

SHEETS: Final = "/supplier/sheets"
FIELDS: Final = 1 << 20
"""Bytes of a form beside its file."""


AT_ONCE: Final = 1 << 16
"""Bytes of JSON that are checked between other requests; more are checked in a thread."""


class Limits(NamedTuple):
    """The most bytes of a body, and the most of one without a login."""

    most: int
    stranger: int


class LimitBody:
    """Middleware that limits the bytes of a request body.

    Args:
        app: the application.
        context: the settings and the logins.
    """

    def __init__(self, app: ASGIApp, context: AppContext) -> None:
        self._app, self._context = app, context
        configuration = context.configuration
        self._own = {
            "/3/events": configuration.event_bytes,
            **dict.fromkeys(PUBLIC, configuration.check_bytes),
            SHEETS: MAX_FILE + FIELDS,
            "/v1/lint": SIZE_LIMIT,
            "/v1/participants": configuration.registration_bytes,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request; a handler that reads beyond a limit fails with `BodyRefusal`."""
        if scope["type"] == "http":
            configuration = self._context.configuration
            most = self._own.get(scope["path"], configuration.body_bytes)
            stranger = most if scope["path"] in PUBLIC else configuration.stranger_bytes
            receive = _Body(self._context, scope, receive, Limits(most, stranger)).receive
            content_type = Headers(scope=scope).get("Content-Type", "")
            if _is_json(content_type):
                receive = _Json(receive).receive
            if not _is_utf8(content_type):
                receive = _refuse_charset
        await self._app(scope, receive, send)


class _Body:
    """The body of one request, as far as it was read."""

    def __init__(self, context: AppContext, scope: Scope, receive: Receive, limits: Limits) -> None:
        self._context, self._scope, self._receive = context, scope, receive
        self._most, self._stranger = limits
        length = Headers(scope=scope).get("Content-Length", "0")
        self._announced = int(length) if length.isdecimal() else 0
        self._read, self._logged_in = 0, False

    async def receive(self) -> Message:
        """Return the next part of the body.

        Raises:
            BodyRefusal: `http.too_large`, or the refusal of the login of a request with a larger body.
        """
        await self._require(self._announced)
        message = await self._receive()
        self._read += len(message.get("body", b""))
        await self._require(self._read)
        return message

    async def _require(self, size: int) -> None:
        """Refuse a body of this size, unless its request may have it."""
        if size > self._most:
            detail = f"The body is larger than {self._most} bytes; send it in parts."
            raise BodyRefusal(CradleError(TOO_LARGE, detail))
        if size > self._stranger and not self._logged_in:
            await run_in_threadpool(self._require_login)
            self._logged_in = True

    def _require_login(self) -> None:
        try:
            authenticate(Request(self._scope), self._context)
        except CradleError as error:
            if error.code != "login.required":
                raise BodyRefusal(error) from None
            detail = (
                f"Without a login a body has at most {self._stranger} bytes; log in, or send less."
            )
            raise BodyRefusal(CradleError(TOO_LARGE, detail)) from None


class _Json:
    """A JSON body, whose nesting is checked when its last part has arrived."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._parts: list[bytes] = []

    async def receive(self) -> Message:
        """Return the next part of the body.

        Raises:
            BodyRefusal: `json.depth`, or as the inner one.
        """
        message = await self._receive()
        self._parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            data = b"".join(self._parts)
            try:
                if len(data) > AT_ONCE:
                    await run_in_threadpool(require_depth, data)
                else:
                    require_depth(data)
            except CradleError as error:
                raise BodyRefusal(error) from None
        return message


def _is_json(content_type: str) -> bool:
    """Return whether the framework parses a body of this media type: JSON, or a type based on it (RFC 6839)."""
    kind, _ = parse_options_header(content_type)
    return kind == b"application/json" or (
        kind.startswith(b"application/") and kind.endswith(b"+json")
    )


def _is_utf8(content_type: str) -> bool:
    """Return whether a media type is no multipart form, or one of UTF-8."""
    kind, options = parse_options_header(content_type)
    charset = options.get(b"charset", b"utf-8").lower()
    return kind != b"multipart/form-data" or charset in {b"utf-8", b"utf8"}


async def _refuse_charset() -> Message:
    """Refuse a body when it is read.

    Raises:
        BodyRefusal: `http.charset`.
    """
    raise BodyRefusal(CradleError(CHARSET, "The body names another charset; send UTF-8."))
