"""One organisation: its logins, and the forms that add a person or a key and bind its participant.

The server draws each password and key, and the answer to the form shows it once; no page or cache has it afterwards. A
form that is sent twice is refused because the name is taken, so a reload of the answer adds nothing.
"""

from dataclasses import dataclass, replace
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Form, Response

from api.paths import Name
from api.web.operator.accounts import ORGANISATIONS
from api.web.operator.wording import read_last_day, read_roles
from api.web.twins import twins
from api.web.workspace import Visit, Visited
from ledger.service.access.account_overview import read_account
from ledger.service.access.accounts import CredentialRequest
from ledger.service.access.administration import add_login, bind_organisation
from schemas.errors import CradleError
from schemas.views.accounts import Account
from schemas.vocabulary import CredentialKind, Role

Text = Annotated[str, Form(max_length=1000)]
Roles = Annotated[tuple[str, ...], Form(max_length=20)]
KeyKind = Literal["script", "machine"]
NAMED: Final = frozenset({"name", "roles", "expires", "participant"})

router = APIRouter(prefix=ORGANISATIONS, include_in_schema=False)


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


@twins(router, "/{name}")
def account(visit: Visited, name: Name) -> Account:
    """Return the organisation as data."""
    return read_account(visit.ledger, visit.caller, name, visit.now)


@router.get("/{name}")
def account_page(visit: Visited, name: Name) -> Response:
    """Show the organisation, its logins and the forms."""
    return _page(visit, name, _Typed())


@router.post("/{name}/persons")
def add_person(
    visit: Visited, name: Name, login: Text = "", roles: Roles = (), expires: Text = ""
) -> Response:
    """Add a person, and show the password once."""
    typed = _Typed("person", login.strip(), "person", roles, expires)
    return _add(visit, name, CredentialKind.PERSON, typed)


@router.post("/{name}/keys")
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


@router.post("/{name}/participant")
def bind(visit: Visited, name: Name, participant: Text = "") -> Response:
    """Bind the organisation to its participant."""
    typed = _Typed("bind", participant=participant.strip())
    try:
        bind_organisation(visit.store, visit.caller, name, typed.participant, visit.now)
    except CradleError as error:
        return _refused(visit, name, typed, error)
    return visit.go(f"{ORGANISATIONS}/{name}")


def secret_page(visit: Visit, login: str, organisation: str, shown: tuple[str, str]) -> Response:
    """Show a password or a key, the only time that it is shown.

    Args:
        visit: the request.
        login: its name.
        organisation: to whose page it leads on.
        shown: the words of the page, such as `person`, and the secret.
    """
    what, secret = shown
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
        asked = CredentialRequest(typed.name, organisation, roles, expires)
        store = visit.store
        made, secret = add_login(store, visit.caller, kind, asked, context.draw, now)
    except CradleError as error:
        return _refused(visit, organisation, typed, error)
    return secret_page(visit, made.id, organisation, (kind.value, secret))


def _refused(visit: Visit, name: str, typed: _Typed, error: CradleError) -> Response:
    if error.code in {"organisation.unknown", "access.denied"}:
        raise error
    return _page(visit, name, replace(typed, error=error))


def _page(visit: Visit, name: str, typed: _Typed) -> Response:
    found, error = account(visit, name), typed.error
    wrong = "" if error is None or error.place not in NAMED else f"{typed.form}-{error.place}"
    return visit.page(
        "operator/account.html",
        error,
        account=found,
        roles=list(Role),
        typed=typed,
        wrong=wrong,
        problems=[] if error is None else [(wrong, error.detail, "en")],
    )
