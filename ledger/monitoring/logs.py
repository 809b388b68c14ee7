"""Check of one stored log: hash every leaf, rebuild every node, compare every signed checkpoint.

The tree is grown again from the leaves, and three things must agree with it: the nodes that proofs
are read from, the root that each checkpoint signs at its size (in the database, in the checkpoint
store, and as witnesses have cosigned it), and the key of the log. The size is that of the newest
checkpoint, so a ledger may go on appending: later leaves are judged next time. A missing leaf
counts as an empty one, so the root differs.

All findings on a log have its checkpoint as their subject, so one damaged leaf is one finding.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ledger.audit.bundle.files import ENTRIES, REGISTRY
from ledger.audit.findings import Findings, StepNumber
from ledger.footprint.graph.resolution import Problem
from ledger.monitoring.progress import BATCH, Progress
from ledger.store.engine import Connection
from ledger.store.log import Log, key_of
from ledger.store.scan import checkpoints_of, leaves_between, nodes_between
from ledger.store.store import Snapshot
from ledger.trust.checkpoint import open_checkpoint
from ledger.trust.log_key import LogKey
from ledger.trust.merkle import Edge, leaf_hash
from schemas.errors import CradleError
from schemas.values import RegistryState

STEP = StepNumber.CHECKPOINTS
SUBJECTS: Mapping[Log, str] = {"entries": ENTRIES, "registry": REGISTRY}
"""The subjects of the findings on a log."""


@dataclass(frozen=True)
class ReadLog:
    """A log as it was read: its verifier keys, and the state that its leaves give."""

    log: Log
    key: LogKey
    state: RegistryState


@dataclass
class _Tree:
    """A log's tree as it grows, and the roots that checkpoints sign along the way."""

    log: Log
    signed: Mapping[int, Collection[str]]
    edge: Edge = field(default_factory=Edge)
    forked: list[int] = field(default_factory=list)

    def append(self, leaf: bytes) -> Iterator[tuple[tuple[int, int], bytes]]:
        """Append one more leaf; yield the nodes that it completes."""
        self.edge, completed = self.edge.append(leaf_hash(leaf))
        self.compare()
        return (((level, index), node) for level, index, node in completed)

    def compare(self) -> None:
        """Note a fork if a checkpoint at this size signs another root."""
        roots = self.signed.get(self.edge.size)
        if roots is not None and set(roots) != {self.edge.root().hex()}:
            self.forked.append(self.edge.size)


def read_log(snapshot: Snapshot, log: Log, findings: Findings, progress: Progress) -> ReadLog:
    """Read a log up to its newest checkpoint, and report contradictions in it.

    Raises:
        CradleError: `ledger.absent` where no ledger was begun, or `note.*` for an invalid key.
    """
    connection, key = snapshot.connection, key_of(snapshot.connection, log)
    notes: list[tuple[int | None, bytes]] = [*checkpoints_of(connection, log)]
    notes += ((None, note) for note in snapshot.signed[log])
    roots: dict[int, set[str]] = {}
    for at, root in _signed_roots(notes, key, log, findings):
        roots.setdefault(at, set()).add(root)
    size = max(roots, default=0)
    tree = _Tree(log, roots)
    tree.compare()
    missing = 0
    wrong: list[tuple[int, int]] = []
    for start in range(0, size, BATCH):
        end = min(start + BATCH, size)
        progress(f"{log} log", start, size)
        leaves = leaves_between(connection, log, start, end)
        stored = nodes_between(connection, log, start, end)
        for index in range(start, end):
            grown = tree.append(leaves.get(index, b""))
            wrong += (place for place, node in grown if stored.get(place) != node)
        missing += end - start - len(leaves)
    findings.checked(STEP, size)
    _report_log(tree, missing, wrong, findings)
    return ReadLog(log, key, RegistryState(size=size, root=tree.edge.root().hex()))


def stored_leaves(connection: Connection, read: ReadLog) -> Iterator[tuple[int, bytes]]:
    """The leaves of a log that was read, in order, each with its index; missing ones are left out."""
    for start in range(0, read.state.size, BATCH):
        end = min(start + BATCH, read.state.size)
        yield from leaves_between(connection, read.log, start, end).items()


def _signed_roots(
    notes: Iterable[tuple[int | None, bytes]], key: LogKey, log: Log, findings: Findings
) -> Iterator[tuple[int, str]]:
    """The sizes and roots that the log's key has signed; other notes are findings.

    Args:
        notes: the notes, each with the size that it is kept under, if it has one.
        key: all keys of the log.
        log: its name.
        findings: the findings to add to.
    """
    for size, note in notes:
        findings.checked(STEP)
        try:
            checkpoint = open_checkpoint(note, key)
        except CradleError as error:
            findings.contradict(STEP, Problem.of(error, SUBJECTS[log]), SUBJECTS[log])
            continue
        if size not in (None, checkpoint.size):
            detail = f"The checkpoint that is kept as of {size} leaves signs {checkpoint.size}."
            problem = Problem("checkpoint.misplaced", SUBJECTS[log], detail)
            findings.contradict(STEP, problem, SUBJECTS[log])
        yield checkpoint.size, checkpoint.root.hex()


def _report_log(
    tree: _Tree, missing: int, wrong: list[tuple[int, int]], findings: Findings
) -> None:
    """Report a log's contradictions: the gravest as a finding, the others as its consequences."""
    subject = SUBJECTS[tree.log]
    if not tree.signed:
        detail = "No checkpoint of this log is signed by its key, so none of its leaves is signed."
        findings.miss(STEP, Problem("log.unsigned", subject, detail), subject)
    if missing:
        detail = f"{missing} of the {tree.edge.size} signed leaves are missing."
        findings.contradict(STEP, Problem("log.shrunk", subject, detail), subject)
    if tree.forked:
        detail = f"At {tree.forked[0]} leaves the log does not have the signed root."
        findings.contradict(STEP, Problem("log.damaged", subject, detail), subject)
    if wrong:
        level, index = wrong[0]
        detail = (
            f"{len(wrong)} stored nodes are not those of the leaves, the first at level {level}, "
            f"index {index}; proofs read from them lead nowhere."
        )
        findings.contradict(STEP, Problem("log.node", subject, detail), subject)
