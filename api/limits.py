"""The limit on the size of a request body: checked by its Content-Length, then while it is read."""

from typing import Final

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

TOO_LARGE: Final = 413


class LimitBody:
    """Middleware that limits the bytes of a request body.

    Args:
        app: the application.
        most: the maximum number of bytes.
    """

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app, self._most = app, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request; a handler that reads beyond the limit fails, which is answered with 413."""
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
        detail = f"the body is larger than {self._most} bytes; send it in parts"
        return HTTPException(TOO_LARGE, detail)
