"""Changes of keys: one that the keys as they stand allow, and no key that anybody has or had.

Who has signed is a matter of `ledger.service.append.signatures`. A registrar vouches for another's date, so
nobody dates a compromise of its own keys back alone; a log's only registrar cannot.
"""

from collections.abc import Iterable

from ledger.service.state.admission import Admitted
from ledger.service.state.key_states import require_keys
from ledger.service.state.view import View
from ledger.store.keys import holders_of
from ledger.store.log import size_of
from ledger.trust.key_state import KeyChange, added_keys, advance
from schemas.errors import CradleError
from schemas.participant import Key, PublicKey


def check_key_change(view: View, _admitted: Admitted, statement: Key) -> None:
    """Refuse a change that does not follow from the keys as of this transaction.

    Raises:
        CradleError: `key.*` or `registrar.own`.
    """
    if statement.registrar == statement.issuer:
        detail = "Nobody dates a compromise of its own keys back alone; another registrar signs."
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
