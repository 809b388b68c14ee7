"""The size of a request: refused by what it announces, or as soon as more has come than it may have."""

from typing import Final

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

TOO_LARGE: Final = 413


class LimitBody:
    """Middleware that lets no handler read more than so many bytes of a request."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app, self._most = app, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; reading too much of it fails in the handler, which is answered with 413."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("Content-Length", "0")
        too_large = announced.isdecimal() and int(announced) > self._most
        read = 0

        async def counted() -> Message:
            nonlocal read
            if too_large:
                raise self._refusal()
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._most:
                raise self._refusal()
            return message

        await self._app(scope, counted, send)

    def _refusal(self) -> HTTPException:
        detail = f"a request has at most {self._most} bytes; send it in parts"
        return HTTPException(TOO_LARGE, detail)
