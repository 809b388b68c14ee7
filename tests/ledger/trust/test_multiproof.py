"""Proofs of many leaves: of every set of leaves of small trees, of some of large ones, and what they do not survive."""

from dataclasses import dataclass
from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.refusal import refused
from support.tree import grow

from ledger.trust.encoding import COUNT_LIMIT, encode_base64
from ledger.trust.merkle import root_of
from ledger.trust.multiproof import (
    Multiproof,
    check_multiproof,
    format_multiproof,
    parse_multiproof,
    prove_leaves,
    root_after,
)
from ledger.trust.proof import prove_inclusion

LARGEST = 300
TREE = grow(b"leaf %d" % number for number in range(LARGEST))
NODE = encode_base64(bytes(32))
HASHES = st.lists(st.binary(min_size=32, max_size=32), max_size=5).map(tuple)
LEAVES = st.lists(
    st.tuples(
        st.integers(0, COUNT_LIMIT - 1),
        st.binary(min_size=1, max_size=20).filter(lambda data: b"\n" not in data),
    ),
    min_size=1,
    max_size=5,
).map(tuple)


def prove(indices: tuple[int, ...], size: int) -> Multiproof:
    """The proof of leaves of the tree."""
    return prove_leaves(TREE.nodes, [(index, TREE.leaves[index]) for index in indices], size)


def subsets(size: int) -> list[tuple[int, ...]]:
    """Every set of leaves of a tree, but for the empty one."""
    return list(chain.from_iterable(combinations(range(size), n + 1) for n in range(size)))


@dataclass
class Definition:
    """The hashes between, by the definition alone: a subtree without a shown leaf, else those of its halves."""

    shown: frozenset[int]

    def between(self, start: int, end: int) -> list[bytes]:
        """The hashes over leaves start to end - 1."""
        if self.shown.isdisjoint(range(start, end)):
            return [root_of(TREE.hashes[start:end])]
        if end - start == 1:
            return []
        half = max(1 << power for power in range(10) if 1 << power < end - start)
        return [*self.between(start, start + half), *self.between(start + half, end)]


@pytest.mark.parametrize("size", range(1, 11))
def test_every_set_of_leaves_has_one_proof_that_holds(size: int) -> None:
    """It is the one of the definition, and its hashes are some of those in the leaves' own paths."""
    for indices in subsets(size):
        proof = prove(indices, size)
        assert list(proof.hashes) == Definition(frozenset(indices)).between(0, size)
        paths = {node for index in indices for node in prove_inclusion(TREE.nodes, index, size)}
        assert paths.issuperset(proof.hashes)
        check_multiproof(proof, size, TREE.roots[size])


@given(st.sets(st.integers(0, LARGEST - 1), min_size=1), st.data())
def test_a_proof_holds_and_comes_back_from_its_text(indices: set[int], data: st.DataObject) -> None:
    """Of any leaves of any tree that has them."""
    size = data.draw(st.integers(max(indices) + 1, LARGEST))
    proof = parse_multiproof(format_multiproof(prove(tuple(sorted(indices)), size)))
    check_multiproof(proof, size, TREE.roots[size])


def test_of_all_leaves_there_is_nothing_between() -> None:
    """The leaves are the proof."""
    assert prove(tuple(range(LARGEST)), LARGEST).hashes == ()


@pytest.mark.parametrize("size", range(1, 9))
def test_nothing_in_it_can_be_changed(size: int) -> None:
    """Another leaf, place, hash, order or count is refused, whichever leaves are shown."""
    for indices in subsets(size):
        proof = prove(indices, size)
        for changed in altered(proof, size):
            with refused("merkle.inclusion"):
                check_multiproof(changed, size, TREE.roots[size])
        with refused("merkle.inclusion"):
            check_multiproof(proof, size, TREE.roots[size + 1])
        with refused("merkle.inclusion"):
            check_multiproof(proof, size, TREE.roots[size][:31])


def altered(proof: Multiproof, size: int) -> list[Multiproof]:
    """The proof with any one thing in it changed."""
    leaves, hashes = proof
    swapped = [Multiproof(leaves[::-1], hashes), Multiproof(leaves, hashes[::-1])]
    return [
        *(changed for changed in swapped if changed != proof),
        Multiproof(leaves[1:], hashes),
        Multiproof((*leaves, leaves[-1]), hashes),
        Multiproof((*leaves, (size, b"more")), hashes),
        Multiproof(((-1, b"less"), *leaves), hashes),
        Multiproof(leaves, (*hashes, bytes(32))),
        Multiproof(leaves, (bytes(32), *hashes)),
        *(
            Multiproof((*leaves[:at], row, *leaves[at + 1 :]), hashes)
            for at, (index, data) in enumerate(leaves)
            for row in (
                (index, data + b" "),
                *((other, data) for other in {*range(size)} - {index}),
            )
        ),
        *(
            Multiproof(leaves, (*hashes[:at], *instead, *hashes[at + 1 :]))
            for at, node in enumerate(hashes)
            for instead in ((bytes(32),), (node[:31],), (node + b"\0",), ())
        ),
    ]


