"""Bundles before, during and after a change of the logs' keys, under the old and the new policy."""

from collections.abc import Sequence

import pytest
from support.bundles import signer
from support.signed_battery import honest
from support.verdicts import found, judge

from ledger.trust.note import ED25519, Vkey, format_vkey
from schemas.signed.policy import EarlierKey, LogKeys, Policy

LEDGER = honest().ledger
FILES = {log: f"checkpoints/{log}" for log in ("entries", "registry")}
SIZES = {log: getattr(LEDGER, log).state().size for log in FILES}


def old(log: str) -> str:
    """The name of the key that the log began with."""
    return f"{LEDGER.log_key} {log}"


def new(log: str) -> str:
    """The name of the key that it has now."""
    return f"new {log}"


def files(*keys: str) -> dict[str, bytes]:
    """The honest bundle with checkpoints signed by these keys."""
    names = {"old": old, "new": new, "another": "another {}".format}
    signed = {
        name: LEDGER.checkpoint(log, signers=[names[key](log) for key in keys])
        for log, name in FILES.items()
    }
    return LEDGER.files() | signed


def vkey(name: str, log: str) -> str:
    """The verifier key of a name, for a log."""
    return format_vkey(Vkey(f"{LEDGER.origin}/{log}", ED25519, signer(name).public))


def policy(before: int | None) -> Policy:
    """The new policy; the old keys count up to a number of leaves before the present size, or are left out."""
    earlier = tuple(
        EarlierKey(vkey=vkey(old(log), log), until=SIZES[log] - (before or 0)) for log in FILES
    )
    keys = LogKeys(
        entries=vkey(new("entries"), "entries"),
        registry=vkey(new("registry"), "registry"),
        earlier=None if before is None else earlier,
    )
    return LEDGER.policy(logs=keys)


@pytest.mark.parametrize(
    ("keys", "before"),
    [(["old"], 0), (["new"], 1), (["new", "old"], 1), (["new"], None), (["new", "old"], None)],
    ids=["before", "after", "during", "after, old left out", "during, old left out"],
)
def test_bundles_of_every_time_verify_under_the_policy_of_now(
    keys: Sequence[str], before: int | None
) -> None:
    """The new policy accepts the old key up to the size of its replacement, and the new key always."""
    report = judge(files(*keys), policy(before))
    assert (report.verdict, found(report)) == ("verified", set())


def test_a_reader_who_knows_nothing_of_the_change_reads_on_during_it() -> None:
    """The old policy opens a checkpoint with both signatures, but not one by the new key alone."""
    assert judge(files("new", "old")).verdict == "verified"
    report = judge(files("new"))
    assert found(report) == {("note.unsigned", name) for name in FILES.values()}
    assert report.exit_code == 1


@pytest.mark.parametrize(
    ("keys", "before", "code"),
    [
        (["old"], 1, "checkpoint.key_ended"),
        (["old"], None, "note.unsigned"),
        (["another"], 0, "note.unsigned"),
    ],
    ids=["signed after its end", "left out, for it was stolen", "of nobody"],
)
def test_a_key_that_does_not_count_contradicts(
    keys: Sequence[str], before: int | None, code: str
) -> None:
    """The old key cannot sign later checkpoints."""
    report = judge(files(*keys), policy(before))
    assert found(report) == {(code, name) for name in FILES.values()}
    assert report.exit_code == 1


@pytest.mark.parametrize("log", FILES)
def test_one_log_alone_is_reported(log: str) -> None:
    """The checkpoint of the other log, with a valid signature, is not a finding."""
    mixed = files("new") | {FILES[log]: files("old")[FILES[log]]}
    report = judge(mixed, policy(1))
    assert found(report) == {("checkpoint.key_ended", FILES[log])}


def test_a_wrong_signature_of_an_earlier_key_contradicts() -> None:
    """A false signature is found also beside a valid one by the new key."""
    all_files = files("new", "old")
    note = all_files[FILES["entries"]]
    other = LEDGER.checkpoint("entries", SIZES["entries"] - 1, [old("entries")])
    line = other.splitlines(keepends=True)[-1]
    all_files[FILES["entries"]] = b"".join([*note.splitlines(keepends=True)[:-1], line])
    report = judge(all_files, policy(1))
    assert found(report) == {("note.signature", FILES["entries"])}
