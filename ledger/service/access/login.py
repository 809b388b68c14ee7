"""Login: from presented credentials to a principal, or a refusal that discloses nothing.

A wrong name and a wrong secret are refused with the same code and after the same work. An ended or
expired credential is refused at once, even if a token or session would last longer: each request
looks the credential up, or uses a look-up of the same second that no change in this process has
overtaken.
"""

from collections.abc import Callable

from ledger.service.access.accounts import KEY_PREFIX, is_name
from ledger.service.access.principal import Principal
from ledger.service.access.secrets import hash_secret, is_password, is_secret
from ledger.store.access.credentials import (
    CredentialWithParticipant,
    Session,
    credential_with_participant,
    drop_expired_sessions,
    drop_session,
    note_login,
    session_of,
)
from ledger.store.engine import Connection
from ledger.store.rows import put
from ledger.store.store import Store
from schemas.errors import CradleError
from schemas.vocabulary import CredentialKind, Role

SESSION = 8 * 3600
"""The length of a browser session in seconds: a working day."""

STEP = 60
"""Seconds by which the clock may be set back without ending the sessions that have just begun.

A session is a row, so that it outlives a restart, and its times are those of the wall clock. One that begins later than
the present is refused, or a clock that is set back would lengthen it.
"""


def log_in(
    store: Store, name: str, password: str, draw: Callable[[], str], now: int, address: str = ""
) -> str:
    """Begin a person's session, for a client at an address; return the secret for its cookie.

    Raises:
        CradleError: `login.refused`, `login.busy`.
    """
    kept = verify_password(store, name, password, now, address).credential.secret
    secret = draw()
    with store.write() as connection:
        if not note_login(connection, name, kept, now):
            raise login_refused()  # Its password was replaced while this one was hashed.
        drop_expired_sessions(connection, now)
        put(
            connection,
            Session(secret=hash_secret(secret), credential=name, expires=now + SESSION),
        )
    return secret


def verify_password(
    store: Store, name: str, password: str, now: int, address: str = ""
) -> CredentialWithParticipant:
    """The credential of the person with this name and password, for a client at an address.

    Raises:
        CradleError: `login.refused`, `login.busy`.
    """
    with store.read() as connection:
        login = _find(connection, name)
    credential = None if login is None else login.credential
    is_person = credential is not None and credential.kind == CredentialKind.PERSON
    kept = (
        credential.secret
        if credential is not None and is_person and credential.holds(now)
        else None
    )
    if not is_password(password, kept, address) or login is None:
        raise login_refused()
    return login


def log_out(store: Store, secret: str) -> None:
    """End a session; an unknown one counts as ended."""
    with store.write() as connection:
        drop_session(connection, hash_secret(secret))
    store.forget_logins()


def principal_of_session(store: Store, secret: str, now: int) -> Principal:
    """The principal of a session.

    Raises:
        CradleError: `login.refused`.
    """

    def find() -> Principal:
        with store.read() as connection:
            session = session_of(connection, hash_secret(secret))
            if session is None or not _begun(session) <= now < session.expires:
                raise login_refused()
            return principal_of(credential_with_participant(connection, session.credential), now)

    return _recently(store, now, ("session", hash_secret(secret)), find)


def principal_of_client(store: Store, name: str, secret: str, now: int) -> Principal:
    """The principal of a machine, by its client id and secret.

    Raises:
        CradleError: `login.refused`.
    """
    return _by_secret(store, CredentialKind.MACHINE, name, secret, now)


def principal_of_key(store: Store, key: str, now: int) -> Principal:
    """The principal of a script, by its API key.

    Raises:
        CradleError: `login.refused`.
    """
    name, _, secret = key.removeprefix(KEY_PREFIX).rpartition("_")
    return _by_secret(store, CredentialKind.SCRIPT, name, secret, now)


def principal_of_credential(store: Store, name: str, now: int) -> Principal:
    """The principal of a credential that an access token of this server names.

    Raises:
        CradleError: `login.refused`.
    """

    def find() -> Principal:
        with store.read() as connection:
            return principal_of(credential_with_participant(connection, name), now)

    return _recently(store, now, ("name", name), find)


def _by_secret(store: Store, kind: CredentialKind, name: str, secret: str, now: int) -> Principal:
    def find() -> Principal:
        with store.read() as connection:
            login = _find(connection, name)
        is_known = login is not None and login.credential.kind == kind
        kept = login.credential.secret if login is not None and is_known else ""
        if not is_secret(secret, kept) or not is_known:
            raise login_refused()
        return principal_of(login, now)

    return _recently(store, now, (kind, name, hash_secret(secret)), find)


def _recently(
    store: Store, now: int, brought: tuple[str, ...], find: Callable[[], Principal]
) -> Principal:
    """The principal of a credential, looked up at most once a second.

    The key holds a hash of the secret only. The lock is held during the look-up, so
    `Store.forget_logins`, which waits for the lock, removes a result that a change has overtaken. A
    refusal is not kept.
    """
    key = now, *brought
    with store.logins_lock:
        if key not in store.logins:
            store.logins[key] = find()
        principal: Principal = store.logins[key]
    return principal


def _begun(session: Session) -> int:
    """The earliest time at which a session is valid."""
    return session.expires - SESSION - STEP


def _find(connection: Connection, name: str) -> CredentialWithParticipant | None:
    """The credential of that name; a text that cannot be a name, such as one with a NUL, is not looked up."""
    return credential_with_participant(connection, name) if is_name(name) else None


def principal_of(login: CredentialWithParticipant | None, now: int) -> Principal:
    """The principal of a credential.

    Raises:
        CradleError: `login.refused` if there is none, or it has ended.
    """
    if login is None or not login.credential.holds(now):
        raise login_refused()
    credential = login.credential
    return Principal(
        credential=credential.id,
        kind=CredentialKind(credential.kind),
        organisation=credential.organisation,
        participant=login.participant,
        roles=frozenset(Role(word) for word in credential.roles.split()),
    )


def login_refused() -> CradleError:
    """The one refusal of every failed login."""
    detail = "This login is not known, or has ended; ask the operator for a new one."
    return CradleError("login.refused", detail)
