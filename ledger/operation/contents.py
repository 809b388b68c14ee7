"""Consistency of everything that a ledger stores: logs, statements, sections, documents.

Both roots are recomputed over the leaves and compared with every kept checkpoint, and the stored
nodes must lead to them. Each statement's id is the digest of its bytes, its leaf is at its index,
and it has all its sections; each leaf of a statement has its statement, its marks and its closure. Each
document has the digest in its name.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ledger.append.proving import prove_signed, prove_stored
from ledger.state.same_goods import closure_of
from ledger.state.view import Memory, View, open_stored
from ledger.store.blobs import Blobs
from ledger.store.checkpoints import CheckpointState
from ledger.store.engine import Connection
from ledger.store.log import LOGS, Log, key_of, latest_checkpoint, leaves_of, size_of
from ledger.store.marks import marks_between
from ledger.store.statements import StoredStatement, statements_in
from ledger.trust.envelope import parse_envelope, signatures_digest, statement_id
from ledger.trust.leaves import digest
from schemas.errors import CradleError
from schemas.signed.admission import Admission
from schemas.signed.calculation import Calculation
from schemas.signed.delivery import Delivery
from schemas.signed.kinds import section_digests
from schemas.signed.log import EntriesLeaf, KeyLeaf, ParticipantLeaf, parse_registry_leaf

AT_ONCE = 1000
"""The number of leaves and statements in memory at a time."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The proved contents: both logs, and the counts of statements, sections and other documents."""

    origin: str
    entries: int
    entries_root: str
    registry: int
    registry_root: str
    statements: int
    sections: int
    documents: int


def prove_contents(
    connection: Connection, blobs: Blobs, signed: CheckpointState | None
) -> Contents:
    """Prove all that a ledger stores; the transaction is one state of its database.

    Raises:
        CradleError: `ledger.absent`, `log.*`, `blob.*` or `contents.*` for the first missing or wrong item.
    """
    kept = signed.notes if signed is not None else {}
    roots = {log: _prove_log(connection, log, kept.get(log, b"")) for log in LOGS}
    view = View(connection, blobs, Memory())
    statements = sections = 0
    for log in LOGS:
        for stored in _statements(connection, log):
            statements += 1
            sections += _prove_documents(view, stored)
    (origin, entries_root), (_, registry_root) = roots["entries"], roots["registry"]
    return Contents(
        origin=origin.removesuffix("/entries"),
        entries=size_of(connection, "entries"),
        entries_root=entries_root,
        registry=size_of(connection, "registry"),
        registry_root=registry_root,
        statements=statements,
        sections=sections,
        documents=sum(1 for _ in blobs.each()),
    )


def _prove_log(connection: Connection, log: Log, kept: bytes) -> tuple[str, str]:
    """The log's origin, and its root over all stored leaves."""
    key = key_of(connection, log)
    edge = prove_signed(connection, log, key, [latest_checkpoint(connection, log)[1], kept])
    edge = prove_stored(connection, log, edge, size_of(connection, log))
    return key.name, edge.root().hex()


def _statements(connection: Connection, log: Log) -> Iterator[StoredStatement]:
    """The statements of a log, each compared with its leaf, and each leaf with its statement."""
    for start in range(0, size_of(connection, log), AT_ONCE):
        leaves = leaves_of(connection, log, start, start + AT_ONCE)
        statements_by_index = {
            row.index: row for row in statements_in(connection, log, start, start + AT_ONCE)
        }
        marks = _marks(connection, start) if log == "entries" else {}
        for index, data in enumerate(leaves, start=start):
            leaf = EntriesLeaf.parse(data) if log == "entries" else parse_registry_leaf(data)
            if isinstance(leaf, EntriesLeaf):
                _prove_marks(leaf, marks.get(index, ()))
            if isinstance(leaf, EntriesLeaf | KeyLeaf | ParticipantLeaf):
                stored = statements_by_index.get(index)
                if stored is None:
                    detail = f"The statement {leaf.id} is missing; restore it from a backup."
                    raise CradleError("contents.missing", detail, leaf.id)
                _prove_statement(stored, leaf)
                yield stored


def _marks(connection: Connection, start: int) -> dict[int, list[str]]:
    """The digests of the stored marks of some leaves, by index."""
    digests = defaultdict[int, list[str]](list)
    for row in marks_between(connection, start, start + AT_ONCE):
        digests[row.at].append(digest(row.data))
    return digests


def _prove_marks(leaf: EntriesLeaf, stored: Sequence[str]) -> None:
    if (leaf.marks or ()) != tuple(stored):
        detail = f"The marks of {leaf.id} are missing or damaged; restore them from a backup."
        raise CradleError("contents.mark", detail, leaf.id)


def _prove_statement(
    stored: StoredStatement, leaf: EntriesLeaf | KeyLeaf | ParticipantLeaf
) -> None:
    envelope = parse_envelope(stored.envelope)
    name = statement_id(envelope.payload_type, envelope.payload)
    if not name == stored.id == leaf.id or signatures_digest(envelope) != leaf.sigs:
        detail = f"The statement at {stored.index} of {stored.log} is not the one in the log."
        raise CradleError("contents.statement", detail, stored.id)


def _prove_documents(view: View, stored: StoredStatement) -> int:
    """Read, and so hash, all documents that a statement names; return its number of sections."""
    statement = open_stored(stored)
    sections = section_digests(statement).values()
    named = list(sections)
    if isinstance(statement, Calculation):
        named += [statement.rulebook, *statement.factor_sets]
    elif isinstance(statement, Admission):
        named.append(statement.method)
    for document in named:
        view.document(document)
    if isinstance(statement, Calculation | Delivery):
        closure_of(view, stored.id)
    return len(sections)
