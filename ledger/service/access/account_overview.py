"""The organisations and their logins, as the operator's pages show them.

A person's last use is the last login, or a later line in the journal. A machine or a script is known by its lines in
the journal alone, of which the newest are read; reading one's own data leaves none, so a login without a known use may
still be in use.
"""

from typing import Final

from ledger.append.ledger import Ledger
from ledger.service.access.accounts import require_credential, require_organisation
from ledger.service.access.permissions import Action, scope_of
from ledger.service.access.principal import Principal
from ledger.state.profiles import name_of
from ledger.state.view import View
from ledger.store.access.credentials import Credential, credentials_of_all
from ledger.store.access.journal import last_noted
from ledger.store.access.organisations import Organisation, organisations_after
from schemas.views.accounts import Account, Accounts, Login, LoginState
from schemas.vocabulary import CredentialKind, Role

NOTED: Final = 10_000
"""The newest lines of the journal in which a last use is looked for."""


def list_accounts(
    ledger: Ledger, principal: Principal, after: str, words: str, most: int, now: int
) -> Accounts:
    """Organisations with their logins.

    Args:
        ledger: the ledger.
        principal: the operator.
        after: the id after which the page begins.
        words: in the id or the name.
        most: the largest number of organisations.
        now: seconds of UTC since 1970.

    Raises:
        CradleError: `access.denied`.
    """
    scope_of(principal, Action.ADMINISTER)
    with ledger.view() as view:
        organisations = organisations_after(view.connection, after, words, most + 1)
        items = _accounts(view, organisations[:most], now)
    return Accounts(
        items=items, next=organisations[most - 1].id if len(organisations) > most else None
    )


def read_account(ledger: Ledger, principal: Principal, organisation: str, now: int) -> Account:
    """An organisation with its logins.

    Raises:
        CradleError: `access.denied`, `organisation.unknown`.
    """
    scope_of(principal, Action.ADMINISTER)
    with ledger.view() as view:
        stored_organisation = require_organisation(view.connection, organisation)
        return _accounts(view, (stored_organisation,), now)[0]


def read_login(ledger: Ledger, principal: Principal, name: str) -> Credential:
    """A stored credential.

    Raises:
        CradleError: `access.denied`, `credential.unknown`.
    """
    scope_of(principal, Action.ADMINISTER)
    with ledger.store.read() as connection:
        return require_credential(connection, name)


def _accounts(view: View, organisations: tuple[Organisation, ...], now: int) -> tuple[Account, ...]:
    held = credentials_of_all(view.connection, [row.id for row in organisations])
    noted = last_noted(view.connection, NOTED)
    return tuple(
        Account(
            id=row.id,
            name=row.name,
            created=row.created,
            participant=row.participant,
            firm=None if row.participant is None else name_of(view, row.participant),
            logins=tuple(
                _login(credential, noted.get(credential.id), now) for credential in held[row.id]
            ),
        )
        for row in organisations
    )


def _login(row: Credential, noted: int | None, now: int) -> Login:
    state: LoginState = (
        "ended" if row.ended is not None else "valid" if row.holds(now) else "expired"
    )
    return Login(
        id=row.id,
        kind=CredentialKind(row.kind).value,
        roles=tuple(Role(word) for word in row.roles.split()),
        created=row.created,
        expires=row.expires,
        ended=row.ended,
        used=max(filter(None, (row.logged_in, noted)), default=None),
        state=state,
    )
