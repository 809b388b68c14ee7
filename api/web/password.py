"""The page on which a person that is logged in changes its own password, in every workspace.

The present password is asked for, so that a browser that was left open changes nothing, and is counted as a login is.
"""

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Form, Response

from api.addresses import client_address
from api.authentication import COOKIE
from api.problems import is_own_failure, status_of
from api.web.frame import PUBLIC
from api.web.workspace import Visit, Visited
from api.web.workspaces import workspaces_of
from ledger.service.access.own_password import change_password
from ledger.service.access.secrets import LEAST, MOST
from schemas.errors import CradleError

PASSWORD: Final = "/password"  # noqa: S105 - a path
Word = Annotated[str, Form(max_length=1000)]

router = APIRouter(include_in_schema=False)


@router.get(PASSWORD)
def password_form(visit: Visited, changed: str = "") -> Response:
    """Show the form, or that the password is changed."""
    return _page(visit, None, is_changed=changed == "yes")


@router.post(PASSWORD)
def change(visit: Visited, present: Word = "", new: Word = "", again: Word = "") -> Response:
    """Change the password, and go back to the form."""
    context, name = visit.context, visit.caller.credential
    address = client_address(visit.request)
    try:
        if new != again:
            detail = "The two new passwords differ; type both again."
            raise CradleError("password.mismatch", detail, "password")  # noqa: TRY301 - one way to the form
        with context.quota.counted_login(address, name):
            session = visit.request.cookies.get(COOKIE)
            store, now = context.ledger.store, context.now()
            change_password(store, name, present[:MOST], new, now, session, address)
    except CradleError as error:
        if is_own_failure(error):
            raise
        return _page(visit, error)
    return visit.go(f"{PASSWORD}?changed=yes")


def _page(visit: Visit, error: CradleError | None, *, is_changed: bool = False) -> Response:
    own = workspaces_of(visit.caller.roles)
    field = "new" if error is not None and error.place == "password" else "present"
    values: dict[str, object] = {
        "error": error,
        "field": field,
        "person": visit.caller.credential,
        "changed": is_changed,
        "least": LEAST,
        "most": MOST,
    }
    status = HTTPStatus.OK if error is None else status_of(error)
    frame = own[0].frame() if own else PUBLIC
    return visit.page("password.html", visit.say("password.title"), values, frame, status)
