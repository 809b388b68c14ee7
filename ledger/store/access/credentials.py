"""Credentials of persons, machines and scripts, and browser sessions."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Final, NamedTuple

from sqlalchemy import bindparam, delete, insert, select, update

from ledger.store.access import tables  # noqa: F401 - puts the tables into the metadata
from ledger.store.engine import Connection
from ledger.store.in_values import in_values
from ledger.store.tables import Table
from schemas.vocabulary import Role

SWEPT: Final = 100
"""The most expired sessions that one login removes."""

_credential = Table.metadata.tables["credential"]
_organisation = Table.metadata.tables["organisation"]
_session = Table.metadata.tables["session"]
_PUT = insert(_credential)
_OF = select(_credential).where(_credential.c.id == bindparam("name"))
_HELD = (
    select(_credential, _organisation.c.participant)
    .join(_organisation, _organisation.c.id == _credential.c.organisation)
    .where(_credential.c.id == bindparam("name"))
)
_OF_ORGANISATION = (
    select(_credential)
    .where(_credential.c.organisation == bindparam("of"))
    .order_by(_credential.c.id)
)
_END = (
    update(_credential)
    .where(_credential.c.id == bindparam("name"), _credential.c.ended.is_(None))
    .values(ended=bindparam("at"))
)
_CHANGE_ROLES = (
    update(_credential)
    .where(_credential.c.id == bindparam("name"))
    .values(roles=bindparam("now_has"))
)
_REPLACE_SECRET = (
    update(_credential)
    .where(_credential.c.id == bindparam("name"), _credential.c.secret == bindparam("former"))
    .where(_credential.c.ended.is_(None))
    .values(secret=bindparam("kept"))
)
_OF_ORGANISATIONS = (
    select(_credential)
    .where(in_values(_credential.c.organisation, "organisations"))
    .order_by(_credential.c.organisation, _credential.c.id)
)
_WITH_ROLE = (
    select(_credential.c.organisation)
    .where(_credential.c.roles.contains(bindparam("role")), _credential.c.ended.is_(None))
    .where(_credential.c.expires.is_(None) | (_credential.c.expires > bindparam("now")))
    .distinct()
)
_LOGGED_IN = (
    update(_credential)
    .where(_credential.c.id == bindparam("name"), _credential.c.secret == bindparam("by"))
    .where(_credential.c.ended.is_(None))
    .values(logged_in=bindparam("at"))
)
_PUT_SESSION = insert(_session)
_SESSION = select(_session).where(_session.c.secret == bindparam("of"))
_DROP_SESSION = delete(_session).where(_session.c.secret == bindparam("of"))
_DROP_SESSIONS = delete(_session).where(
    _session.c.credential == bindparam("of"), _session.c.secret != bindparam("kept")
)
_DROP_EXPIRED = delete(_session).where(
    _session.c.secret.in_(
        select(_session.c.secret)
        .where(_session.c.expires <= bindparam("now"))
        .order_by(_session.c.expires)
        .limit(SWEPT)
    )
)


@dataclass(frozen=True, slots=True)
class Credential:
    """The credential of a person, a machine or a script of an organisation. Times are seconds of UTC since 1970.

    Attributes:
        id: the login name.
        kind: `person`, `machine` or `script`.
        organisation: the id of its organisation.
        secret: a hash that recognises the secret, never the secret itself.
        roles: the roles in which it acts, separated by spaces.
        created: the time of its creation.
        expires: the time at which it ends by itself, or None.
        ended: the time at which it was ended, or None.
        logged_in: the time at which a person last logged in, or None.
    """

    id: str
    kind: str
    organisation: str
    secret: str
    roles: str
    created: int
    expires: int | None = None
    ended: int | None = None
    logged_in: int | None = None

    def holds(self, now: int) -> bool:
        """Return whether the credential is valid at that time."""
        return self.ended is None and (self.expires is None or now < self.expires)


class CredentialWithParticipant(NamedTuple):
    """A credential, and the participant of its organisation, or None before the organisation has one."""

    credential: Credential
    participant: str | None


@dataclass(frozen=True, slots=True)
class Session:
    """A login in a browser, identified by the SHA-256 of the secret in its cookie."""

    secret: str
    credential: str
    expires: int


def put_credential(connection: Connection, credential: Credential) -> None:
    """Store a new credential."""
    connection.execute(_PUT, asdict(credential))


def credential_of(connection: Connection, name: str) -> Credential | None:
    """The credential of that id, or None."""
    found = connection.execute(_OF, {"name": name}).one_or_none()
    return None if found is None else Credential(*found)


def credential_with_participant(
    connection: Connection, name: str
) -> CredentialWithParticipant | None:
    """The credential of that id with its organisation's participant, or None; one query, because each request asks."""
    found = connection.execute(_HELD, {"name": name}).one_or_none()
    return None if found is None else CredentialWithParticipant(Credential(*found[:-1]), found[-1])


