"""Proofs of every leaf and every pair of sizes to 256, and what damage they must not survive."""

from collections.abc import Callable, Iterator
from functools import cache

import pytest
from pymerkle import InmemoryTree  # type: ignore[import-untyped]
from support.refusal import refusal_code, refused
from support.tree import grow

from ledger.trust.merkle import EMPTY_ROOT, leaf_hash, node_hash
from ledger.trust.proof import (
    check_consistency,
    check_inclusion,
    prove_consistency,
    prove_inclusion,
    prove_neighbours,
)

LARGEST = 256
EXHAUSTIVE = 16
LARGER = (*range(EXHAUSTIVE + 1, 70), 100, 127, 128, 129, 200, 255, LARGEST)
"""Sizes of every shape up to 69 leaves, and around the powers of two above."""
TREE = grow(b"leaf %d" % number for number in range(LARGEST))
BITS = 256
UNTRACED = pytest.mark.untraced  # Traced, a million checks take minutes and show no new line.


# The definitions of RFC 9162 sections 2.1.1, 2.1.3.1 and 2.1.4.1, word by word.


def _split(count: int) -> int:
    return max(1 << power for power in range(10) if 1 << power < count)


@cache
def _mth(start: int, end: int) -> bytes:
    if end - start == 1:
        return TREE.hashes[start]
    k = _split(end - start)
    return node_hash(_mth(start, start + k), _mth(start + k, end))


def _path(m: int, start: int, end: int) -> list[bytes]:
    if end - start == 1:
        return []
    k = _split(end - start)
    if m < k:
        return [*_path(m, start, start + k), _mth(start + k, end)]
    return [*_path(m - k, start + k, end), _mth(start, start + k)]


def _subproof(m: int, start: int, end: int, *, known: bool) -> list[bytes]:
    if m == end - start:
        return [] if known else [_mth(start, end)]
    k = _split(end - start)
    if m <= k:
        return [*_subproof(m, start, start + k, known=known), _mth(start + k, end)]
    return [*_subproof(m - k, start + k, end, known=False), _mth(start, start + k)]


@UNTRACED
def test_inclusion() -> None:
    """Every leaf's path at every size is the one the definition gives, and it is accepted."""
    for size in range(1, LARGEST + 1):
        for index in range(size):
            path = prove_inclusion(TREE.nodes, index, size)
            assert list(path) == _path(index, 0, size)
            check_inclusion(TREE.hashes[index], index, size, path, TREE.roots[size])


@UNTRACED
def test_consistency() -> None:
    """The path between every two sizes is the one the definition gives, and it is accepted."""
    for new in range(LARGEST + 1):
        for old in range(new + 1):
            path = prove_consistency(TREE.nodes, old, new)
            assert list(path) == (_subproof(old, 0, new, known=True) if old else [])
            check_consistency(old, new, TREE.roots[old], TREE.roots[new], path)


def test_neighbours() -> None:
    """Leaves that stand together have the paths that each has alone, wherever they stand."""
    for size in range(1, 34):
        for start in range(size):
            for end in range(start + 1, size + 1):
                hashes = TREE.hashes[start:end]
                path = prove_neighbours(TREE.nodes, start, hashes, size, TREE.roots[size])
                for index in range(start, end):
                    assert list(path(index)) == _path(index, 0, size)


def test_neighbours_that_do_not_lead_to_the_root() -> None:
    """One leaf that is another, too short or out of place, or another root, gives no path at all."""
    hashes, root = TREE.hashes[3:11], TREE.roots[13]
    prove_neighbours(TREE.nodes, 3, hashes, 13, root)
    for at in range(len(hashes)):
        for other in (hashes[at - 1], hashes[at][:-1], b""):
            altered = (*hashes[:at], other, *hashes[at + 1 :])
            with refused("merkle.inclusion"):
                prove_neighbours(TREE.nodes, 3, altered, 13, root)
    for start, size, wanted in ((4, 13, root), (3, 12, root), (3, 13, TREE.roots[12])):
        with refused("merkle.inclusion"):
            prove_neighbours(TREE.nodes, start, hashes, size, wanted)


def test_neighbours_beside_nodes_cut_elsewhere() -> None:
    """Two subtrees whose bytes are divided elsewhere hash to the same parent, and are refused."""
    left, right = TREE.hashes[:2]
    with refused("merkle.inclusion"):
        prove_neighbours(lambda *_: left + right[:1], 1, [right[1:]], 2, node_hash(left, right))


@pytest.mark.parametrize(("start", "count"), [(0, 0), (-1, 2), (10, 4)])
def test_neighbours_that_are_not_in_the_tree(start: int, count: int) -> None:
    """There are some, and all of them are leaves of the tree."""
    with refused("merkle.range"):
        prove_neighbours(TREE.nodes, start, TREE.hashes[:count], 13, TREE.roots[13])


def test_another_implementation_proves_the_same() -> None:
    """The inclusion paths of pymerkle, less the leaf that it puts among them, are ours."""
    peer = InmemoryTree.init_from_entries(list(TREE.leaves))
    for size in (1, 2, 3, 7, 8, 100, 255, 256):
        for index in range(size):
            theirs = [
                node
                for node in peer.prove_inclusion(index + 1, size).path
                if node != TREE.hashes[index]
            ]
            assert theirs == list(prove_inclusion(TREE.nodes, index, size))


