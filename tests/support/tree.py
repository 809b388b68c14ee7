"""A log in memory: every root, and a reader of its complete subtrees."""

from collections.abc import Iterable
from dataclasses import dataclass

from ledger.trust.merkle import Edge, leaf_hash


@dataclass(frozen=True, slots=True)
class Tree:
    """Leaves, their hashes, the root at every size from 0 on, and the nodes by (level, index)."""

    leaves: tuple[bytes, ...]
    hashes: tuple[bytes, ...]
    roots: tuple[bytes, ...]
    stored: dict[tuple[int, int], bytes]

    def nodes(self, level: int, index: int, /) -> bytes:
        """Read a node; asking for an incomplete one is a mistake of the caller."""
        return self.stored[level, index]


def grow(leaves: Iterable[bytes]) -> Tree:
    """The tree of some leaves, grown one by one along its right edge."""
    leaves = tuple(leaves)
    hashes = tuple(map(leaf_hash, leaves))
    edge = Edge()
    roots, stored = [edge.root()], {}
    for leaf in hashes:
        edge, completed = edge.append(leaf)
        stored.update({(level, index): node for level, index, node in completed})
        roots.append(edge.root())
    return Tree(leaves, hashes, tuple(roots), stored)
