"""`cradle policy`: an auditor begins with a bundle alone, and confirms one line after the other."""

import json
from pathlib import Path

import pytest
from support.command import Ran, cradle, did
from support.signed_battery import honest

from ledger.audit.policy import format_policy, parse_policy
from ledger.audit.policy_lines import lines_of

LEDGER = honest().ledger
OWN = LEDGER.policy()
SOURCE = ("--compared-with", "the operator's page of 3 December")


@pytest.fixture
def bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The honest bundle in an empty folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "audit.bundle").write_bytes(LEDGER.bundle())
    return tmp_path / "audit.bundle"


def keys() -> tuple[str, ...]:
    """The options that name both log keys."""
    assert OWN.logs is not None
    return ("--log-key", OWN.logs.registry, "--log-key", OWN.logs.entries)


def verify(bundle: Path) -> Ran:
    """Verify the bundle under the policy of the folder."""
    return cradle("verify", bundle, "--policy", "policy.toml")


def test_an_auditor_begins_with_only_a_bundle(bundle: Path) -> None:
    """Draft, compare and confirm each line, verify: nothing else is needed, not even a page to read."""
    drafted = did("policy", "--from", bundle, "--out", "policy.toml")
    policy = parse_policy(Path("policy.toml").read_bytes())
    for row in policy.unconfirmed or ():
        assert f"{row.line}: {row.compare_with}" in drafted.out
    ran = verify(bundle)
    assert ran.code == 2
    assert "Missing: take both verifier keys from the operator's publication." in " ".join(
        ran.out.split()
    )
    for line in lines_of(policy):
        assert verify(bundle).code == 2
        did("policy", "confirm", "policy.toml", line, *SOURCE, *(keys() if line == "logs" else ()))
    assert verify(bundle).code == 0
    listed = json.loads(did("policy", "lines", "policy.toml", "--json").out)
    assert {row["state"] for row in listed} == {"confirmed"}
    assert all(row["compared_with"].startswith(SOURCE[1]) for row in listed)


def test_the_old_name_of_the_option_drafts_too(bundle: Path) -> None:
    """With the log keys, which still have to be confirmed like every other line."""
    did("policy", "--from-bundle", bundle, "--out", "policy.toml", *keys())
    listed = json.loads(did("policy", "lines", "policy.toml", "--json").out)
    assert {row["state"] for row in listed} == {"unconfirmed"}
    done = did("policy", "confirm", "policy.toml", "logs", *SOURCE, "--json")
    assert "logs" not in json.loads(done.out)["unconfirmed"]


def test_one_key_of_two_drafts_nothing(bundle: Path) -> None:
    """Both logs are signed; keys without a bundle are the ledger's own."""
    one = cradle("policy", "--from", bundle, "--out", "policy.toml", *keys()[:2])
    assert one.err.startswith("refused: policy.log_keys at --log-key: Give both keys")
    none = cradle("policy", "--out", "policy.toml", *keys())
    assert none.err.startswith("refused: policy.log_keys at --log-key: With a ledger")
    assert not Path("policy.toml").exists()


def test_nothing_confirms_more_than_one_line(bundle: Path) -> None:
    """One command takes one line; the words for all, a list, or a pattern name none."""
    did("policy", "--from", bundle, "--out", "policy.toml", *keys())
    before = Path("policy.toml").read_bytes()
    for word in ("all", "*", "registrars", "sha256:"):
        ran = cradle("policy", "confirm", "policy.toml", word, *SOURCE)
        assert ran.err.startswith("refused: policy.line"), word
    several = cradle("policy", "confirm", "policy.toml", "logs", OWN.registrars[0], *SOURCE)
    assert several.code == 3
    assert cradle("policy", "confirm", "policy.toml", "logs").code == 3
    assert Path("policy.toml").read_bytes() == before
    assert "--all" not in cradle("policy", "confirm", "--help").out


def test_a_policy_of_ones_own_has_no_lines_to_confirm(bundle: Path) -> None:
    """Its lines are listed as the reader's own."""
    Path("policy.toml").write_bytes(format_policy(OWN))
    listed = json.loads(did("policy", "lines", "policy.toml", "--json").out)
    assert {row["state"] for row in listed} == {"your own"}
    ran = cradle("policy", "confirm", "policy.toml", "logs", *SOURCE)
    assert ran.err.startswith("refused: policy.own")
    assert verify(bundle).code == 0
