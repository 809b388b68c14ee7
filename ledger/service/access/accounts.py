"""Accounts: organisations, and what their people, machines and scripts log in with.

An organisation is opened by the operator. Its registration, once there is one, says which participant
it is and is bound to it once and for all. A credential has roles of its own; none has more than the
one who made it knows the firm for, which is the operator's judgement. An ended credential never comes
back. The secret of a machine or script is told once, when it is made.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ledger.service.access.principal import CredentialKind
from ledger.service.access.secrets import hash_password, hash_secret
from ledger.store.access.credentials import (
    Credential,
    credential_of,
    end_credential,
    put_credential,
)
from ledger.store.access.organisations import (
    Organisation,
    bind_participant,
    organisation_of,
    organisation_that_is,
    put_organisation,
)
from ledger.store.store import Store
from schemas.errors import CradleError
from schemas.vocabulary import Role

KEY_PREFIX = "cradle_"
"""How the text of an API key begins, so that a leaked one is recognised."""

_NAME = re.compile(r"[a-z0-9][a-z0-9.@-]{1,99}")

Draw = Callable[[], str]
"""Draws a secret: 32 random bytes as text of `[A-Za-z0-9-]`."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A credential to be made: its name, whose it is, its roles, and when it ends by itself."""

    name: str
    organisation: str
    roles: frozenset[Role]
    expires: int | None = None


def open_organisation(store: Store, name: str, title: str, now: int) -> Organisation:
    """A new organisation under a short name.

    Raises:
        CradleError: `account.name` or `account.exists`.
    """
    _check_name(name)
    made = Organisation(name, title, None, now)
    with store.write() as connection:
        if organisation_of(connection, name) is not None:
            raise CradleError("account.exists", f"There is an organisation {name}.", "organisation")
        put_organisation(connection, made)
    return made


def bind(store: Store, organisation: str, participant: str) -> None:
    """Note which participant an organisation is; it is never another one later.

    Raises:
        CradleError: `organisation.unknown` or `organisation.bound`.
    """
    with store.write() as connection:
        found = organisation_of(connection, organisation)
        if found is None:
            raise _no_organisation(organisation)
        holder = organisation_that_is(connection, participant)
        if found.participant == participant:
            return
        if found.participant is not None or holder is not None:
            detail = "An organisation is one participant, and a participant one organisation."
            raise CradleError("organisation.bound", detail, "participant")
        bind_participant(connection, organisation, participant)


def add_person(store: Store, asked: Asked, password: str, now: int) -> Credential:
    """A person's login with a password.

    Raises:
        CradleError: `account.*`, `organisation.unknown`, `password.length`.
    """
    return _add(store, asked, CredentialKind.PERSON, hash_password(password), now)


def add_machine(store: Store, asked: Asked, draw: Draw, now: int) -> tuple[Credential, str]:
    """A machine's client id, and the client secret that is told once.

    Raises:
        CradleError: as `add_person`.
    """
    secret = draw()
    return _add(store, asked, CredentialKind.MACHINE, hash_secret(secret), now), secret


def add_script(store: Store, asked: Asked, draw: Draw, now: int) -> tuple[Credential, str]:
    """A script's credential, and the text of its API key that is told once.

    Raises:
        CradleError: as `add_person`.
    """
    secret = draw()
    made = _add(store, asked, CredentialKind.SCRIPT, hash_secret(secret), now)
    return made, f"{KEY_PREFIX}{asked.name}_{secret}"


def end(store: Store, name: str, now: int) -> None:
    """End a credential at once, with all its sessions and tokens.

    Raises:
        CradleError: `credential.unknown`.
    """
    with store.write() as connection:
        if credential_of(connection, name) is None:
            raise CradleError("credential.unknown", f"There is no credential {name}.", "name")
        end_credential(connection, name, now)


def _add(store: Store, asked: Asked, kind: CredentialKind, kept: str, now: int) -> Credential:
    _check_name(asked.name)
    made = Credential(
        id=asked.name,
        kind=kind.value,
        organisation=asked.organisation,
        secret=kept,
        roles=_format_roles(asked.roles),
        created=now,
        expires=asked.expires,
    )
    with store.write() as connection:
        if organisation_of(connection, asked.organisation) is None:
            raise _no_organisation(asked.organisation)
        if credential_of(connection, asked.name) is not None:
            raise CradleError("account.exists", f"There is a credential {asked.name}.", "name")
        put_credential(connection, made)
    return made


def _format_roles(roles: Iterable[Role]) -> str:
    words = sorted(role.value for role in roles)
    if not words:
        raise CradleError("account.roles", "Name at least one role.", "roles")
    return " ".join(words)


def _check_name(name: str) -> None:
    if _NAME.fullmatch(name) is None:
        detail = (
            "A name has 2 to 100 of a-z, 0-9, '.', '@' and '-', and begins with a letter or digit."
        )
        raise CradleError("account.name", detail, "name")


def _no_organisation(name: str) -> CradleError:
    return CradleError("organisation.unknown", f"There is no organisation {name}.", "organisation")
