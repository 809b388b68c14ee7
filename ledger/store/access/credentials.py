"""Credentials of persons, machines and scripts, and browser sessions.

Only hashes of secrets are stored: argon2id for a password, SHA-256 for a random secret of 32 bytes,
which needs no slow hash.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

from sqlalchemy import BigInteger, bindparam, delete, update
from sqlmodel import Field, col, select

from ledger.store.access.organisations import Organisation
from ledger.store.engine import Connection
from ledger.store.in_values import in_values
from ledger.store.rows import Table, read_all, read_one
from schemas.vocabulary import Role

SWEPT: Final = 100
"""The most expired sessions that one login removes."""


class Credential(Table, table=True):
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

    __tablename__ = "credential"
    id: str = Field(primary_key=True)
    kind: str
    organisation: str = Field(index=True, foreign_key="organisation.id")
    secret: str
    roles: str
    created: int = Field(sa_type=BigInteger)
    expires: int | None = Field(default=None, sa_type=BigInteger)
    ended: int | None = Field(default=None, sa_type=BigInteger)
    logged_in: int | None = Field(default=None, sa_type=BigInteger)

    def holds(self, now: int) -> bool:
        """Return whether the credential is valid at that time."""
        return self.ended is None and (self.expires is None or now < self.expires)


class CredentialWithParticipant(NamedTuple):
    """A credential, and the participant of its organisation, or None before the organisation has one."""

    credential: Credential
    participant: str | None


class Session(Table, table=True):
    """A person's login in a browser, identified by the SHA-256 of the secret in its cookie."""

    __tablename__ = "session"
    secret: str = Field(primary_key=True)
    credential: str = Field(index=True, foreign_key="credential.id")
    expires: int = Field(sa_type=BigInteger, index=True)


# Each request asks these, so they are compiled once.
_HELD = (
    select(Credential, Organisation.participant)
    .join(Organisation, col(Organisation.id) == Credential.organisation)
    .where(Credential.id == bindparam("name"))
)
_SESSION = select(Session).where(Session.secret == bindparam("of"))
_ALL = select(Credential).order_by(Credential.organisation, Credential.id)
_LIVE = update(Credential).where(
    col(Credential.id) == bindparam("name"), col(Credential.ended).is_(None)
)
_DROP_EXPIRED = delete(Session).where(
    col(Session.secret).in_(
        select(Session.secret)
        .where(Session.expires <= bindparam("now"))
        .order_by(col(Session.expires))
        .limit(SWEPT)
    )
)


def credential_of(connection: Connection, name: str) -> Credential | None:
    """The credential of that id, or None."""
    return read_one(connection, select(Credential).where(Credential.id == name))


def credential_with_participant(
    connection: Connection, name: str
) -> CredentialWithParticipant | None:
    """The credential of that id with its organisation's participant, or None; one query, because each request asks."""
    row = connection.execute(_HELD, {"name": name}).mappings().one_or_none()
    if row is None:
        return None
    columns = dict(row)
    participant = columns.pop("participant")
    return CredentialWithParticipant(Credential(**columns), participant)


def credentials_of(connection: Connection, organisation: str) -> tuple[Credential, ...]:
    """The credentials of an organisation in the order of their ids, including ended ones."""
    return read_all(connection, _ALL.where(Credential.organisation == organisation))


def end_credential(connection: Connection, name: str, at: int) -> None:
    """End a credential at a time, with its sessions; an ended one stays unchanged."""
    connection.execute(_LIVE.values(ended=at), {"name": name})
    drop_sessions(connection, name)


def put_roles(connection: Connection, name: str, roles: str) -> None:
    """Give a credential other roles, separated by spaces."""
    connection.execute(update(Credential).where(col(Credential.id) == name).values(roles=roles))


def replace_secret(connection: Connection, name: str, former: str, kept: str) -> bool:
    """Replace the secret recognised by one hash; False if the credential has ended, or has another secret by now."""
    query = _LIVE.where(col(Credential.secret) == former).values(secret=kept)
    return connection.execute(query, {"name": name}).rowcount == 1


def credentials_of_all(
    connection: Connection, organisations: Iterable[str]
) -> dict[str, tuple[Credential, ...]]:
    """The credentials of some organisations by organisation, including ended ones, in the order of their ids."""
    credentials: dict[str, tuple[Credential, ...]] = dict.fromkeys(organisations, ())
    query = _ALL.where(in_values(col(Credential.organisation), "organisations"))
    for credential in read_all(connection, query, organisations=list(credentials)):
        credentials[credential.organisation] = (*credentials[credential.organisation], credential)
    return credentials


def organisations_with_role(connection: Connection, role: Role, now: int) -> tuple[str, ...]:
    """The organisations that have a valid credential with a role; no role's word is a part of another's."""
    query = (
        select(Credential.organisation)
        .where(col(Credential.roles).contains(role.value), col(Credential.ended).is_(None))
        .where(col(Credential.expires).is_(None) | (col(Credential.expires) > now))
        .distinct()
    )
    return tuple(connection.execute(query).scalars())


def note_login(connection: Connection, name: str, kept: str, at: int) -> bool:
    """Note a login; False if the credential has ended, or has another secret than the one recognised by this hash."""
    query = _LIVE.where(col(Credential.secret) == kept).values(logged_in=at)
    return connection.execute(query, {"name": name}).rowcount == 1


def session_of(connection: Connection, secret: str) -> Session | None:
    """The session with this hash of its secret, or None."""
    return read_one(connection, _SESSION, of=secret)


def drop_session(connection: Connection, secret: str) -> None:
    """Remove a session."""
    connection.execute(delete(Session).where(col(Session.secret) == secret))


def drop_sessions(connection: Connection, credential: str, kept: str = "") -> None:
    """Remove all sessions of a credential, but the one with this hash of its secret."""
    others = (col(Session.credential) == credential) & (col(Session.secret) != kept)
    connection.execute(delete(Session).where(others))


def drop_expired_sessions(connection: Connection, now: int) -> None:
    """Remove sessions that have expired: the oldest `SWEPT`, so that no caller waits for long."""
    connection.execute(_DROP_EXPIRED, {"now": now})
