"""Accounts: organisations, and the credentials of their people, machines and scripts.

The operator opens an organisation. Once the organisation is registered, it is bound to that
participant for good. A credential has roles of its own; the operator judges which roles a firm may
have, and a credential has no others. An ended credential cannot be revived. The secret of a machine
or script is shown once, when it is made.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ledger.service.access.secrets import hash_password, hash_secret
from ledger.store.access.credentials import (
    Credential,
    credential_of,
)
from ledger.store.access.organisations import (
    Organisation,
    bind_participant,
    organisation_of,
    organisation_of_participant,
    organisations,
)
from ledger.store.engine import Connection
from ledger.store.rows import put
from ledger.store.statements import statement_of
from ledger.store.store import Store
from ledger.translations.look_alikes import look_alike
from schemas.errors import CradleError
from schemas.exchanged.accounts import IN_NAMES, IN_TITLES, NAME, TITLE
from schemas.readable import require_readable
from schemas.signed.statement import Kind
from schemas.vocabulary import CredentialKind, Role

KEY_PREFIX = "cradle_"
"""The first characters of an API key, so that a leaked one is recognised."""

SecretSource = Callable[[], str]
"""A source of secrets: 32 random bytes as text of `[A-Za-z0-9-]`."""


@dataclass(frozen=True, slots=True)
class CredentialRequest:
    """A request for a credential: its name, organisation, roles, and the time at which it expires."""

    name: str
    organisation: str
    roles: frozenset[Role]
    expires: int | None = None


def open_organisation(
    store: Store, name: str, title: str, now: int, participant: str | None = None
) -> Organisation:
    """Open an organisation under a short name, bound to a participant if one is named.

    Raises:
        CradleError: `account.name`, `account.title`, `text.*`, `account.exists`, `account.look_alike`,
            `participant.unknown`, `organisation.bound`.
    """
    organisation = Organisation(id=name, name=title, participant=participant, created=now)
    with store.write() as connection:
        add_organisation(connection, organisation)
        require_distinct(connection, organisation)
    return organisation


def require_distinct(connection: Connection, organisation: Organisation) -> None:
    """Refuse a name that looks like another organisation's; an operator is told, and no holder of an invitation.

    Raises:
        CradleError: `account.look_alike`.
    """
    shape = look_alike(organisation.name)
    alike = (it.id for it in organisations(connection) if look_alike(it.name) == shape)
    if any(name != organisation.id for name in alike):
        detail = "There is an organisation of this name, or of one like it; use its account, or add the town."
        raise CradleError("account.look_alike", detail, "name")


def add_organisation(connection: Connection, organisation: Organisation) -> None:
    """Store a new organisation within the caller's transaction.

    Raises:
        CradleError: as `open_organisation`.
    """
    _check_name(organisation.id)
    if re.fullmatch(TITLE, organisation.name) is None:
        raise CradleError("account.title", IN_TITLES, "name")
    require_readable(organisation.name, "name")
    if organisation_of(connection, organisation.id) is not None:
        raise CradleError(
            "account.exists", f"There is an organisation {organisation.id}.", "organisation"
        )
    if organisation.participant is not None:
        _require_free(connection, organisation.participant)
    put(connection, organisation)


def bind(store: Store, organisation: str, participant: str) -> None:
    """Bind an organisation to its participant; the binding cannot change later.

    Raises:
        CradleError: `organisation.unknown`, `participant.unknown` or `organisation.bound`.
    """
    with store.write() as connection:
        bind_organisation(connection, organisation, participant)
    store.forget_logins()


def bind_organisation(connection: Connection, organisation: str, participant: str) -> None:
    """Bind an organisation within the caller's transaction.

    Raises:
        CradleError: as `bind`.
    """
    stored_organisation = require_organisation(connection, organisation)
    if stored_organisation.participant == participant:
        return
    if stored_organisation.participant is not None:
        raise _bound()
    _require_free(connection, participant)
    bind_participant(connection, organisation, participant)


def add_person(store: Store, request: CredentialRequest, password: str, now: int) -> Credential:
    """Create a person's login with a password.

    Raises:
        CradleError: `account.*`, `organisation.unknown`, `password.length`.
    """
    return _add(store, request, CredentialKind.PERSON, hash_password(password), now)


def add_machine(
    store: Store, request: CredentialRequest, draw: SecretSource, now: int
) -> tuple[Credential, str]:
    """Create a machine's client id and its client secret, which is shown once.

    Raises:
        CradleError: as `add_person`.
    """
    secret = draw()
    return _add(store, request, CredentialKind.MACHINE, hash_secret(secret), now), secret


def format_key(name: str, secret: str) -> str:
    """The text of a script's API key."""
    return f"{KEY_PREFIX}{name}_{secret}"


