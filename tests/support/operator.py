"""Manipulations of a ledger by its operator: statements that rules refuse, and changes to the files.

`smuggle` appends a statement that rules refuse, with true leaves, nodes and signed checkpoints; `edit`
changes rows without the triggers that forbid it; `rebuild` makes nodes and checkpoints again over the
present leaves, with the logs' own keys, and removes the earlier checkpoints.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree

from support.ledger_folders import unguarded
from support.ledger_world import World

from ledger.append.marking import Marking
from ledger.monitoring.progress import Progress, ignore_progress
from ledger.operation.monitor import monitor_folder
from ledger.state.admission import Admitted, admit
from ledger.state.drafting import Draft, sign_draft
from ledger.state.recording import put_leaf_row, put_statement_rows, registry_leaves
from ledger.state.view import Memory, View
from ledger.store.documents import put_documents
from ledger.store.engine import Connection
from ledger.store.head import advance_head, heads_of
from ledger.store.log import LOGS, Log, append_leaf, edge_of, size_of
from ledger.store.statements import StoredStatement, put_statements
from ledger.trust.keys import Signer
from ledger.trust.leaves import NOTHING_BOUND, LeafCommitments, entries_leaf, model_bytes
from ledger.trust.merkle import Edge, leaf_hash
from schemas.base import Model
from schemas.signed.kinds import REGISTRY_KINDS, issuer_of, replaced
from schemas.values import RegistryState
from schemas.views.monitor import MonitorReport


def smuggle(world: World, draft: Draft, *signers: Signer, silent: bool = False) -> str:
    """Append a statement without checking rules; `silent` leaves out the registry leaves it causes."""
    submission = sign_draft(draft, signers)
    admitted = admit(submission, draft.statement.origin)
    envelope = admitted.envelope
    with _appending(world) as connection:
        view = View(connection, world.ledger.store.blobs, Memory())
        put_documents(connection, admitted.documents)
        leaves = tuple(registry_leaves(admitted.id, envelope, admitted.statement))
        first = size_of(connection, "registry")
        added = [] if silent else [(append(connection, "registry", leaf), leaf) for leaf in leaves]
        place = ("registry", first)
        if admitted.kind not in REGISTRY_KINDS:
            edge = _edge(connection, "registry")
            state = RegistryState(size=edge.size, root=edge.root().hex())
            old = replaced(admitted.statement)
            bound = _marked(view, admitted, size_of(connection, "entries"))
            own = entries_leaf(admitted.kind, admitted.id, envelope, state, old, bound)
            place = ("entries", append(connection, "entries", own))
        issuer = issuer_of(admitted.statement)
        row = StoredStatement(admitted.id, admitted.kind.value, issuer, admitted.data, *place)
        put_statements(connection, [row])
        for index, leaf in added:
            put_leaf_row(view, leaf, index)
        put_statement_rows(view, admitted, row.index)
        view.facts.write()
    return admitted.id


def _marked(view: View, admitted: Admitted, index: int) -> LeafCommitments:
    """The true marks of a statement, as far as its goods can be read; no closure."""
    marking = Marking(view)
    try:
        marks = marking.statement_marks(admitted, index)
    except ValueError:
        return NOTHING_BOUND
    marking.write()
    return LeafCommitments(marks)


@contextmanager
def _appending(world: World) -> Iterator[Connection]:
    """A transaction after which the heads are moved to where the logs reach, and these are signed."""
    signing = world.ledger.sequencer.signing
    with world.ledger.store.write() as connection:
        before = heads_of(connection, signing.epoch)
        yield connection
        for log, size in before.items():
            reached = size_of(connection, log)
            if reached > size:
                advance_head(connection, log, size, reached, signing.epoch)
    signing.sign()


def _edge(connection: Connection, log: Log) -> Edge:
    return edge_of(connection, log, size_of(connection, log))


def append(connection: Connection, log: Log, leaf: Model) -> int:
    """Append a leaf; return its index."""
    edge = _edge(connection, log)
    append_leaf(connection, log, edge, model_bytes(leaf))
    return edge.size


def append_signed(world: World, log: Log, leaf: Model) -> int:
    """Append a leaf of no statement, and sign."""
    with _appending(world) as connection:
        return append(connection, log, leaf)


def edit(world: World, sql: str, *values: object) -> None:
    """Change rows without triggers and foreign keys; at least one must change."""
    with unguarded(folder_of(world) / "ledger.db") as database:
        assert database.execute(sql, values).rowcount > 0, sql


def rebuild(world: World) -> None:
    """Rebuild nodes and checkpoints of both logs over the existing leaves, in their order.

    The checkpoint store begins anew too, or it would know better.
    """
    store = world.ledger.store
    edit(world, "DELETE FROM checkpoint")
    edit(world, "DELETE FROM node")
    rmtree(store.checkpoints.folder)
    store.checkpoints.begin(store.place.instance)
    with unguarded(folder_of(world) / "ledger.db") as database:
        rows = database.execute('SELECT log, data FROM leaf ORDER BY log, "index"').fetchall()
        database.execute("DELETE FROM leaf")
        edges = dict.fromkeys(LOGS, Edge())
        for log, data in rows:
            edges[log], nodes = edges[log].append(leaf_hash(data))
            database.execute("INSERT INTO leaf VALUES (?, ?, ?)", (log, edges[log].size - 1, data))
            database.executemany(
                "INSERT INTO node VALUES (?, ?, ?, ?)", [(log, *node) for node in nodes]
            )
    world.ledger.sequencer.signing.sign()


def folder_of(world: World) -> Path:
    """The folder of a world's ledger."""
    return world.ledger.store.folder


def seen(world: World, progress: Progress = ignore_progress) -> MonitorReport:
    """The report of a monitor on a world, from its folder."""
    return monitor_folder(folder_of(world), "2026-01-01", progress)


def found_in(world: World) -> set[tuple[str, str]]:
    """Code and subject of each finding, remarks aside."""
    return {(row.code, row.subject) for row in seen(world).findings if row.severity != "remark"}
