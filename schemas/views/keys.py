"""A participant's keys: state, custody, and the statements behind them. Indices and sizes are the registry's."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.base import ABSENT, Model
from schemas.signed.participant import PublicKey
from schemas.values import Count, Index, StatementId


class WorkingKeyState(PublicKey):
    """A working key; a retired or compromised one counts up to the size `ended`, or before `disputed_from`."""

    added: Index
    state: Literal["active", "retired", "compromised"]
    ended: Annotated[Index | None, ABSENT] = None
    disputed_from: Annotated[Index | None, ABSENT] = None


class KeyEvent(Model):
    """The registration, or a change of keys as it was stated."""

    index: Index
    id: StatementId
    change: Literal["register", "add", "retire", "compromise", "recover"]
    key: Annotated[PublicKey | None, ABSENT] = None
    root_keys: Annotated[tuple[PublicKey, ...] | None, ABSENT] = None
    threshold: Annotated[Count | None, ABSENT] = None
    since: Annotated[Index | None, ABSENT] = None
    registrar: Annotated[StatementId | None, ABSENT] = None


class ParticipantKeys(Model):
    """The keys of a participant, and what changed them in the order of the log."""

    participant: StatementId
    threshold: Annotated[int, Field(description="The root keys that sign a change.")]
    root_keys: tuple[PublicKey, ...]
    working_keys: tuple[WorkingKeyState, ...]
    history: tuple[KeyEvent, ...]
