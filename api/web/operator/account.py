"""One organisation with the forms that add a login and bind its participant, and one login with its state and forms.

The server draws each password and key, and the answer to the form shows it once; no page or cache has it afterwards. A
form that is sent twice is refused because the name is taken, so a reload of the answer adds nothing. Each
form of a login carries the state that its page showed, so a form that is sent again, or after another operator's
change, is refused and changes nothing.
"""

from dataclasses import dataclass, replace
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Form, Response

from api.paths import Name
from api.web.operator.accounts import LOGINS, ORGANISATIONS
from api.web.operator.wording import read_last_day, read_roles
from api.web.twins import twins
from api.web.workspace import Visit, Visited
from api.web.workspaces import OPERATOR
from ledger.service.access import administration
from ledger.service.access.account_overview import read_account, read_login
from ledger.service.access.accounts import CredentialRequest
from ledger.service.access.administration import add_login, bind_organisation
from schemas.errors import CradleError
from schemas.views.accounts import Account, Login
from schemas.vocabulary import CredentialKind, Role

Text = Annotated[str, Form(max_length=1000)]
Seen = Annotated[str, Form(max_length=64)]
GONE: Final = frozenset({"credential.unknown", "access.denied"})
Roles = Annotated[tuple[str, ...], Form(max_length=20)]
KeyKind = Literal["script", "machine"]
NAMED: Final = frozenset({"name", "roles", "expires", "participant"})

router = APIRouter(prefix=OPERATOR.root, include_in_schema=False)


@dataclass(frozen=True, slots=True)
class _Typed:
    """A form of the page as it was sent: its key, its fields, and why it was refused."""

    form: str = ""
    name: str = ""
    kind: str = "script"
    roles: tuple[str, ...] = ()
    expires: str = ""
    participant: str = ""
    error: CradleError | None = None


@twins(router, "/organisations/{name}")
def account(visit: Visited, name: Name) -> Account:
    """Return the organisation as data."""
    return read_account(visit.ledger, visit.caller, name, visit.now)


@router.get("/organisations/{name}")
def account_page(visit: Visited, name: Name) -> Response:
    """Show the organisation, its logins and the forms."""
    return _page(visit, name, _Typed())


@router.post("/organisations/{name}/persons")
def add_person(
    visit: Visited, name: Name, login: Text = "", roles: Roles = (), expires: Text = ""
) -> Response:
    """Add a person, and show the password once."""
    typed = _Typed("person", login.strip(), "person", roles, expires)
    return _add(visit, name, CredentialKind.PERSON, typed)


@router.post("/organisations/{name}/keys")
def add_key(
    visit: Visited,
    name: Name,
    login: Text = "",
    kind: Annotated[KeyKind, Form()] = "script",
    roles: Roles = (),
    expires: Text = "",
) -> Response:
    """Add a script's key or a machine's secret, and show it once."""
    typed = _Typed("key", login.strip(), kind, roles, expires)
    return _add(visit, name, CredentialKind(kind), typed)


@router.post("/organisations/{name}/participant")
def bind(visit: Visited, name: Name, participant: Text = "") -> Response:
    """Bind the organisation to its participant."""
    typed = _Typed("bind", participant=participant.strip())
    try:
        bind_organisation(visit.store, visit.caller, name, typed.participant, visit.now)
    except CradleError as error:
        return _refused(visit, name, typed, error)
    return visit.go(f"{ORGANISATIONS}/{name}")


def secret_page(visit: Visit, login: str, organisation: str, what: str, secret: str) -> Response:
    """Show a password or a key, the only time that it is shown.

    Args:
        visit: the request.
        login: its name.
        organisation: to whose page it leads on.
        what: the words of the page, such as `person`.
        secret: the password or key.
    """
    return visit.page(
        "operator/secret.html",
        login=login,
        what=what,
        secret=secret,
        back=f"{ORGANISATIONS}/{organisation}",
    )


def _add(visit: Visit, organisation: str, kind: CredentialKind, typed: _Typed) -> Response:
    context, now = visit.context, visit.now
    try:
        roles, expires = read_roles(typed.roles), read_last_day(typed.expires, now)
        request = CredentialRequest(typed.name, organisation, roles, expires)
        store = visit.store
        credential, secret = add_login(store, visit.caller, kind, request, context.draw, now)
    except CradleError as error:
        return _refused(visit, organisation, typed, error)
    return secret_page(visit, credential.id, organisation, kind.value, secret)


def _refused(visit: Visit, name: str, typed: _Typed, error: CradleError) -> Response:
    if error.code in {"organisation.unknown", "access.denied"}:
        raise error
    return _page(visit, name, replace(typed, error=error))


def _page(visit: Visit, name: str, typed: _Typed) -> Response:
    organisation, error = account(visit, name), typed.error
    wrong = "" if error is None or error.place not in NAMED else f"{typed.form}-{error.place}"
    return visit.page(
        "operator/account.html",
        error,
        account=organisation,
        roles=list(Role),
        typed=typed,
        wrong=wrong,
        problems=[] if error is None else [(wrong, error.detail, "en")],
    )


@router.get("/logins/{name}.json")
def login_data(visit: Visited, name: Name) -> Response:
    """Return the login as data."""
    return visit.data(_login(visit, name)[0])


@router.get("/logins/{name}")
def login_page(visit: Visited, name: Name) -> Response:
    """Show the login and what can be done with it."""
    return _login_page(visit, name)


@router.post("/logins/{name}/password")
def renew(visit: Visited, name: Name, seen: Seen = "") -> Response:
    """Draw another password, and show it once."""
    context = visit.context
    try:
        password = administration.renew_password(
            visit.store, visit.caller, name, seen, context.draw, visit.now
        )
    except CradleError as error:
        return _login_page(visit, name, error)
    return secret_page(visit, name, _login(visit, name)[1], "renewed", password)


@router.post("/logins/{name}/roles")
def change_roles(visit: Visited, name: Name, seen: Seen = "", roles: Roles = ()) -> Response:
    """Give the login other roles."""
    try:
        new_roles = read_roles(roles)
        store = visit.store
        administration.change_roles(store, visit.caller, name, seen, new_roles, visit.now)
    except CradleError as error:
        return _login_page(visit, name, error)
    return visit.go(f"{LOGINS}/{name}")


@router.post("/logins/{name}/end")
def end(visit: Visited, name: Name, seen: Seen = "") -> Response:
    """End the login, and go to its organisation."""
    try:
        ended = administration.end_login(visit.store, visit.caller, name, seen, visit.now)
    except CradleError as error:
        return _login_page(visit, name, error)
    return visit.go(f"{ORGANISATIONS}/{ended.organisation}")


def _login(visit: Visit, name: str) -> tuple[Login, str, str]:
    """A login, its organisation, and its state as forms bring it back."""
    kept = read_login(visit.ledger, visit.caller, name)
    account = read_account(visit.ledger, visit.caller, kept.organisation, visit.now)
    shown = next(row for row in account.logins if row.id == name)
    return shown, account.id, administration.state_of(kept)


def _login_page(visit: Visit, name: str, error: CradleError | None = None) -> Response:
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