Check = Callable[[tuple[bytes, ...]], None]


def _cases(size: int) -> Iterator[tuple[str, Check, tuple[bytes, ...]]]:
    """Every proof of a size: its code, its check, and all the hashes that the check depends on."""
    for index in range(size):
        path = prove_inclusion(TREE.nodes, index, size)

        def included(values: tuple[bytes, ...], index: int = index) -> None:
            check_inclusion(values[0], index, size, values[2:], values[1])

        yield "merkle.inclusion", included, (TREE.hashes[index], TREE.roots[size], *path)
    for old in range(1, size):
        path = prove_consistency(TREE.nodes, old, size)

        def consistent(values: tuple[bytes, ...], old: int = old) -> None:
            check_consistency(old, size, values[0], values[1], values[2:])

        yield "merkle.consistency", consistent, (TREE.roots[old], TREE.roots[size], *path)


def _flip(values: tuple[bytes, ...], place: int, bit: int) -> tuple[bytes, ...]:
    damaged = (int.from_bytes(values[place], "big") ^ 1 << bit).to_bytes(32, "big")
    return (*values[:place], damaged, *values[place + 1 :])


def _refuses(check: Check, values: tuple[bytes, ...], code: str) -> bool:
    return refusal_code(lambda: check(values)) == code


@UNTRACED
@pytest.mark.parametrize("size", range(1, EXHAUSTIVE + 1))
def test_every_bit_counts(size: int) -> None:
    """Up to size 16, a proof with any single bit of leaf, roots or path changed is refused."""
    for code, check, values in _cases(size):
        for place in range(len(values)):
            for bit in range(BITS):
                assert _refuses(check, _flip(values, place, bit), code), (code, place, bit)


@UNTRACED
def test_every_hash_counts() -> None:
    """Above size 16, a proof with one bit of any of its hashes changed is refused."""
    for size in LARGER:
        for number, (code, check, values) in enumerate(_cases(size)):
            for place in range(len(values)):
                damaged = _flip(values, place, (number * 37 + place) % BITS)
                assert _refuses(check, damaged, code), (code, size, number, place)


@pytest.mark.parametrize("size", range(1, 40))
def test_paths_have_one_length(size: int) -> None:
    """A path with a hash dropped, added, doubled, cut short or swapped is refused."""
    for code, check, values in _cases(size):
        head, path = values[:2], values[2:]
        changed = {(*path, values[0]), (*path, values[1]), (values[0], *path), (*path, b"")}
        changed |= {path[:place] + path[place + 1 :] for place in range(len(path))}
        changed |= {path[:place] + path[place:][::-1] for place in range(len(path))}
        changed |= {(*path[:-1], path[-1][:31]) for _ in path[:1]}
        for other in changed - {path}:
            assert _refuses(check, (*head, *other), code), (code, size)


@pytest.mark.parametrize("size", range(1, 40))
def test_leaf_has_one_index(size: int) -> None:
    """A leaf's proof is refused at every other index."""
    for index in range(size):
        path = prove_inclusion(TREE.nodes, index, size)
        for other in {*range(-1, size + 2)} - {index}:
            with refused("merkle.inclusion"):
                check_inclusion(TREE.hashes[index], other, size, path, TREE.roots[size])


def test_node_is_no_leaf() -> None:
    """An inner node's bytes, offered as a leaf of the smaller tree above it, do not verify."""
    left, right = TREE.hashes[:2]
    path = prove_inclusion(TREE.nodes, 0, 4)[1:]
    check_inclusion(node_hash(left, right), 0, 2, path, TREE.roots[4])
    with refused("merkle.inclusion"):
        check_inclusion(leaf_hash(left + right), 0, 2, path, TREE.roots[4])


def test_ranges() -> None:
    """Nothing is proved or accepted outside the tree."""
    for index, size in ((0, 0), (5, 5), (-1, 5)):
        with refused("merkle.range"):
            prove_inclusion(TREE.nodes, index, size)
        with refused("merkle.inclusion"):
            check_inclusion(TREE.hashes[0], index, size, (), TREE.hashes[0])
    for old, new in ((5, 4), (-1, 4)):
        with refused("merkle.range"):
            prove_consistency(TREE.nodes, old, new)
        with refused("merkle.consistency"):
            check_consistency(old, new, TREE.roots[old], TREE.roots[new], ())


def test_empty_and_equal_trees() -> None:
    """Every tree extends the empty one, an equal size only has the same root, both with no path."""
    root, other = TREE.roots[5], TREE.roots[6]
    check_consistency(0, 0, EMPTY_ROOT, EMPTY_ROOT, ())
    check_consistency(0, 5, EMPTY_ROOT, root, ())
    check_consistency(5, 5, root, root, ())
    for old, new, old_root, new_root, path in (
        (0, 5, other, root, ()),
        (0, 0, EMPTY_ROOT, root, ()),
        (0, 0, root, root, ()),
        (0, 5, EMPTY_ROOT, root, (root,)),
        (5, 5, root, other, ()),
        (5, 5, root, root, (root,)),
        (3, 5, TREE.roots[3], root, ()),
    ):
        with refused("merkle.consistency"):
            check_consistency(old, new, old_root, new_root, path)
