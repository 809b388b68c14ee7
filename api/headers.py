"""The security headers of every response: no foreign content, no framing, no content sniffing.

A response with a content policy of its own keeps it; two policies would both apply.
"""

from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

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
                stated = {name.lower() for name, _ in message["headers"]}
                added = (row for row in self._headers if row[0] not in stated)
                message["headers"] = [*message["headers"], *added]
            await send(message)

        await self._app(scope, receive, headed if scope["type"] == "http" else send)
