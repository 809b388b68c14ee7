"""A participant's keys according to the registry, read from the store.

The same functions of `ledger.trust.key_state` judge here and in an audit; here they read the
statements of one transaction, so a change that entered earlier in the same batch counts.
"""

from collections.abc import Sequence

from ledger.state.view import View
from ledger.store.changes import NOW
from ledger.store.keys import KeyEvent
from ledger.trust.key_state import KeyChange, KeyHistory, KeyState, key_history
from schemas.errors import CradleError
from schemas.signed.participant import Key, Participant
from schemas.vocabulary import Role


def read_keys(view: View, participant: str, size: int = NOW) -> KeyHistory | None:
    """The keys of a participant, as of a registry size; None if it was not registered then."""
    events = view.facts.events_of(participant, size)
    if not events:
        return None
    history = view.memory.histories.get(events)
    if history is None:
        history = _history(view, events)
        if history is not None:
            view.memory.histories[events] = history
    return history


def _history(view: View, events: Sequence[KeyEvent]) -> KeyHistory | None:
    statements = view.read(event.id for event in events)
    changes, begun = [], None
    for event in events:
        statement = statements[event.id]
        if isinstance(statement, Participant):
            begun = event.registry_index, statement
        elif isinstance(statement, Key):
            changes.append(KeyChange(event.registry_index, statement))
    return None if begun is None else key_history(*begun, changes)


def require_keys(view: View, participant: str) -> KeyState:
    """The keys of an issuer as of this transaction.

    Raises:
        CradleError: `issuer.unknown`.
    """
    history = read_keys(view, participant)
    if history is None:
        detail = "No participant is registered under this id; register first."
        raise CradleError("issuer.unknown", detail, "issuer")
    return history.last


def registrar_keys(view: View, registrar: str | None) -> KeyState | None:
    """The keys of a registrar that a statement names, as of this transaction; None if it names none.

    Raises:
        CradleError: `registrar.unknown` or `registrar.role`.
    """
    if registrar is None:
        return None
    history = read_keys(view, registrar)
    participant = view.statement(registrar, Participant)
    if history is None or participant is None:
        raise CradleError("registrar.unknown", "The registrar is not registered.", "registrar")
    if Role.REGISTRAR not in participant.roles:
        detail = "The participant that is named as registrar does not have that role."
        raise CradleError("registrar.role", detail, "registrar")
    return history.last
