"""The Merkle tree of RFC 6962 section 2.1: leaf and node hashes, the right edge, the root.

Leaves are hashed with the prefix 0x00 and nodes with 0x01, so that no node can pass as a leaf. The
right edge defines a tree of any size: the roots of its complete subtrees from left to right, one for
each bit of the size. Appending needs only the edge, and storage keeps it beside the nodes. Left out:
proofs (`proof`) and files (`tiles`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from hashlib import sha256

HASH_LENGTH = 32
PATH_LIMIT = 63
"""The most hashes of an accepted proof: the path to a leaf of a tree of 2^63 leaves."""

EMPTY_ROOT = sha256(b"").digest()
"""The root of the tree without leaves."""

Node = tuple[int, int, bytes]
"""A complete subtree (level, index, hash), over 2^level leaves from index * 2^level on."""


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of a leaf's bytes."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node over its two children's hashes."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Edge:
    """The right edge of a tree: its size, and its complete subtrees' hashes, largest first."""

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def append(self, leaf: bytes) -> tuple["Edge", tuple[Node, ...]]:
        """Append one leaf hash; return the new edge and the completed nodes, the leaf first."""
        hashes = list(self.hashes)
        level, index, node = 0, self.size, leaf
        completed = [(level, index, node)]
        while index & 1:
            level, index, node = level + 1, index >> 1, node_hash(hashes.pop(), node)
            completed.append((level, index, node))
        return Edge(self.size + 1, (*hashes, node)), tuple(completed)

    def extend(self, leaves: Sequence[bytes]) -> tuple["Edge", list[Node]]:
        """Append many leaf hashes; return the new edge and the completed nodes, level by level."""
        kept, grown, completed = list(self.hashes), list[bytes](), list[Node]()
        row, size, level = list(leaves), self.size, 0
        while row:
            completed += [(level, at, node) for at, node in enumerate(row, start=size)]
            if size & 1:
                row.insert(0, kept.pop())
            if len(row) & 1:
                grown.append(row[-1])
            row, size, level = list(map(node_hash, row[::2], row[1::2])), size >> 1, level + 1
        return Edge(self.size + len(leaves), (*kept, *reversed(grown))), completed

    def root(self) -> bytes:
        """The root hash of the tree."""
        if not self.hashes:
            return EMPTY_ROOT
        return reduce(lambda right, left: node_hash(left, right), reversed(self.hashes))


def root_of(leaf_hashes: Iterable[bytes]) -> bytes:
    """The root over leaf hashes, level by level; a node without a sibling moves up unchanged."""
    level = list(leaf_hashes)
    if not level:
        return EMPTY_ROOT
    while len(level) > 1:
        above = [
            node_hash(left, right) for left, right in zip(level[::2], level[1::2], strict=False)
        ]
        level = above + level[len(above) * 2 :]
    return level[0]
