"""The keys of a log over time: each counts up to its last size, and texts and documents list the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.refusal import refused

from ledger.trust.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from ledger.trust.fork import compare, shows_fork
from ledger.trust.keys import Signer
from ledger.trust.log_key import LogKey, gather_log_keys, list_log_keys, read_log_keys
from ledger.trust.merkle import root_of
from ledger.trust.note import COSIGNATURE, ED25519, Vkey, format_vkey
from ledger.trust.proof import Nodes
from schemas.signed.policy import EarlierKey, LogKeys

NAMES = ("l.example/x/entries", "l.example/x/registry")
SIGNERS = [Signer(bytes([number]) * 32) for number in range(8)]


def vkey(number: int, name: str = NAMES[0]) -> Vkey:
    """The verifier key of a signer."""
    return Vkey(name, ED25519, SIGNERS[number].public)


KEY = LogKey(vkey(2), ((vkey(0), 4), (vkey(1), 9)))


def note(size: int, *signers: int) -> bytes:
    """A checkpoint that these have signed."""
    return sign_checkpoint(Checkpoint(NAMES[0], size, bytes(32)), *(SIGNERS[n] for n in signers))


@pytest.mark.parametrize(
    ("size", "signers"), [(4, [0]), (9, [1]), (1, [2]), (10, [2]), (10, [2, 1]), (5, [0, 1])]
)
def test_a_key_counts_up_to_the_size_at_which_it_was_replaced(
    size: int, signers: list[int]
) -> None:
    """The current one for every size, an earlier one up to its last; one that counts is enough."""
    assert open_checkpoint(note(size, *signers), KEY).size == size


@pytest.mark.parametrize(("size", "signers"), [(5, [0]), (10, [1]), (10, [0, 1])])
def test_a_key_that_was_replaced_signs_nothing_more(size: int, signers: list[int]) -> None:
    """A later holder of an earlier key cannot extend the log with it."""
    with refused("checkpoint.key_ended"):
        open_checkpoint(note(size, *signers), KEY)


def test_only_listed_keys_count() -> None:
    """A key that was left out, being stolen, is a stranger's; a wrong line by a listed one is refused."""
    with refused("note.unsigned"):
        open_checkpoint(note(3, 0), LogKey(vkey(2)))
    data = note(3, 2, 0)
    broken = data[:-6] + (b"AAAA=\n" if data[-6:] != b"AAAA=\n" else b"BBBB=\n")
    with refused("note.signature"):
        open_checkpoint(broken, KEY)


@pytest.mark.parametrize(
    "earlier",
    [[(vkey(2), 4)], [(vkey(0), 4), (vkey(0), 5)], [(vkey(0, NAMES[1]), 4)]],
    ids=["the current one", "one twice", "another log's"],
)
def test_keys_that_no_log_has_are_refused(earlier: list[tuple[Vkey, int]]) -> None:
    """Each key once, all under the name of the log, all Ed25519."""
    with refused("log_key.keys"):
        LogKey(vkey(2), tuple(earlier))
    with refused("log_key.keys"):
        LogKey(Vkey(NAMES[0], COSIGNATURE, SIGNERS[0].public))


SIZES = st.lists(st.integers(0, 2**53 - 1), max_size=3)


@given(SIZES, SIZES)
def test_documents_round_trip(entries: list[int], registry: list[int]) -> None:
    """The listed keys of both logs are read back unchanged."""
    keys = [
        LogKey(vkey(3, name), tuple((vkey(n, name), size) for n, size in enumerate(sizes)))
        for name, sizes in zip(NAMES, (entries, registry), strict=True)
    ]
    assert read_log_keys(list_log_keys(*keys)) == tuple(keys)


def test_a_document_lists_no_earlier_keys_where_there_are_none() -> None:
    """The member is absent then."""
    listed = list_log_keys(LogKey(vkey(0)), LogKey(vkey(1, NAMES[1])))
    assert "earlier" not in listed.to_json()


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ([format_vkey(vkey(0)), format_vkey(vkey(1))], "log_key.form"),
        ([f"{format_vkey(vkey(0))} until 3"], "log_key.form"),
        ([f"{format_vkey(vkey(0))} since 3"], "log_key.form"),
        ([format_vkey(vkey(0)), f"{format_vkey(vkey(1))} until 03"], "count.form"),
        (["x"], "note.vkey"),
        ([format_vkey(vkey(0)), f"{format_vkey(vkey(0))} until 3"], "log_key.keys"),
    ],
)
def test_texts_that_name_no_keys_are_refused(texts: list[str], code: str) -> None:
    """Two current keys of one log, an earlier one alone, another word, a size or key that is none."""
    with refused(code):
        gather_log_keys(texts)


def test_an_earlier_key_of_a_third_log_is_refused() -> None:
    """A document lists keys of its two logs only."""
    third = EarlierKey(vkey=format_vkey(vkey(5, "l.example/y/entries")), until=1)
    keys = LogKeys(
        entries=format_vkey(vkey(0)), registry=format_vkey(vkey(1, NAMES[1])), earlier=(third,)
    )
    with refused("log_key.form"):
        read_log_keys(keys)


def nodes(leaves: list[bytes]) -> Nodes:
    """A tree of hashes."""
    return lambda level, index: root_of(leaves[index << level : (index + 1) << level])


def test_two_histories_are_proved_over_a_change_of_keys() -> None:
    """An older checkpoint under the earlier key and a newer one under the current: evidence, with both listed."""
    leaves = [bytes([number]) * 32 for number in range(6)]
    honest = Checkpoint(NAMES[0], 6, root_of(leaves))
    newer = sign_checkpoint(honest, SIGNERS[2])
    for root, forked in ((root_of(leaves[:4]), False), (b"\x07" * 32, True)):
        older = sign_checkpoint(Checkpoint(NAMES[0], 4, root), SIGNERS[0])
        evidence = compare(KEY, older, newer, nodes(leaves))
        assert (evidence is not None) is forked
        if evidence is not None:
            assert evidence.vkey == format_vkey(vkey(2))
            assert shows_fork(evidence, KEY)
            with refused("note.unsigned"):
                shows_fork(evidence, vkey(2))


@pytest.mark.parametrize(("size", "number"), [(0, 0), (4, 0), (5, 1), (9, 1), (10, 2), (99, 2)])
def test_a_size_was_first_signed_by_the_key_that_was_replaced_first(size: int, number: int) -> None:
    """Of the keys that count for a size, whatever the order in which a policy lists them."""
    assert KEY.first_at(size) == vkey(number)
    assert LogKey(KEY.current, KEY.earlier[::-1]).first_at(size) == vkey(number)
