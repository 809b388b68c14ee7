"""A policy file is read unambiguously or refused, with the field that is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.bundles import signer
from support.refusal import refused
from support.signed_battery import honest
from support.warranty_notes import signed, terms

from ledger.audit.policy import (
    format_policy,
    log_key,
    monitor_keys,
    parse_policy,
    witness_keys,
)
from ledger.trust.note import COSIGNATURE, ED25519, Vkey, format_vkey
from schemas.errors import CradleError
from schemas.signed.policy import EarlierKey, Policy, Witness
from schemas.values import RegistryState

POLICY = honest().ledger.policy()
DIGESTS = st.integers(0, 2**256 - 1).map(lambda number: f"sha256:{number:064x}")
LISTS = st.lists(DIGESTS, max_size=3).map(tuple)
SOME = st.lists(DIGESTS, min_size=1, max_size=3).map(tuple)
TEXTS = st.from_regex(r"[!-~é🔋](?:[ -~é🔋]{0,18}[!-~é🔋])?", fullmatch=True)


def witness(name: str, group: str = "one") -> Witness:
    """A witness with its own key."""
    key = Vkey(name=name, kind=COSIGNATURE, key=signer(name).public)
    return Witness(vkey=format_vkey(key), group=group)


def monitors(names: list[str]) -> tuple[str, ...]:
    """A verifier key for each of these keys, by name."""
    keys = (Vkey(f"m{index}", ED25519, signer(name).public) for index, name in enumerate(names))
    return tuple(map(format_vkey, keys))


def altered(**changes: object) -> Policy:
    """The honest policy with other members."""
    return POLICY.model_copy(update=changes)


POLICIES = st.builds(
    altered,
    note=st.none() | TEXTS,
    quorum=st.integers(0, 2),
    witnesses=st.lists(TEXTS, min_size=2, max_size=4, unique=True).map(
        lambda groups: tuple(witness(f"w{i}", group) for i, group in enumerate(groups))
    ),
    monitors=st.none() | st.lists(TEXTS, max_size=2, unique=True).map(monitors),
    registrars=SOME,
    auditors=LISTS,
    rulebooks=SOME,
    factor_sets=SOME,
    oldest_registry_size=st.integers(0, 2**53 - 1),
    last_seen=st.none()
    | st.builds(
        RegistryState,
        size=st.integers(0, 2**53 - 1),
        root=st.integers(0, 2**256 - 1).map(lambda number: f"{number:064x}"),
    ),
)


@given(POLICIES)
def test_formatting_and_parsing_are_inverse(policy: Policy) -> None:
    """Every policy survives being written as TOML and read again."""
    assert parse_policy(format_policy(policy)) == policy


def test_a_control_character_is_escaped_and_then_refused() -> None:
    """TOML escapes U+007F, which JSON does not; a note may not contain it in either case."""
    data = format_policy(POLICY.model_copy(update={"note": "a\x7fb"}))
    assert b"\\u007f" in data
    with refused("policy.field", "note"):
        parse_policy(data)


def test_all_faults_of_a_policy_are_named_at_once() -> None:
    """Each with its line and what to write, in words of a policy; the first gives code and place."""
    text = format_policy(altered(rulebooks=())).decode()
    text = text.replace("quorum = 0", "quorom = 0").replace("origin = ", "colour = ")
    with pytest.raises(CradleError) as caught:
        parse_policy(text.encode())
    found = caught.value
    assert (found.code, found.place) == ("policy.field", "origin")
    assert found.detail == (
        "Write the ledger's name as origin. Also quorum: Write how many groups of witnesses must have signed; write 0"
        " if none need to. Also rulebooks: List at least one rulebook. Also colour: A policy has no line colour; remove"
        " it. Also quorom: A policy has no line quorom; write quorum, or remove"
        " it."
    )


def test_faulty_keys_are_named_at_once() -> None:
    """Of both logs, of witnesses and of monitors."""
    logs = POLICY.logs.model_copy(update={"entries": "a", "registry": "b"})
    wrong = altered(logs=logs, witnesses=(Witness(vkey="c", group="g"),), monitors=("d",), quorum=3)
    with pytest.raises(CradleError) as caught:
        parse_policy(format_policy(wrong))
    assert (caught.value.code, caught.value.place) == ("policy.key", "logs.entries")
    for place in ("logs.registry", "witnesses[0].vkey", "quorum", "monitors[0]"):
        assert f" Also {place}: " in caught.value.detail


def test_witnesses_of_wrong_shape_are_one_fault() -> None:
    """A witness without a group is named, and the quorum is not compared with a list that cannot be read."""
    text = format_policy(altered(quorum=3)).decode().replace("witnesses = []\n", "")
    with pytest.raises(CradleError) as caught:
        parse_policy(f'{text}\n[[witnesses]]\nvkey = "c"\n'.encode())
    assert caught.value.place == "witnesses[0].group"
    assert "quorum" not in caught.value.detail


def test_comments_and_layout_are_the_readers_own() -> None:
    """A policy written by hand, with comments, is the same policy."""
    text = format_policy(POLICY).decode().replace("quorum = 0", "quorum   =  0 # on purpose")
    assert parse_policy(text.encode()) == POLICY


def test_keys_are_found_by_log_and_by_group() -> None:
    """Each log has its key; witnesses are listed under their group."""
    policy = POLICY.model_copy(update={"witnesses": (witness("a"), witness("b", "two"))})
    assert log_key(policy, "entries").name == f"{policy.origin}/entries"
    assert log_key(policy, "registry").name == f"{policy.origin}/registry"
    assert {group: [key.name for key in keys] for group, keys in witness_keys(policy).items()} == {
        "one": ["a"],
        "two": ["b"],
    }


def test_monitors() -> None:
    """A policy lists the monitors whose reports count, or none."""
    assert monitor_keys(POLICY) == []
    listed = POLICY.model_copy(update={"monitors": monitors(["a", "b"])})
    assert [key.name for key in monitor_keys(parse_policy(format_policy(listed)))] == ["m0", "m1"]


@pytest.mark.parametrize(
    ("vkeys", "place"),
    [
        ((witness("a").vkey,), "monitors[0]"),
        (monitors(["a", "a"]), "monitors[1]"),
        (("a+b",), "monitors[0]"),
    ],
)
def test_a_monitor_that_is_none(vkeys: tuple[str, ...], place: str) -> None:
    """A monitor signs with an Ed25519 key that is listed once."""
    with refused("policy.key", place):
        parse_policy(format_policy(POLICY.model_copy(update={"monitors": vkeys})))


def test_a_published_warranty_opens_by_its_publishers_key_or_the_policy_is_refused() -> None:
    """The place names the row."""
    good = signed(terms(f"sha256:{'a' * 64}", "urn:test:model"))
    policy = POLICY.model_copy(update={"warranties": (good,)})
    assert parse_policy(format_policy(policy)) == policy
    forged = signed(terms(f"sha256:{'a' * 64}", "urn:test:model"), by="someone")
    with refused("policy.warranty", "warranties[1]"):
        parse_policy(format_policy(POLICY.model_copy(update={"warranties": (good, forged)})))


def log_vkey(name: str, log: str = "entries") -> str:
    """A key of one of the policy's logs."""
    return format_vkey(Vkey(f"{POLICY.origin}/{log}", ED25519, signer(name).public))


