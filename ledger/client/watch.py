"""The owner's watch: compare the registry's leaves about one participant with its own list of statements.

Only the owner can recognise a key that another party added, or a correction that another party made; to all others it
looks valid. So the owner reads the whole registry and keeps a list of the ids of its own statements. A leaf that
concerns the owner and is not by a statement of that list raises an alarm:

    key          `of` is the owner: its keys were changed
    superseded   `old` is one of its statements, and the statement that replaced it is not
    withdrawn    `old` is one of its statements, and the statement that withdrew it is not
    made         an entry of a subject (the owner's model and site) that its own entries have named

An alarm remains at every look until the owner adds the statement to its list. The state of the watch is kept beside
the log's last checkpoint, so each look reads only new leaves, each proved under a checkpoint that continues the last
one (`log_client`). This reader's log must also be the one that witnesses know: the leaves of the look before must be
under a quorum by now.

Source: the owner's self-check of key transparency (CONIKS). Left out: other statements by a stolen key, whose leaves
name no participant (the ledger lists to each participant the statements that concern it), and a registration of
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
from schemas.signed.log import (
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
    of: StatementId | Digest = Field(description="The affected participant, statement or subject.")


class WatchState(Model):
    """The state of a watch between two looks: leaves read, subjects of the owner, alarms so far."""

    read: Index = 0
    subjects: tuple[Digest, ...] = ()
    alarms: tuple[Alarm, ...] = ()


@dataclass(frozen=True, slots=True)
class Quorum:
    """The keys of each group of witnesses, and the number of groups that must have signed."""

    groups: Sequence[Sequence[Vkey]]
    needed: int

    def is_met(self, note: bytes) -> bool:
        """True if enough groups have cosigned a checkpoint.

        Raises:
            CradleError: `witness.signature`, `note.*`.
        """
        opened = parse_note(note)
        return sum(1 for keys in self.groups if cosigned_at(opened, keys)) >= self.needed


@dataclass(frozen=True, slots=True)
class WatchResult:
    """The result of one look.

    Attributes:
        size: the registry's number of leaves.
        start: the first leaf that this look read.
        alarms: the present alarms, old and new.
        witnessed: the size up to which witnesses agree; None if no quorum is required, or if it is not met.
        doubt: the reason why the quorum is not met.
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
        quorum: the witnesses that must know this registry too; None requires none.
    """

    log: LogClient
    participant: str
    quorum: Quorum | None = None

    def __post_init__(self) -> None:
        """Refuse the key of another log: the registry holds the participants."""
        if not self.log.key.name.endswith(REGISTRY):
            detail = f"This is the key of {self.log.key.name}; name the key of the registry."
            raise CradleError("watch.log", detail, "--log-key")

    def look(self, own: AbstractSet[str], shown: Iterable[bytes] = ()) -> WatchResult:
        """Read the new leaves of the registry.

        Args:
            own: the ids of the owner's statements.
            shown: checkpoints of the registry from other sources, which must be of the same history.

        Raises:
            CradleError: as `LogClient.latest`, `agree` and `leaves`, and `schema.*` for a malformed
                leaf. An error in cosignatures is the result's `doubt`.
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
        """Make the next look read from the first leaf on, as it must when `own` gains older statements."""
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
        """The alarm on a leaf that concerns the owner and is not by a statement of its own."""
        if isinstance(leaf, KeyLeaf) and leaf.of == self.participant and leaf.id not in own:
            return Alarm(code="watch.key", index=index, statement=leaf.id, of=leaf.of)
        if isinstance(leaf, ChangeLeaf) and leaf.old in own and leaf.by not in own:
            code: Code = "watch.superseded" if leaf.kind == "superseded" else "watch.withdrawn"
            return Alarm(code=code, index=index, statement=leaf.by, of=leaf.old)
        if isinstance(leaf, MadeLeaf) and leaf.subject in subjects and leaf.id not in own:
            return Alarm(code="watch.made", index=index, statement=leaf.id, of=leaf.subject)
        return None

    def _witnessed(self, quorum: Quorum, before: int) -> int:
        """The size that the quorum has signed, which covers the leaves of the look before."""
        note = self.log.cosigned()
        if note is None or not quorum.is_met(note) or _size(note) < before:
            detail = (
                f"No checkpoint of at least {before} leaves, which were read before, is cosigned by"
                f" {quorum.needed} groups of witnesses; ask the operator and the witnesses why."
            )
            raise CradleError("watch.unwitnessed", detail)
        return _size(note)

    def _kept(self) -> WatchState:
        """The state of the look before; an empty one if the checkpoint that it rests on is gone."""
        if self.log.kept() is None or not self._file.exists():
            return WatchState()
        return WatchState.parse(self._file.read_bytes())

    @property
    def _file(self) -> Path:
        return self.log.folder / f"watch-{self.participant.removeprefix('sha256:')}.json"


def _size(note: bytes) -> int:
    return parse_checkpoint(parse_note(note).text).size
