"""The owner's watch: whatever the registry says of one participant is held against what that one made.

A key that somebody else brings in, or a correction that somebody else makes, is seen by its owner
alone, for everybody else it looks as it should. So the owner follows the registry, all of it, and
tells its own statements by a list of ids that it keeps itself. On a leaf that concerns it and is not
by a statement of that list there is an alarm:

    key          `of` is the owner: its keys were changed
    superseded   `old` is one of its statements, and what replaced it is not
    withdrawn    likewise
    made         an entry of a subject (the owner's model and site) that its own entries have named

An alarm stands, at every look, until the owner takes the statement for its own. What was read is
kept beside the log's last checkpoint, so each look reads what is new, proved leaf by leaf under a
checkpoint that continues the last one (`log_client`). The log of this reader must also be the one
that witnesses know: what was read at the look before must be under a quorum by now.

Source: the owner's self-check of key transparency (CONIKS). Left out: other statements by a stolen
key, whose leaves name nobody (the ledger lists to each what concerns it), and a registration of
another participant under the owner's name, which only a registrar's care prevents.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from pydantic import Field

from ledger.client.log_client import LogClient, replace_file
from ledger.trust.checkpoint import parse_checkpoint
from ledger.trust.leaves import model_bytes
from ledger.trust.note import Vkey, parse_note
from ledger.trust.witness import cosigned_at
from schemas.base import Model
from schemas.errors import CradleError
from schemas.log import (
    ChangeLeaf,
    KeyLeaf,
    MadeLeaf,
    ParticipantLeaf,
    parse_registry_leaf,
)
from schemas.values import Digest, Index, StatementId

REGISTRY = "/registry"


Code = Literal["watch.key", "watch.superseded", "watch.withdrawn", "watch.made"]


class Alarm(Model):
    """A registry leaf that concerns the owner, by a statement that it did not make."""

    code: Code
    index: Index
    statement: StatementId
    of: StatementId | Digest = Field(
        description="What it touches: participant, statement, subject."
    )


class WatchState(Model):
    """What a watch keeps between two looks: leaves read, subjects of the owner, alarms so far."""

    read: Index = 0
    subjects: tuple[Digest, ...] = ()
    alarms: tuple[Alarm, ...] = ()


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many groups of witnesses must have signed: the keys of each group, and the number."""

    groups: Sequence[Sequence[Vkey]]
    needed: int

    def is_met(self, note: bytes) -> bool:
        """Whether enough groups have cosigned a checkpoint.

        Raises:
            CradleError: `witness.signature`, `note.*`.
        """
        opened = parse_note(note)
        return sum(1 for keys in self.groups if cosigned_at(opened, keys)) >= self.needed


@dataclass(frozen=True, slots=True)
class WatchResult:
    """One look: the leaves that the registry has, where this look began, and the alarms that stand.

    Attributes:
        size: of the registry.
        start: of what was read now.
        alarms: those that stand, old and new.
        witnessed: up to which size witnesses agree; None where none is asked for, or they do not.
        doubt: why they do not.
    """

    size: int
    start: int
    alarms: tuple[Alarm, ...]
    witnessed: int | None = None
    doubt: CradleError | None = None


@dataclass(frozen=True, slots=True)
class OwnerWatch:
    """A watch over one participant.

    Attributes:
        log: a reader of the registry; the watch keeps its file in the same folder.
        participant: the owner's id.
        quorum: the witnesses that must know this registry too; None asks for none.
    """

    log: LogClient
    participant: str
    quorum: Quorum | None = None

    def __post_init__(self) -> None:
        """Refuse the key of another log: participants are in the registry."""
        if not self.log.key.name.endswith(REGISTRY):
            detail = f"A watch reads the registry; this is the key of {self.log.key.name}."
            raise CradleError("watch.log", detail, "--log-key")

    def look(self, own: AbstractSet[str], shown: Iterable[bytes] = ()) -> WatchResult:
        """Reads what is new in the registry.

        Args:
            own: the ids of the owner's statements.
            shown: checkpoints of the registry from elsewhere, which must be of the same history.

        Raises:
            CradleError: as `LogClient.latest`, `agree` and `leaves`, and `schema.*` for what is no
                leaf. What is wrong with cosignatures is the look's `doubt`.
        """
        before = self._kept()
        note = self.log.latest()
        for other in shown:
            self.log.agree(other)
        now = before
        for index, leaf in self.log.leaves(note, before.read):
            now = self._take(now, index, leaf, own)
        standing = tuple(alarm for alarm in now.alarms if alarm.statement not in own)
        now = now.model_copy(update={"read": _size(note), "alarms": standing})
        replace_file(self._file, model_bytes(now))
        seen = WatchResult(now.read, before.read, standing)
        if self.quorum is None:
            return seen
        try:
            return replace(seen, witnessed=self._witnessed(self.quorum, before.read))
        except CradleError as doubt:
            return replace(seen, doubt=doubt)

    def forget(self) -> None:
        """Has the next look read from the first leaf on, as it must when `own` holds older statements."""
        self._file.unlink(missing_ok=True)

    def _take(self, now: WatchState, index: int, data: bytes, own: AbstractSet[str]) -> WatchState:
        leaf = parse_registry_leaf(data)
        if isinstance(leaf, MadeLeaf) and leaf.id in own and leaf.subject not in now.subjects:
            return now.model_copy(update={"subjects": (*now.subjects, leaf.subject)})
        alarm = self._judge(leaf, index, own, now.subjects)
        return now if alarm is None else now.model_copy(update={"alarms": (*now.alarms, alarm)})

    def _judge(
        self,
        leaf: ParticipantLeaf | KeyLeaf | ChangeLeaf | MadeLeaf,
        index: int,
        own: AbstractSet[str],
        subjects: Sequence[str],
    ) -> Alarm | None:
        """The alarm on a leaf, if it concerns the owner and is not by a statement of its own."""
        if isinstance(leaf, KeyLeaf) and leaf.of == self.participant and leaf.id not in own:
            return Alarm(code="watch.key", index=index, statement=leaf.id, of=leaf.of)
        if isinstance(leaf, ChangeLeaf) and leaf.old in own and leaf.by not in own:
            code: Code = "watch.superseded" if leaf.kind == "superseded" else "watch.withdrawn"
            return Alarm(code=code, index=index, statement=leaf.by, of=leaf.old)
        if isinstance(leaf, MadeLeaf) and leaf.subject in subjects and leaf.id not in own:
            return Alarm(code="watch.made", index=index, statement=leaf.id, of=leaf.subject)
        return None

    def _witnessed(self, quorum: Quorum, before: int) -> int:
        """The size that the quorum has signed, which reaches what was read at the look before."""
        note = self.log.cosigned()
        if note is None or not quorum.is_met(note) or _size(note) < before:
            detail = (
                f"No checkpoint of at least {before} leaves, which were read before, is cosigned by"
                f" {quorum.needed} groups of witnesses; ask the operator, and them, why."
            )
            raise CradleError("watch.unwitnessed", detail)
        return _size(note)

    def _kept(self) -> WatchState:
        """What the look before left; nothing, where the checkpoint that it rests on is gone."""
        if self.log.kept() is None or not self._file.exists():
            return WatchState()
        return WatchState.parse(self._file.read_bytes())

    @property
    def _file(self) -> Path:
        return self.log.folder / f"watch-{self.participant.removeprefix('sha256:')}.json"


def _size(note: bytes) -> int:
    return parse_checkpoint(parse_note(note).text).size
