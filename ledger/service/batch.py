"""One batch of statements in one transaction: each judged as of the members before it, then written.

A statement that is known already keeps its place; one that breaks a rule writes nothing and leaves
the others be. What rules look up is written at once, so the next member is judged against it. What
the view shows anyway (statements and their sections) and what no rule reads (the entries log) is
written together at the end. The heads move last, by compare-and-swap.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ledger.service.admission import Admitted
from ledger.service.receipts import Place
from ledger.service.recording import put_leaf_row, put_statement_rows, registry_leaves
from ledger.service.rules.judge import judge
from ledger.service.signatures import Signers, judge_signers
from ledger.service.view import View
from ledger.store.documents import put_documents
from ledger.store.head import advance_head, heads_of
from ledger.store.log import append_leaf, edge_of, put_leaves, put_nodes
from ledger.store.statements import Stored, put_statements
from ledger.trust.leaves import digest, entries_leaf, model_bytes
from ledger.trust.merkle import Edge, Node, leaf_hash
from schemas.errors import CradleError
from schemas.kinds import REGISTRY_KINDS, replaced
from schemas.values import RegistryState


class Ready(NamedTuple):
    """A well-formed statement and the keys that signed it; whether they may is judged in its turn."""

    admitted: Admitted
    signers: Signers


@dataclass
class _Growth:
    """The right edges of both logs as they grow, and what is written at the end."""

    registry: Edge
    entries: Edge
    leaves: list[bytes] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)


def write_batch(view: View, epoch: int, batch: Sequence[Ready]) -> list[Place | CradleError]:
    """Write a batch in the view's transaction; for each member its place, or why it was refused.

    Raises:
        CradleError: `ledger.fenced` where another has taken the ledger over.
    """
    connection = view.connection
    sizes = heads_of(connection, epoch, lock=True)
    growth = _Growth(
        edge_of(connection, "registry", sizes["registry"]),
        edge_of(connection, "entries", sizes["entries"]),
    )
    known = {stored.id: Place(stored.log, stored.index) for stored in view.stored(_ids(batch))}
    outcomes = [_enter(view, growth, known, ready) for ready in batch]
    put_leaves(connection, "entries", sizes["entries"], growth.leaves)
    put_nodes(connection, "entries", growth.nodes)
    put_statements(connection, view.pending.statements.values())
    put_documents(connection, view.pending.documents)
    if growth.registry.size > sizes["registry"]:
        advance_head(connection, "registry", (sizes["registry"], growth.registry.size), epoch)
    if growth.entries.size > sizes["entries"]:
        advance_head(connection, "entries", (sizes["entries"], growth.entries.size), epoch)
    return outcomes


def _ids(batch: Sequence[Ready]) -> list[str]:
    return [ready.admitted.id for ready in batch]


def _enter(
    view: View, growth: _Growth, known: dict[str, Place], ready: Ready
) -> Place | CradleError:
    admitted = ready.admitted
    if admitted.id in known:
        return known[admitted.id]
    try:
        judge_signers(view, admitted, ready.signers)
        judge(view, admitted)
    except CradleError as refused:
        return refused
    known[admitted.id] = place = _record(view, growth, admitted)
    return place


def _record(view: View, growth: _Growth, admitted: Admitted) -> Place:
    """Append and keep a statement that has passed its rules."""
    added = list(registry_leaves(admitted.id, admitted.envelope, admitted.statement))
    first = growth.registry.size
    for leaf in added:
        growth.registry = append_leaf(
            view.connection, "registry", growth.registry, model_bytes(leaf)
        )
    place = Place("registry", first)
    if admitted.kind not in REGISTRY_KINDS:
        place = Place("entries", growth.entries.size)
        _append_entry(growth, admitted)
    issuer = getattr(admitted.statement, "issuer", None)
    stored = Stored(admitted.id, admitted.kind.value, issuer, admitted.data, place.log, place.index)
    view.pending.statements[admitted.id] = stored
    view.pending.documents.update((digest(document), document) for document in admitted.documents)
    for index, leaf in enumerate(added, start=first):
        put_leaf_row(view, leaf, index)
    put_statement_rows(view, admitted)
    return place


def _append_entry(growth: _Growth, admitted: Admitted) -> None:
    """Append the statement's own leaf to the entries log."""
    state = RegistryState(size=growth.registry.size, root=growth.registry.root().hex())
    own = entries_leaf(
        admitted.kind, admitted.id, admitted.envelope, state, replaced(admitted.statement)
    )
    data = model_bytes(own)
    growth.leaves.append(data)
    growth.entries, completed = growth.entries.append(leaf_hash(data))
    growth.nodes += completed
