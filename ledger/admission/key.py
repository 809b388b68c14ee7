"""Changes of keys: allowed by the present keys, and with no key that a participant has or had.

The signers are checked by `ledger.append.signatures`. A registrar countersigns another
participant's date, so no participant backdates a compromise of its own keys alone; a log's only
registrar cannot.
"""

from collections.abc import Iterable

from ledger.state.admission import Admitted
from ledger.state.key_states import require_keys
from ledger.state.view import View
from ledger.store.keys import holders_of
from ledger.store.log import size_of
from ledger.trust.key_state import KeyChange, added_keys, advance
from schemas.errors import CradleError
from schemas.signed.participant import Key, PublicKey


def check_key_change(view: View, _admitted: Admitted, statement: Key) -> None:
    """Refuse a change that does not follow from the keys as of this transaction.

    Raises:
        CradleError: `key.*` or `registrar.own`.
    """
    if statement.registrar == statement.issuer:
        detail = (
            "A registrar may not backdate a compromise of its own keys; name another registrar."
        )
        raise CradleError("registrar.own", detail, "registrar")
    state = require_keys(view, statement.issuer)
    advance(state, KeyChange(size_of(view.connection, "registry"), statement))
    check_unused(view, added_keys(state, statement), "key" if statement.key else "root_keys")


def check_unused(view: View, keys: Iterable[PublicKey], place: str) -> None:
    """Refuse keys that are or were a participant's.

    Raises:
        CradleError: `key.in_use`.
    """
    for key in holders_of(view.connection, (row.key for row in keys)):
        detail = f"{key} is or was a participant's key already; make a new one."
        raise CradleError("key.in_use", detail, place)