def credentials_of(connection: Connection, organisation: str) -> tuple[Credential, ...]:
    """The credentials of an organisation in the order of their ids, including ended ones."""
    found = connection.execute(_OF_ORGANISATION, {"of": organisation})
    return tuple(Credential(*row) for row in found)


def end_credential(connection: Connection, name: str, at: int) -> None:
    """End a credential at a time, with its sessions; an ended one stays unchanged."""
    connection.execute(_END, {"name": name, "at": at})
    drop_sessions(connection, name)


def put_roles(connection: Connection, name: str, roles: str) -> None:
    """Give a credential other roles, separated by spaces."""
    connection.execute(_CHANGE_ROLES, {"name": name, "now_has": roles})


def replace_secret(connection: Connection, name: str, former: str, kept: str) -> bool:
    """Replace the secret recognised by one hash; False if the credential has ended, or has another secret by now."""
    asked = {"name": name, "former": former, "kept": kept}
    return connection.execute(_REPLACE_SECRET, asked).rowcount == 1


def credentials_of_all(
    connection: Connection, organisations: Iterable[str]
) -> dict[str, tuple[Credential, ...]]:
    """The credentials of some organisations by organisation, including ended ones, in the order of their ids."""
    found: dict[str, tuple[Credential, ...]] = dict.fromkeys(organisations, ())
    for row in connection.execute(_OF_ORGANISATIONS, {"organisations": list(found)}):
        made = Credential(*row)
        found[made.organisation] = (*found[made.organisation], made)
    return found


def organisations_with_role(connection: Connection, role: Role, now: int) -> tuple[str, ...]:
    """The organisations that have a valid credential with a role; no role's word is a part of another's."""
    asked = {"role": role.value, "now": now}
    return tuple(connection.execute(_WITH_ROLE, asked).scalars())


def put_session(connection: Connection, session: Session) -> None:
    """Store a new session."""
    connection.execute(_PUT_SESSION, asdict(session))


def note_login(connection: Connection, name: str, kept: str, at: int) -> bool:
    """Note a login; False if the credential has ended, or has another secret than the one recognised by this hash."""
    return connection.execute(_LOGGED_IN, {"name": name, "by": kept, "at": at}).rowcount == 1


def session_of(connection: Connection, secret: str) -> Session | None:
    """The session with this hash of its secret, or None."""
    found = connection.execute(_SESSION, {"of": secret}).one_or_none()
    return None if found is None else Session(*found)


def drop_session(connection: Connection, secret: str) -> None:
    """Remove a session."""
    connection.execute(_DROP_SESSION, {"of": secret})


def drop_sessions(connection: Connection, credential: str, kept: str = "") -> None:
    """Remove all sessions of a credential, but the one with this hash of its secret."""
    connection.execute(_DROP_SESSIONS, {"of": credential, "kept": kept})


def drop_expired_sessions(connection: Connection, now: int) -> None:
    """Remove sessions that have expired: the oldest `SWEPT`, so that no caller waits for long."""
    connection.execute(_DROP_EXPIRED, {"now": now})
