"""The headers of every response: no foreign content, no framing, no content sniffing, and no copy of a login's answer.

A response with a content policy of its own keeps it; two policies would both apply. Whatever a handler says to caches,
an answer to a request with a login, or one that sets the cookie, is kept by nobody, or by its reader alone and asked
for again each time (RFC 9111 section 5.2.2). Files whose address names their content are the same for all.
"""

from typing import Final

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.authentication import COOKIE

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS: Final = tuple(
    (name.encode(), value.encode())
    for name, value in {
        "content-security-policy": POLICY,
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
    }.items()
)


HSTS: Final = (b"strict-transport-security", b"max-age=31536000")
"""A browser uses https alone for a year; hosts below the server's name are left to their own operators."""

ADDRESSES: Final = ("/style/", "/script/")
"""The beginnings of addresses that name their content (`api.web.style`)."""

CACHE: Final = "cache-control"
NO_STORE: Final = "no-store"
PRIVATE: Final = "private, no-cache"
"""For an answer with a tag, by which its reader asks whether the copy is still right."""


class SecurityHeaders:
    """Middleware that adds the security headers to each response.

    Args:
        app: the application.
        https: True if clients reach the server over https.
    """

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self._app = app
        self._headers = (*HEADERS, HSTS) if https else HEADERS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request and add the headers to its response."""

        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                names = {name.lower() for name, _ in message["headers"]}
                added = (row for row in self._headers if row[0] not in names)
                message["headers"] = [*message["headers"], *added]
                _keep_private(Request(scope), MutableHeaders(raw=message["headers"]))
            await send(message)

        await self._app(scope, receive, headed if scope["type"] == "http" else send)


def _keep_private(request: Request, answer: MutableHeaders) -> None:
    """Tell caches that an answer is for its reader alone, if its request has a login or it sets the cookie."""
    personal = (
        "authorization" in request.headers or COOKIE in request.cookies or "set-cookie" in answer
    )
    cache_control = answer.get(CACHE, "")
    if personal and NO_STORE not in cache_control and not request.url.path.startswith(ADDRESSES):
        answer[CACHE] = PRIVATE if "etag" in answer else NO_STORE
