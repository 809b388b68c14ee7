"""One batch of statements in one transaction: each judged after the members before it, then written.

A known statement keeps its place. One that breaks a rule writes nothing and does not affect the
others. The data that rules look up are fetched for all members first (`prefetch`), and each member
that enters is visible to the next. Two sorts of data are written together at the end: what the view
shows (statements, sections, the rows that find entries and deliveries) and what no rule reads (the
entries log). The registry, which queries read, is written at once. The heads move last, by
compare-and-swap.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ledger.admission.judge import judge
from ledger.append.marking import Marking
from ledger.append.prefetch import fetch_context
from ledger.append.signatures import Verified, judge_signers
from ledger.state.admission import Admitted
from ledger.state.receipts import LeafPosition
from ledger.state.recording import Added, put_leaf_row, put_statement_rows, registry_leaves
from ledger.state.view import View
from ledger.store.documents import put_documents
from ledger.store.engine import Connection
from ledger.store.head import advance_head, heads_of
from ledger.store.log import append_leaf, edge_of, put_leaves, put_nodes
from ledger.store.statements import StoredStatement, put_statements
from ledger.trust.leaves import entries_leaf, model_bytes
from ledger.trust.merkle import Edge, leaf_hash
from schemas.errors import CradleError
from schemas.signed.kinds import REGISTRY_KINDS, issuer_of, replaced
from schemas.values import RegistryState


@dataclass
class _Growth:
    """The registry as it grows, its state, and the leaves and marks to be added to the entries log."""

    registry: Edge
    state: RegistryState
    entries: Edge
    marking: Marking
    leaves: list[bytes] = field(default_factory=list)

    @property
    def size(self) -> int:
        """The size of the entries log, including the leaves to be appended."""
        return self.entries.size + len(self.leaves)

    def append_registry(self, connection: Connection, leaf: Added) -> None:
        """Append to the registry, which the leaves of entries then name."""
        self.registry = append_leaf(connection, "registry", self.registry, model_bytes(leaf))
        self.state = _state_of(self.registry)


def write_batch(
    view: View, epoch: int, batch: Sequence[Verified]
) -> list[LeafPosition | CradleError]:
    """Write a batch in the view's transaction; return for each member its place or its refusal.

    Raises:
        CradleError: `ledger.fenced` where another process has taken the ledger over.
    """
    connection = view.connection
    sizes = heads_of(connection, epoch, lock=True)
    registry = edge_of(connection, "registry", sizes["registry"])
    entries = edge_of(connection, "entries", sizes["entries"])
    growth = _Growth(registry, _state_of(registry), entries, Marking(view))
    places = {
        stored.id: LeafPosition(stored.log, stored.index) for stored in view.stored(_ids(batch))
    }
    new = [verified.admitted for verified in batch if verified.admitted.id not in places]
    fetch_context(view, new)
    growth.marking.fetch(new)
    outcomes = [_enter(view, growth, places, verified) for verified in batch]
    put_leaves(connection, "entries", entries.size, growth.leaves)
    put_nodes(connection, "entries", entries.extend([*map(leaf_hash, growth.leaves)])[1])
    view.facts.write()
    growth.marking.write()
    put_statements(connection, view.pending.statements.values())
    put_documents(connection, view.pending.documents)
    if growth.registry.size > sizes["registry"]:
        advance_head(connection, "registry", sizes["registry"], growth.registry.size, epoch)
    if growth.size > sizes["entries"]:
        advance_head(connection, "entries", sizes["entries"], growth.size, epoch)
    return outcomes


def _state_of(registry: Edge) -> RegistryState:
    return RegistryState(size=registry.size, root=registry.root().hex())


def _ids(batch: Sequence[Verified]) -> list[str]:
    return [verified.admitted.id for verified in batch]


def _enter(
    view: View, growth: _Growth, places: dict[str, LeafPosition], verified: Verified
) -> LeafPosition | CradleError:
    admitted = verified.admitted
    if admitted.id in places:
        return places[admitted.id]
    try:
        judge_signers(view, verified)
        judge(view, admitted)
    except CradleError as refused:
        return refused
    places[admitted.id] = place = _record(view, growth, admitted)
    return place


def _record(view: View, growth: _Growth, admitted: Admitted) -> LeafPosition:
    """Append a statement that has passed its rules, and keep it."""
    added = list(registry_leaves(admitted.id, admitted.envelope, admitted.statement))
    first = growth.registry.size
    for leaf in added:
        growth.append_registry(view.connection, leaf)
    place = LeafPosition("registry", first)
    if admitted.kind not in REGISTRY_KINDS:
        place = LeafPosition("entries", growth.size)
        _append_entry(growth, admitted)
    issuer = issuer_of(admitted.statement)
    stored = StoredStatement(
        admitted.id, admitted.kind.value, issuer, admitted.data, place.log, place.index
    )
    view.pending.statements[admitted.id] = stored
    view.pending.documents.update(admitted.documents)
    for index, leaf in enumerate(added, start=first):
        put_leaf_row(view, leaf, index)
    put_statement_rows(view, admitted, place.index)
    return place


def _append_entry(growth: _Growth, admitted: Admitted) -> None:
    """Append the statement's own leaf to the entries log, with its marks and the closure of its figure."""
    bound = growth.marking.commitments(admitted, growth.size)
    old = replaced(admitted.statement)
    own = entries_leaf(admitted.kind, admitted.id, admitted.envelope, growth.state, old, bound)
    growth.leaves.append(model_bytes(own))