@pytest.mark.parametrize("indices", [(), (3, 3), (4, 3), (-1,), (9,)])
def test_only_leaves_in_order_are_proved(indices: tuple[int, ...]) -> None:
    """None, one twice, one after a later one and one that is not there are refused."""
    with refused("merkle.range"):
        prove_leaves(TREE.nodes, [(index, b"leaf") for index in indices], 9)


@given(st.builds(Multiproof, LEAVES, HASHES))
def test_round_trip(proof: Multiproof) -> None:
    """A proof comes back from its text, each leaf byte for byte."""
    assert parse_multiproof(format_multiproof(proof)) == proof


def test_the_text_is_that_of_the_format() -> None:
    """The header and a leaf a line stand before an empty line and a hash a line."""
    proof = Multiproof(((0, b"a"), (17, b"b c")), (bytes(32), bytes(32)))
    text = f"cradle multiproof v1\n0 a\n17 b c\n\n{NODE}\n{NODE}\n"
    assert format_multiproof(proof) == text.encode()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "multiproof.form"),
        ("cradle multiproof v1", "multiproof.form"),
        ("cradle multiproof v1\n0 a\n", "multiproof.form"),
        (f"cradle multiproof v1\n\n{NODE}\n", "multiproof.form"),
        ("cradle multiproof v2\n0 a\n\n", "multiproof.form"),
        ("\ncradle multiproof v1\n0 a\n\n", "multiproof.form"),
        ("cradle multiproof v1\r\n0 a\n\n", "multiproof.form"),
        ("cradle multiproof v1\n00 a\n\n", "multiproof.form"),
        ("cradle multiproof v1\n-1 a\n\n", "multiproof.form"),
        ("cradle multiproof v1\n1_0 a\n\n", "multiproof.form"),
        ("cradle multiproof v1\n\u0661 a\n\n", "multiproof.form"),
        ("cradle multiproof v1\n1\n\n", "multiproof.form"),
        ("cradle multiproof v1\n1 \n\n", "multiproof.form"),
        (f"cradle multiproof v1\n1 {'a'}\n{'1' * 20} b\n\n", "multiproof.form"),
        (f"cradle multiproof v1\n0 a\n\n{NODE}", "multiproof.form"),
        (f"cradle multiproof v1\n0 a\n\n\n{NODE}\n", "multiproof.form"),
        (f"cradle multiproof v1\n0 a\n\n{NODE}\n\n", "multiproof.form"),
        ("cradle multiproof v1\n0 a\n\nAAAA\n", "multiproof.form"),
        (f"cradle multiproof v1\n0 a\n\n {NODE}\n", "multiproof.form"),
        (f"cradle multiproof v1\n0 a\n\n{NODE[:-2]}B=\n", "base64.form"),
        ("cradle multiproof v1\n0 a\n\n\u00e9\n", "multiproof.form"),
    ],
)
def test_another_text_is_refused(text: str, code: str) -> None:
    """A proof in another spelling is refused, even if it could be understood."""
    with refused(code):
        parse_multiproof(text.encode())


@pytest.mark.parametrize("size", range(1, 10))
def test_a_shown_leaf_gives_the_root_of_the_tree_that_it_ends(size: int) -> None:
    """From every proof of a small tree, and none from a leaf that the proof does not show."""
    for indices in subsets(size):
        proof = prove(indices, size)
        for index in range(size):
            if index in indices:
                assert root_after(proof, index) == root_of(TREE.hashes[: index + 1])
            else:
                with refused("merkle.inclusion"):
                    root_after(proof, index)


@given(st.sets(st.integers(0, LARGEST - 1), min_size=1, max_size=9))
def test_a_shown_leaf_of_a_large_tree_gives_its_root(indices: set[int]) -> None:
    """Whatever else the proof shows."""
    proof = prove(tuple(sorted(indices)), LARGEST)
    for index in indices:
        assert root_after(proof, index) == root_of(TREE.hashes[: index + 1])
