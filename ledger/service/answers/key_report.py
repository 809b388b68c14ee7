"""A participant's keys as the registry states them: state, custody, and the statements behind them."""

from collections.abc import Iterator

from ledger.state.key_states import read_keys
from ledger.state.view import View
from ledger.trust.key_state import WorkingKey
from schemas.errors import CradleError
from schemas.signed.participant import Key
from schemas.views.keys import KeyEvent, ParticipantKeys, WorkingKeyState


def keys_of_participant(view: View, participant: str) -> ParticipantKeys:
    """The keys of a participant.

    Raises:
        CradleError: `issuer.unknown`.
    """
    history = read_keys(view, participant)
    if history is None:
        raise CradleError(
            "issuer.unknown",
            "No participant is registered under this id; check it, or register first.",
        )
    state = history.last
    return ParticipantKeys(
        participant=participant,
        threshold=state.threshold,
        root_keys=tuple(state.roots),
        working_keys=tuple(map(_working, state.working)),
        history=tuple(_events(view, participant)),
    )


def _working(row: WorkingKey) -> WorkingKeyState:
    """A working key with its state."""
    ends: dict[str, object] = {"state": "active"}
    if row.disputed is not None:
        ends = {"state": "compromised", "ended": row.ended, "disputed_from": row.disputed}
    elif row.ended is not None:
        ends = {"state": "retired", "ended": row.ended}
    return WorkingKeyState.model_validate({**row.public.model_dump(), "added": row.added, **ends})


def _events(view: View, participant: str) -> Iterator[KeyEvent]:
    """The registration and each change, in the order of their leaves."""
    for event in view.facts.events_of(participant):
        change = view.statement(event.id, Key)
        shown = {"change": "register"} if change is None else vars(change)
        members = {name: shown[name] for name in KeyEvent.model_fields.keys() & shown.keys()}
        yield KeyEvent.model_validate({**members, "index": event.registry_index, "id": event.id})