def with_earlier(*earlier: tuple[str, int]) -> Policy:
    """The policy with earlier keys."""
    rows = tuple(EarlierKey(vkey=vkey, until=until) for vkey, until in earlier)
    return altered(logs=POLICY.logs.model_copy(update={"earlier": rows}))


def test_earlier_keys_of_both_logs() -> None:
    """Each is listed with the largest size that it counts for, and found by its log."""
    policy = with_earlier((log_vkey("a"), 3), (log_vkey("b", "registry"), 2), (log_vkey("c"), 3))
    read = parse_policy(format_policy(policy))
    assert read == policy
    assert [until for _, until in log_key(read, "entries").earlier] == [3, 3]
    assert [until for _, until in log_key(read, "registry").earlier] == [2]


@pytest.mark.parametrize(
    "earlier",
    [
        [(POLICY.logs.entries, 3)],
        [(log_vkey("a"), 3), (log_vkey("a"), 4)],
        [(witness("a").vkey, 3)],
        [("a+b", 3)],
        [(format_vkey(Vkey(f"{POLICY.origin}/entries", COSIGNATURE, signer("a").public)), 3)],
    ],
    ids=["the current one", "one twice", "a witness's", "none", "a cosignature key"],
)
def test_an_earlier_key_that_is_none(earlier: list[tuple[str, int]]) -> None:
    """A log has each key once, and all of them are Ed25519 keys with its name."""
    with refused("policy.key", "logs.earlier"):
        parse_policy(format_policy(with_earlier(*earlier)))


