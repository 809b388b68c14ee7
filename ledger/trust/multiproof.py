"""One proof of many leaves: the leaves with their indices, and the hashes of the subtrees between them.

    cradle multiproof v1
    2 {"id":"sha256:c6ed02...","kind":"delivery",...}
    5 {"id":"sha256:07b1f9...","kind":"calculation",...}
    <an empty line>
    zwe9ACbfu2XuOdu28ZdafrvdVMnUO1KMPV4zWRJRngk=
    gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=

The paths of leaves under one root share most of their hashes, and many of these follow from the leaves in
the proof. The proof holds only the others, each once: the hashes of the largest subtrees (RFC 9162 section
2.1) without a leaf of the proof, from left to right, in base64. The size of the tree is that of the
checkpoint under which the proof is checked; size and indices determine the number and places of the hashes.
So a proof is as strict as a path (`proof`): it fails after any change.

Readers parse the bytes of the leaves. Left out: the leaf that is at fault in a failing proof, since a proof
holds as a whole or not at all; the proof of one leaf that a supplier keeps (`tlog_proof`).
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import lt
from typing import NamedTuple

from ledger.trust.encoding import decode_base64, encode_base64
from ledger.trust.merkle import leaf_hash, node_hash, root_of
from ledger.trust.proof import Nodes, all_hashes, not_included, split, subtree
from schemas.errors import CradleError

_HEADER = b"cradle multiproof v1"
_ROW = re.compile(rb"(0|[1-9][0-9]{0,18}) (.+)")
_HASHES = re.compile(rb"(?:[A-Za-z0-9+/]{43}=\n)*")


class Multiproof(NamedTuple):
    """The content of a proof of many leaves.

    Attributes:
        leaves: index and bytes of each leaf, in the order of the log.
        hashes: the hashes of the subtrees without any of these leaves, from left to right.
    """

    leaves: tuple[tuple[int, bytes], ...]
    hashes: tuple[bytes, ...]


def prove_leaves(nodes: Nodes, leaves: Sequence[tuple[int, bytes]], size: int) -> Multiproof:
    """Prove some leaves in the tree of `size` leaves.

    Args:
        nodes: reads the tree.
        leaves: index and bytes of each leaf, at least one, in the order of the log.
        size: the number of leaves of the tree.

    Raises:
        CradleError: `merkle.range` unless these are indices of that tree, in order.
    """
    indices = [index for index, _ in leaves]
    if not _can_stand(indices, size):
        detail = (
            "The indices are out of order or beyond the tree; name leaves in their order, in a tree"
            f" of {size}."
        )
        raise CradleError("merkle.range", detail)

    def between(start: int, end: int, first: int, last: int) -> Iterator[bytes]:
        if first == last:
            yield subtree(nodes, start, end)
        elif last - first < end - start:
            middle = start + split(end - start)
            cut = bisect_left(indices, middle, first, last)
            yield from between(start, middle, first, cut)
            yield from between(middle, end, cut, last)

    return Multiproof(tuple(leaves), tuple(between(0, size, 0, len(indices))))


def check_multiproof(proof: Multiproof, size: int, root: bytes) -> None:
    """Refuse a proof with leaves or hashes that are not those of the tree of `size` leaves with that root.

    Raises:
        CradleError: `merkle.inclusion`.
    """
    indices = [index for index, _ in proof.leaves]
    if not _can_stand(indices, size) or not all_hashes(root, *proof.hashes):
        raise not_included()
    rebuilt, rest = _rebuild(proof, size)
    if rest or rebuilt != root:
        raise not_included()


def root_after(proof: Multiproof, index: int) -> bytes:
    """The root of the tree whose last leaf is a leaf of the proof.

    The subtrees to the left of a leaf are complete, and the proof has the hash of each or leaves to rebuild it.

    Args:
        proof: checked by `check_multiproof`.
        index: of the leaf.

    Raises:
        CradleError: `merkle.inclusion` if the proof does not have that leaf.
    """
    if all(index != at for at, _ in proof.leaves):
        raise not_included()
    return _rebuild(proof, index + 1)[0]


def _rebuild(proof: Multiproof, size: int) -> tuple[bytes, Sequence[bytes]]:
    """The root over the leaves and hashes of a proof below a size, and the hashes beyond it."""
    shown = [row for row in proof.leaves if row[0] < size]
    indices, hashes = [index for index, _ in shown], [leaf_hash(data) for _, data in shown]
    rest = list(reversed(proof.hashes))

    def over(start: int, end: int, first: int, last: int) -> bytes:
        if first == last:
            return rest.pop()
        if last - first == end - start:
            return root_of(hashes[first:last])
        middle = start + split(end - start)
        cut = bisect_left(indices, middle, first, last)
        return node_hash(over(start, middle, first, cut), over(middle, end, cut, last))

    try:
        return over(0, size, 0, len(indices)), rest
    except IndexError:
        raise not_included() from None


def _can_stand(indices: Sequence[int], size: int) -> bool:
    """Return whether these are indices of leaves of a tree, in order."""
    ascending = all(map(lt, indices, indices[1:]))
    return ascending and bool(indices) and indices[0] >= 0 and indices[-1] < size


def parse_multiproof(data: bytes) -> Multiproof:
    """Parse the text of a proof; nothing in it is verified.

    Raises:
        CradleError: `multiproof.form` or `base64.form`.
    """
    head, gap, tail = data.partition(b"\n\n")
    header, *rows = head.split(b"\n")
    matches = [_ROW.fullmatch(row) for row in rows]
    leaves = tuple((int(row[1]), row[2]) for row in matches if row is not None)
    whole = 0 < len(leaves) == len(rows) and _HASHES.fullmatch(tail) is not None
    if header != _HEADER or not gap or not whole:
        raise CradleError(
            "multiproof.form",
            f"The proof of leaves is malformed; write the line `{_HEADER.decode()}`, a line with index"
            " and leaf for each leaf, an empty line and a line for each hash.",
        )
    return Multiproof(leaves, tuple(map(decode_base64, tail.decode("ascii").splitlines())))


def format_multiproof(proof: Multiproof) -> bytes:
    """Format a proof of leaves without line breaks; the inverse of `parse_multiproof`."""
    rows = [b"%d %s" % row for row in proof.leaves]
    hashes = [encode_base64(node).encode("ascii") for node in proof.hashes]
    return b"\n".join([_HEADER, *rows, b"", *hashes, b""])
