"""The cookie of a session: scripts cannot read it, and no page of another site sends it with a form.

It is sent over https alone, except to a client of this machine that no proxy stands before.
"""

from fastapi import Request, Response

from api.addresses import FORWARDED
from api.authentication import COOKIE
from api.forwarding import is_own_name
from ledger.service.access.login import SESSION


def set_session(answer: Response, request: Request, secret: str) -> None:
    """Put the secret of a session into the response."""
    own = is_own_name(str(request.url)) and FORWARDED not in request.headers
    plain = request.url.scheme == "http" and own
    answer.set_cookie(
        COOKIE, secret, max_age=SESSION, httponly=True, secure=not plain, samesite="lax"
    )


def clear_session(answer: Response) -> None:
    """Delete the cookie."""
    answer.delete_cookie(COOKIE)