LOG_KEY = POLICY.logs.entries
FOREIGN = format_vkey(Vkey("other.example/entries", ED25519, signer("x").public))
COSIGNING = format_vkey(Vkey(f"{POLICY.origin}/entries", COSIGNATURE, signer("x").public))


def with_witnesses(*witnesses: Witness, quorum: int = 0) -> bytes:
    """The policy with witnesses, which may be unsound."""
    return format_policy(POLICY.model_copy(update={"witnesses": witnesses, "quorum": quorum}))


@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        (("quorum = 0\n", ""), "policy.field", "quorum"),
        (("quorum = 0", "quorum = 0.5"), "policy.field", "quorum"),
        (("quorum = 0", "quorum = 2026-01-01"), "policy.field", "quorum"),
        (("quorum = 0", "quorum = -1"), "policy.field", "quorum"),
        (("quorum = 0", "quorum = 1"), "policy.quorum", "quorum"),
        (("quorum = 0", "quorum = 0\nquorums = 1"), "policy.field", "quorums"),
        (('"sha256:', '"sha512:'), "policy.field", "registrars[0]"),
        (("quorum = 0", "quorum ="), "policy.syntax", ""),
        (("quorum = 0", "quorum = 0\nquorum = 1"), "policy.syntax", ""),
        ((LOG_KEY, FOREIGN), "policy.key", "logs.entries"),
        ((LOG_KEY, COSIGNING), "policy.key", "logs.entries"),
        ((LOG_KEY, LOG_KEY[:-4]), "policy.key", "logs.entries"),
    ],
)
def test_what_is_wrong_is_named(change: tuple[str, str], code: str, place: str) -> None:
    """A policy with one thing wrong is refused with its code and field."""
    text = format_policy(POLICY).decode()
    assert change[0] in text
    with refused(code, place):
        parse_policy(text.replace(*change, 1).encode())


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        (b"\xff", "policy.syntax", ""),
        (b"a=" + b"[" * 100_000, "policy.syntax", ""),
        (b"#" * (1 << 20) + b"#", "policy.size", ""),
        (b"", "policy.field", "origin"),
        (with_witnesses(witness("a"), witness("a", "two")), "policy.witness", "witnesses[1].vkey"),
        (
            with_witnesses(Witness(vkey=LOG_KEY, group="one")),
            "policy.witness",
            "witnesses[0].vkey",
        ),
        (with_witnesses(Witness(vkey="a+b", group="one")), "policy.key", "witnesses[0].vkey"),
        (with_witnesses(witness("a"), witness("b"), quorum=2), "policy.quorum", "quorum"),
    ],
)
def test_what_is_no_policy_is_refused(data: bytes, code: str, place: str) -> None:
    """Bytes that are not a policy are refused; two witnesses of one group count once."""
    with refused(code, place):
        parse_policy(data)


def test_the_written_form_is_readable() -> None:
    """Lists have one item on each line, tables are under their names."""
    lines = format_policy(POLICY).decode().splitlines()
    assert "[logs]" in lines
    assert f'origin = "{POLICY.origin}"' in lines
    assert f'    "{POLICY.registrars[0]}",' in lines
