"""The registry, built from its leaves: the root at every size, registrations, and changes in order.

Every bundle contains all leaves, so the root at each size is known, and an event without a leaf did
not happen. Only the registry can prove such an absence. The index of a leaf gives the order of
events: a lower index is earlier.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ledger.audit.bundle.model import RegistryLeaf
from ledger.footprint.graph.resolution import Change
from ledger.trust.checkpoint import Checkpoint
from ledger.trust.leaves import model_bytes
from ledger.trust.merkle import Edge, leaf_hash
from schemas.signed.log import ChangeLeaf, KeyLeaf, MadeLeaf, ParticipantLeaf
from schemas.values import RegistryState


class IndexedChange(NamedTuple):
    """A leaf that states a change of a statement, and its index."""

    at: int
    leaf: ChangeLeaf


class IndexedProduct(NamedTuple):
    """A leaf that names the entry that made a product, and its index."""

    at: int
    leaf: MadeLeaf


class IndexedKeyChange(NamedTuple):
    """A leaf that states a change of a participant's keys, and its index."""

    at: int
    leaf: KeyLeaf


@dataclass(frozen=True)
class Registry:
    """The leaves of the registry, by subject.

    Attributes:
        edges: the tree's right edge at every size from 0 on.
        registered: index and leaf of each participant's registration.
        changes: changes of statements, in order.
        made: the entries that made each product, in order.
        keys: changes of keys, in order.
    """

    edges: Sequence[Edge]
    registered: Mapping[str, tuple[int, ParticipantLeaf]]
    changes: Sequence[IndexedChange]
    made: Sequence[IndexedProduct]
    keys: Sequence[IndexedKeyChange]
    _roots: dict[int, str] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """The number of leaves."""
        return len(self.edges) - 1

    def root(self, size: int) -> str:
        """The root over the first `size` leaves, in hexadecimal."""
        if size not in self._roots:
            self._roots[size] = self.edges[size].root().hex()
        return self._roots[size]

    def has_state(self, state: RegistryState) -> bool:
        """Return whether the registry once was in this state."""
        return state.size <= self.size and self.root(state.size) == state.root

    def changes_at(self, size: int) -> dict[str, Change]:
        """The changes of statements up to a size; of two changes of one statement, the first counts."""
        changes: dict[str, Change] = {}
        for at, leaf in self.changes:
            if at < size:
                changes.setdefault(leaf.old, Change(leaf.kind, leaf.by))
        return changes

    def touching(self, statements: Iterable[str]) -> Iterator[IndexedChange]:
        """The changes of these statements and of the versions that replaced them, in order."""
        touched = set(statements)
        for changed in self.changes:
            if changed.leaf.old in touched:
                touched.add(changed.leaf.by)
                yield changed

    def made_of(self, subject: str) -> Iterator[IndexedProduct]:
        """The entries that made a product, in order."""
        return (product for product in self.made if product.leaf.subject == subject)


def build_registry(leaves: Sequence[RegistryLeaf]) -> Registry:
    """Build the registry from its leaves; a participant counts from its first leaf on."""
    edge = Edge()
    edges = [edge]
    registered: dict[str, tuple[int, ParticipantLeaf]] = {}
    changes, products, keys = [], [], []
    for index, leaf in enumerate(leaves):
        edge, _ = edge.append(leaf_hash(model_bytes(leaf)))
        edges.append(edge)
        if isinstance(leaf, ParticipantLeaf):
            registered.setdefault(leaf.id, (index, leaf))
        elif isinstance(leaf, ChangeLeaf):
            changes.append(IndexedChange(index, leaf))
        elif isinstance(leaf, MadeLeaf):
            products.append(IndexedProduct(index, leaf))
        else:
            keys.append(IndexedKeyChange(index, leaf))
    return Registry(edges, registered, changes, products, keys)


@dataclass(frozen=True, slots=True)
class Logs:
    """The states of both logs that the later steps use; None for each that is missing or contradicted.

    Attributes:
        entries: the state of the entries log that the leaves shown lead to.
        registry: the registry, consistent with everything in the bundle that names a state of it.
        signed_registry: the registry's own checkpoint.
        witnessed: groups of witnesses that cosigned both checkpoints.
        witnessed_at: POSIX time at which the quorum was complete on both.
    """

    entries: Checkpoint | None = None
    registry: Registry | None = None
    signed_registry: Checkpoint | None = None
    witnessed: int = 0
    witnessed_at: int | None = None
