"""Inclusion and consistency proofs: made from stored nodes, checked from hashes alone.

Proving follows the recursive definitions of RFC 9162 sections 2.1.3.1 and 2.1.4.1 and reads
complete subtrees only, which never change once written. Checking follows 2.1.3.2 and 2.1.4.2 and is
strict: a proof has exactly the hashes that its sizes require, so no altered proof passes. The paths
of consecutive leaves are proved and checked in one walk. Size 0 is outside the RFC; here, as in C2SP
tlog-witness, every tree extends the empty one by an empty proof.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from ledger.trust.merkle import EMPTY_ROOT, HASH_LENGTH, node_hash
from schemas.errors import CradleError


class Nodes(Protocol):
    """A reader of a tree; callers ask only for complete subtrees, which never change."""

    def __call__(self, level: int, index: int, /) -> bytes:
        """The hash over leaves index * 2^level to (index + 1) * 2^level - 1."""


def prove_inclusion(nodes: Nodes, index: int, size: int) -> tuple[bytes, ...]:
    """Prove leaf `index` in the tree of `size` leaves: the path from its sibling upwards.

    Raises:
        CradleError: `merkle.range` unless 0 <= index < size.
    """
    if not 0 <= index < size:
        detail = f"There is no leaf {index} in a tree of {size} leaves; name one below {size}."
        raise CradleError("merkle.range", detail)
    path, start, end = [], 0, size
    while end - start > 1:
        middle = start + split(end - start)
        if index < middle:
            path.append(subtree(nodes, middle, end))
            end = middle
        else:
            path.append(subtree(nodes, start, middle))
            start = middle
    return tuple(reversed(path))


def prove_neighbours(
    nodes: Nodes, first: int, hashes: Sequence[bytes], size: int, root: bytes
) -> Callable[[int], tuple[bytes, ...]]:
    """Prove consecutive leaves in one walk; return a function from a leaf's index to its path.

    The tree is rebuilt level by level over these leaves alone, from their hashes and the subtrees
    beside them, and must end in the root. Each path is made of rebuilt nodes, so each leads there.

    Args:
        nodes: reads the subtrees without these leaves.
        first: the index of the first leaf.
        hashes: the hashes of the leaves, at least one.
        size: the number of leaves of the tree.
        root: the root of the tree.

    Raises:
        CradleError: `merkle.range`, or `merkle.inclusion` if they do not lead to the root.
    """
    if not hashes or not 0 <= first <= size - len(hashes):
        detail = f"These are not leaves of a tree of {size} leaves; name leaves below {size}."
        raise CradleError("merkle.range", detail)
    rows = list[tuple[int, list[bytes]]]()
    start, row, count = first, list(hashes), size
    while count > 1:
        level = len(rows)
        if start & 1:
            start, row = start - 1, [nodes(level, start - 1), *row]
        end = start + len(row)
        if end & 1 and end < count:
            row.append(subtree(nodes, end << level, min(end + 1 << level, size)))
        rows.append((start, row))
        above = list(map(node_hash, row[::2], row[1::2]))
        start, row, count = start >> 1, above + row[len(above) * 2 :], count + 1 >> 1
    if row != [root] or not all(all_hashes(*row) for _, row in rows):
        raise not_included()

    def path(index: int) -> tuple[bytes, ...]:
        besides = [(row, (index >> level ^ 1) - start) for level, (start, row) in enumerate(rows)]
        return tuple(row[at] for row, at in besides if at < len(row))

    return path


def prove_consistency(nodes: Nodes, old: int, new: int) -> tuple[bytes, ...]:
    """Prove that the tree of `new` leaves extends the one of `old` leaves.

    Raises:
        CradleError: `merkle.range` unless 0 <= old <= new.
    """
    if not 0 <= old <= new:
        detail = f"A tree of {new} leaves cannot extend one of {old}; name the smaller size first."
        raise CradleError("merkle.range", detail)
    if old in (0, new):
        return ()
    path, start, end, root_is_known = [], 0, new, True
    while old < end:
        middle = start + split(end - start)
        if old <= middle:
            path.append(subtree(nodes, middle, end))
            end = middle
        else:
            path.append(subtree(nodes, start, middle))
            start, root_is_known = middle, False
    if not root_is_known:
        path.append(subtree(nodes, start, end))
    return tuple(reversed(path))


def root_at(nodes: Nodes, size: int) -> bytes:
    """The root of a tree at an earlier size."""
    return subtree(nodes, 0, size) if size else EMPTY_ROOT


def check_inclusion(
    leaf_hash: bytes, index: int, size: int, path: Sequence[bytes], root: bytes
) -> None:
    """Refuse a path that does not lead from this leaf hash at `index` of `size` to the root.

    Raises:
        CradleError: `merkle.inclusion`.
    """
    if not 0 <= index < size or not all_hashes(leaf_hash, root, *path):
        raise not_included()
    position, last, node = index, size - 1, leaf_hash
    for sibling in path:
        if last == 0:
            raise not_included()
        if position & 1 or position == last:
            node = node_hash(sibling, node)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        position, last = position >> 1, last >> 1
    if last or node != root:
        raise not_included()


def check_consistency(
    old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]
) -> None:
    """Refuse a path that does not show the tree of `new` leaves to extend the tree of `old` leaves.

    Raises:
        CradleError: `merkle.consistency`.
    """
    if not 0 <= old <= new or not all_hashes(old_root, new_root, *path):
        raise _not_consistent()
    if old in (0, new):
        if path or (old == 0 and old_root != EMPTY_ROOT) or (old == new and old_root != new_root):
            raise _not_consistent()
        return
    _check_growth(old, new, old_root, new_root, path)


def _check_growth(
    old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]
) -> None:
    """Check the case 0 < old < new: rebuild both roots along one path (RFC 9162 section 2.1.4.2)."""
    hashes = [old_root, *path] if old & (old - 1) == 0 else list(path)
    if not hashes:
        raise _not_consistent()
    position, last = old - 1, new - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    old_node = new_node = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            raise _not_consistent()
        if position & 1 or position == last:
            old_node, new_node = node_hash(sibling, old_node), node_hash(sibling, new_node)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            new_node = node_hash(new_node, sibling)
        position, last = position >> 1, last >> 1
    if last or old_node != old_root or new_node != new_root:
        raise _not_consistent()


def split(count: int) -> int:
    """The number of leaves in the left subtree: the largest power of two below a count of two or more."""
    return 1 << (count - 1).bit_length() - 1


def subtree(nodes: Nodes, start: int, end: int) -> bytes:
    """The hash over leaves start to end - 1, which must be a subtree by the divisions of `split`."""
    count = end - start
    if count & (count - 1) == 0:
        level = count.bit_length() - 1
        return nodes(level, start >> level)
    middle = start + split(count)
    return node_hash(subtree(nodes, start, middle), subtree(nodes, middle, end))


def all_hashes(*values: bytes) -> bool:
    """Return whether all values have the length of a hash."""
    return all(len(value) == HASH_LENGTH for value in values)


def not_included() -> CradleError:
    """The refusal of an inclusion proof that does not hold."""
    return CradleError(
        "merkle.inclusion",
        "The proof does not lead from this leaf to the tree's root; get it again from the log.",
    )


def _not_consistent() -> CradleError:
    return CradleError(
        "merkle.consistency",
        "The proof does not show that the newer tree extends the older one; get it again from the log.",
    )
