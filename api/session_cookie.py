"""The cookie of a session: scripts cannot read it, and no page of another site sends it with a form.

It is sent over https alone, except to this machine.
"""

from typing import Final

from fastapi import Request, Response

from api.authentication import COOKIE
from ledger.service.access.login import SESSION

_LOCAL: Final = ("localhost", "127.0.0.1", "[::1]")


def set_session(answer: Response, request: Request, secret: str) -> None:
    """Put the secret of a session into the response."""
    plain = request.url.scheme == "http" and request.url.hostname in _LOCAL
    answer.set_cookie(
        COOKIE, secret, max_age=SESSION, httponly=True, secure=not plain, samesite="lax"
    )


def clear_session(answer: Response) -> None:
    """Delete the cookie."""
    answer.delete_cookie(COOKIE)
