"""Changes of accounts by the operator, each written to the journal in the transaction that makes it.

The line names the organisation's participant as its owner, so a firm reads in its own history that a login was added
to it, renewed or ended. A login neither ends itself nor changes its own roles, so the last operator is not shut out by
a slip. A form that was opened before another change is refused by `expected`, so that sending it twice changes nothing
twice. What the operator does in the ledger's folder leaves its line too, under no login.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Final

from ledger.service.access import accounts
from ledger.service.access.accounts import CredentialRequest, SecretSource
from ledger.service.access.journal import AccessRecord, event_of
from ledger.service.access.permissions import Action, scope_of
from ledger.service.access.principal import Principal
from ledger.service.access.secrets import hash_password, hash_secret
from ledger.store.access.credentials import (
    Credential,
    drop_sessions,
    end_credential,
    put_roles,
    replace_secret,
)
from ledger.store.access.organisations import Organisation, organisation_of
from ledger.store.engine import Connection
from ledger.store.rows import put
from ledger.store.store import Store
from schemas.errors import CradleError
from schemas.exchanged.accounts import OrganisationRequest
from schemas.vocabulary import CredentialKind, Role

PASSWORD: Final = 24
"""Characters of a password that is drawn here."""

OPENED, BOUND, ADDED = "open organisation", "bind organisation", "add login"
RENEWED, ROLES, ENDED = "renew password", "change roles", "end login"


def open_organisation(
    store: Store, principal: Principal, new: OrganisationRequest, now: int
) -> Organisation:
    """Open an organisation.

    Raises:
        CradleError: `access.denied`, or as `accounts.open_organisation`.
    """
    row = Organisation(id=new.id, name=new.name, participant=new.participant, created=now)
    with _changing(store, principal) as (connection, note):
        accounts.add_organisation(connection, row)
        accounts.require_distinct(connection, row)
        note(AccessRecord(OPENED, row.id, row.participant, row.id), now)
    return row


def bind_organisation(
    store: Store, principal: Principal, organisation: str, participant: str, now: int
) -> None:
    """Bind an organisation to its participant for good.

    Raises:
        CradleError: `access.denied`, or as `accounts.bind`.
    """
    with _changing(store, principal) as (connection, note):
        accounts.bind_organisation(connection, organisation, participant)
        note(AccessRecord(BOUND, organisation, participant, organisation), now)


def add_login(
    store: Store,
    principal: Principal,
    kind: CredentialKind,
    request: CredentialRequest,
    draw: SecretSource,
    now: int,
) -> tuple[Credential, str]:
    """Add a credential of any kind with a secret that is drawn here; return both, the secret for one showing.

    Raises:
        CradleError: `access.denied`, or as `accounts.add_person`.
    """
    scope_of(principal, Action.ADMINISTER)
    secret = draw()
    if kind is CredentialKind.PERSON:
        secret = secret[:PASSWORD]
    credential = add_with_secret(store, principal, kind, request, secret, now)
    is_key = kind is CredentialKind.SCRIPT
    return credential, accounts.format_key(request.name, secret) if is_key else secret


def add_with_secret(
    store: Store,
    principal: Principal,
    kind: CredentialKind,
    request: CredentialRequest,
    secret: str,
    now: int,
) -> Credential:
    """Add a credential with a given password or secret.

    Raises:
        CradleError: as `add_login`, `password.length`.
    """
    scope_of(principal, Action.ADMINISTER)
    kept = (hash_password if kind is CredentialKind.PERSON else hash_secret)(secret)
    credential = accounts.new_credential(request, kind, kept, now)
    with _changing(store, principal) as (connection, note):
        accounts.add_credential(connection, credential)
        note(_about(connection, ADDED, credential, credential.roles), now)
    return credential


def renew_password(
    store: Store,
    principal: Principal,
    name: str,
    expected: str | None,
    draw: SecretSource,
    now: int,
) -> str:
    """Give a person another password, drawn here and returned for one showing, and end its sessions.

    Args:
        store: the database.
        principal: the operator.
        name: of the credential.
        expected: its `state_of` as the caller has seen it; None for any.
        draw: the source of secrets.
        now: seconds of UTC since 1970.

    Raises:
        CradleError: `access.denied`, `account.changed`, `credential.unknown`, `credential.ended`, `credential.kind`
            for a machine or a script.
    """
    scope_of(principal, Action.ADMINISTER)
    password = draw()[:PASSWORD]
    kept = hash_password(password)
    with _changing(store, principal) as (connection, note):
        credential = _require(connection, name, expected)
        _require_live(credential)
        if credential.kind != CredentialKind.PERSON:
            detail = (
                f"{credential.id} is not a person and has no password; end it and add a new one."
            )
            raise CradleError("credential.kind", detail, "name")
        if not replace_secret(connection, credential.id, credential.secret, kept):
            raise _changed(credential.id)
        drop_sessions(connection, credential.id)
        note(_about(connection, RENEWED, credential, ""), now)
    return password


def change_roles(
    store: Store,
    principal: Principal,
    name: str,
    expected: str | None,
    roles: Iterable[Role],
    now: int,
) -> None:
    """Give a credential other roles; `name` and `expected` as in `renew_password`.

    Raises:
        CradleError: `access.denied`, `account.own`, `account.changed`, `account.roles`, `credential.unknown`,
            `credential.ended`.
    """
    words = accounts.format_roles(frozenset(roles))
    with _changing(store, principal) as (connection, note):
        credential = _require(connection, name, expected)
        _require_other(principal, credential.id)
        _require_live(credential)
        put_roles(connection, credential.id, words)
        note(_about(connection, ROLES, credential, words), now)


def end_login(
    store: Store, principal: Principal, name: str, expected: str | None, now: int
) -> Credential:
    """End a credential at once, with its sessions and tokens; `name` and `expected` as in `renew_password`.

    Raises:
        CradleError: `access.denied`, `account.own`, `account.changed`, `credential.unknown`.
    """
    with _changing(store, principal) as (connection, note):
        credential = _require(connection, name, expected)
        _require_other(principal, credential.id)
        end_credential(connection, credential.id, now)
        note(_about(connection, ENDED, credential, ""), now)
    return credential


def state_of(credential: Credential) -> str:
    """A digest of everything about a credential that changes, which a form brings back."""
    parts = (credential.id, credential.secret, credential.roles, str(credential.ended))
    return sha256("\n".join(parts).encode()).hexdigest()[:32]


Note = Callable[[AccessRecord, int], None]


@contextmanager
def _changing(store: Store, principal: Principal) -> Iterator[tuple[Connection, Note]]:
    """A transaction for a change by the operator, and the function that notes it there."""
    scope_of(principal, Action.ADMINISTER)
    with store.write() as connection:

        def note(done: AccessRecord, now: int) -> None:
            put(connection, event_of(principal, now, done))

        yield connection, note
    store.forget_logins()


def _about(connection: Connection, action: str, credential: Credential, roles: str) -> AccessRecord:
    """The line about a credential for its firm, with the login's name and its new roles."""
    owner = organisation_of(connection, credential.organisation)
    participant = None if owner is None else owner.participant
    detail = f"{credential.id}: {roles}" if roles else credential.id
    return AccessRecord(action, credential.id, participant, detail)


def _require(connection: Connection, name: str, expected: str | None) -> Credential:
    credential = accounts.require_credential(connection, name)
    if expected is not None and state_of(credential) != expected:
        raise _changed(name)
    return credential


def _changed(name: str) -> CradleError:
    detail = f"{name} has changed since this page was opened; open it again."
    return CradleError("account.changed", detail, "name")


def _require_other(principal: Principal, name: str) -> None:
    if principal.credential == name and not principal.at_folder:
        detail = "A login neither ends itself nor changes its own roles; another operator does."
        raise CradleError("account.own", detail, "name")


def _require_live(credential: Credential) -> None:
    if credential.ended is not None:
        detail = f"{credential.id} has ended and cannot be revived; add another."
        raise CradleError("credential.ended", detail, "name")
