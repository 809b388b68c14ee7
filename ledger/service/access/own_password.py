"""A person's own change of its password: proved by the present one, as a login is, and written to the journal.

The sessions of the login end, but the one in which it is done. Whoever knew the former password is out from the next
request on.
"""

from typing import Final

from ledger.service.access.journal import AccessRecord, event_of
from ledger.service.access.login import login_refused, principal_of, verify_password
from ledger.service.access.secrets import hash_password, hash_secret
from ledger.store.access.credentials import drop_sessions, replace_secret
from ledger.store.rows import put
from ledger.store.store import Store
from schemas.errors import CradleError

CHANGED: Final = "change password"


def change_password(
    store: Store,
    name: str,
    present: str,
    new: str,
    now: int,
    session: str | None = None,
    address: str = "",
) -> None:
    """Replace a person's password.

    Args:
        store: the database.
        name: of the login.
        present: its password.
        new: the one in its place.
        now: seconds of UTC since 1970.
        session: the secret of the session that goes on; None for none.
        address: of the client.

    Raises:
        CradleError: `login.refused`, `login.busy`, `password.same`, `password.length`.
    """
    login = verify_password(store, name, present, now, address)
    if new == present:
        detail = "The new password is the present one; choose another."
        raise CradleError("password.same", detail, "password")
    kept = hash_password(new, address)
    done = AccessRecord(CHANGED, name, login.participant, name)
    with store.write() as connection:
        if not replace_secret(connection, name, login.credential.secret, kept):
            raise login_refused()  # It was replaced meanwhile.
        drop_sessions(connection, name, "" if session is None else hash_secret(session))
        put(connection, event_of(principal_of(login, now), now, done))
    store.forget_logins()