def require_credential(connection: Connection, name: str) -> Credential:
    """The credential of that name.

    Raises:
        CradleError: `credential.unknown`.
    """
    credential = credential_of(connection, name)
    if credential is None:
        raise CradleError("credential.unknown", f"There is no credential {name}.", "name")
    return credential


def require_organisation(connection: Connection, name: str) -> Organisation:
    """The organisation of that name.

    Raises:
        CradleError: `organisation.unknown`.
    """
    organisation = organisation_of(connection, name)
    if organisation is None:
        raise CradleError(
            "organisation.unknown", f"There is no organisation {name}.", "organisation"
        )
    return organisation


def _add(
    store: Store, request: CredentialRequest, kind: CredentialKind, kept: str, now: int
) -> Credential:
    credential = new_credential(request, kind, kept, now)
    with store.write() as connection:
        add_credential(connection, credential)
    return credential


def new_credential(
    request: CredentialRequest, kind: CredentialKind, kept: str, now: int
) -> Credential:
    """Build a credential without storing it; `kept` is the hash that recognises its secret.

    Raises:
        CradleError: `account.name`, `account.roles`.
    """
    _check_name(request.name)
    return Credential(
        id=request.name,
        kind=kind.value,
        organisation=request.organisation,
        secret=kept,
        roles=format_roles(request.roles),
        created=now,
        expires=request.expires,
    )


def add_credential(connection: Connection, credential: Credential) -> None:
    """Store a new credential within the caller's transaction.

    Raises:
        CradleError: `organisation.unknown`, `account.exists`.
    """
    require_organisation(connection, credential.organisation)
    if credential_of(connection, credential.id) is not None:
        raise CradleError("account.exists", f"There is a credential {credential.id}.", "name")
    put(connection, credential)


def format_roles(roles: Iterable[Role]) -> str:
    """Roles as they are stored, ascending.

    Raises:
        CradleError: `account.roles` for none.
    """
    words = sorted(role.value for role in roles)
    if not words:
        raise CradleError("account.roles", "Name at least one role.", "roles")
    return " ".join(words)


def is_name(text: str) -> bool:
    """True if an organisation or a credential may have this name."""
    return re.fullmatch(NAME, text) is not None


def _check_name(name: str) -> None:
    if not is_name(name):
        raise CradleError("account.name", IN_NAMES, "name")


def _require_free(connection: Connection, participant: str) -> None:
    """Refuse a participant that is not registered, or is bound to another organisation."""
    require_registered(connection, participant)
    if organisation_of_participant(connection, participant) is not None:
        raise _bound()


def require_registered(connection: Connection, participant: str) -> None:
    """Refuse an id that is not a registered participant's.

    Raises:
        CradleError: `participant.unknown`.
    """
    statement = statement_of(connection, participant)
    if statement is None or statement.kind != Kind.PARTICIPANT:
        detail = f"There is no registration {participant:.80}; check the id."
        raise CradleError("participant.unknown", detail, "participant")


def _bound() -> CradleError:
    detail = "An organisation is one participant, and a participant one organisation."
    return CradleError("organisation.bound", detail, "participant")
