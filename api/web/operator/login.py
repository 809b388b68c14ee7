"""One login: its state, and the forms that renew its password, change its roles or end it.

Each form carries the state of the login that its page showed, so a form that is sent again, or after another operator's
change, is refused and changes nothing.
"""

from typing import Annotated, Final

from fastapi import APIRouter, Form, Response

from api.paths import Name
from api.web.operator.account import Roles, secret_page
from api.web.operator.accounts import LOGINS, ORGANISATIONS
from api.web.operator.wording import read_roles
from api.web.workspace import Visit, Visited
from ledger.service.access import administration
from ledger.service.access.account_overview import read_account, read_login
from schemas.errors import CradleError
from schemas.views.accounts import Login
from schemas.vocabulary import Role

Seen = Annotated[str, Form(max_length=64)]
GONE: Final = frozenset({"credential.unknown", "access.denied"})

router = APIRouter(prefix=LOGINS, include_in_schema=False)


@router.get("/{name}.json")
def login_data(visit: Visited, name: Name) -> Response:
    """Return the login as data."""
    return visit.data(_login(visit, name)[0])


@router.get("/{name}")
def login_page(visit: Visited, name: Name) -> Response:
    """Show the login and what can be done with it."""
    return _page(visit, name)


@router.post("/{name}/password")
def renew(visit: Visited, name: Name, seen: Seen = "") -> Response:
    """Draw another password, and show it once."""
    context = visit.context
    try:
        password = administration.renew_password(
            visit.store, visit.caller, (name, seen), context.draw, visit.now
        )
    except CradleError as error:
        return _page(visit, name, error)
    return secret_page(visit, name, _login(visit, name)[1], ("renewed", password))


@router.post("/{name}/roles")
def change_roles(visit: Visited, name: Name, seen: Seen = "", roles: Roles = ()) -> Response:
    """Give the login other roles."""
    try:
        asked = read_roles(roles)
        store = visit.store
        administration.change_roles(store, visit.caller, (name, seen), asked, visit.now)
    except CradleError as error:
        return _page(visit, name, error)
    return visit.go(f"{LOGINS}/{name}")


@router.post("/{name}/end")
def end(visit: Visited, name: Name, seen: Seen = "") -> Response:
    """End the login, and go to its organisation."""
    try:
        ended = administration.end_login(visit.store, visit.caller, (name, seen), visit.now)
    except CradleError as error:
        return _page(visit, name, error)
    return visit.go(f"{ORGANISATIONS}/{ended.organisation}")


def _login(visit: Visit, name: str) -> tuple[Login, str, str]:
    """A login, its organisation, and its state as forms bring it back."""
    kept = read_login(visit.ledger, visit.caller, name)
    account = read_account(visit.ledger, visit.caller, kept.organisation, visit.now)
    shown = next(row for row in account.logins if row.id == name)
    return shown, account.id, administration.state_of(kept)


def _page(visit: Visit, name: str, error: CradleError | None = None) -> Response:
    if error is not None and error.code in GONE:
        raise error
    row, organisation, state = _login(visit, name)
    return visit.page(
        "operator/login.html",
        error,
        row=row,
        organisation=organisation,
        own=visit.caller.credential == name,
        seen=state,
        roles=list(Role),
    )
