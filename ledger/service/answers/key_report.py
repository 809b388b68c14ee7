"""A participant's keys as the operator stores them: state, custody, and the statements behind them."""

from collections.abc import Iterator

from ledger.append.ledger import Ledger
from ledger.state.key_states import read_keys
from ledger.state.view import View
from ledger.trust.key_state import WorkingKey
from schemas.errors import CradleError
from schemas.signed.participant import Key


def show_keys(ledger: Ledger, participant: str) -> dict[str, object]:
    """The keys of a participant as a JSON object; indices and sizes are the registry's.

    Raises:
        CradleError: `issuer.unknown`.
    """
    with ledger.view() as view:
        history = read_keys(view, participant)
        if history is None:
            raise CradleError(
                "issuer.unknown",
                "No participant is registered under this id; check it, or register first.",
            )
        state, events = history.last, list(_events(view, participant))
    return {
        "participant": participant,
        "threshold": state.threshold,
        "root_keys": [row.to_json() for row in state.roots],
        "working_keys": [_working(row) for row in state.working],
        "history": events,
    }


def _working(row: WorkingKey) -> dict[str, object]:
    """A working key as JSON, with its state: active, retired or compromised."""
    ends: dict[str, object] = {"state": "active"}
    if row.disputed is not None:
        ends = {"state": "compromised", "ended": row.ended, "disputed_from": row.disputed}
    elif row.ended is not None:
        ends = {"state": "retired", "ended": row.ended}
    return {**row.public.to_json(), "added": row.added, **ends}


def _events(view: View, participant: str) -> Iterator[dict[str, object]]:
    """The registration and each change, in the order of their leaves."""
    for event in view.facts.events_of(participant):
        change = view.statement(event.id, Key)
        event_json: dict[str, object] = {"index": event.registry_index, "id": event.id}
        if change is None:
            yield {**event_json, "change": "register"}
        else:
            stated = change.to_json()
            members = ("key", "root_keys", "threshold", "since", "registrar")
            yield {
                **event_json,
                "change": change.change,
                **{name: stated[name] for name in members if name in stated},
            }
