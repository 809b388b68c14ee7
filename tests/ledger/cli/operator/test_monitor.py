"""`cradle monitor`: a check of an operator's folder, and its report for readers."""

import json
import re
from pathlib import Path

import pytest
from support.command import cradle, did
from support.ledger_small import Small, small_ledger
from support.operator import edit, folder_of

from ledger.audit.bundle.parsing import parse_monitor
from ledger.audit.policy import parse_policy


@pytest.fixture
def small(tmp_path: Path) -> Small:
    """A ledger that no process has open."""
    with small_ledger(tmp_path / "ledger") as built:
        return built


def test_a_person_reads_and_keeps_a_report(small: Small, tmp_path: Path) -> None:
    """The verdict is printed with the key for policies; the file has the same report, signed."""
    folder, keys, out = folder_of(small.world), tmp_path / "keys", tmp_path / "monitor.json"
    assert cradle("keys", "new", keys).code == 0
    ran = did(
        *("monitor", "--ledger", folder, "--identity", keys, "--out", out),
        *("--name", "watch.example"),
    )
    assert ran.out.startswith("Consistent: ")
    assert "monitors = ['watch.example+" in ran.out
    report = parse_monitor(out.read_bytes()).report
    assert (report.verdict, report.entries.size) == ("consistent", 3)


def test_a_program_reads_json(small: Small) -> None:
    """Without a terminal there is no bar, and a finding sets the exit status."""
    edit(small.world, "UPDATE draw SET amount = '1'")
    ran = cradle("monitor", "--ledger", folder_of(small.world), "--json")
    told = json.loads(ran.out)
    assert (ran.code, told["verdict"], ran.err) == (1, "contradicted", "")
    assert [row["code"] for row in told["findings"]] == ["row.differs"]


@pytest.mark.parametrize("option", ["--out", "--identity"])
def test_what_is_written_is_signed(small: Small, option: str, tmp_path: Path) -> None:
    """A file without keys, or keys without a file, is refused."""
    ran = cradle("monitor", "--ledger", folder_of(small.world), option, tmp_path / "x")
    assert ran.code == 1
    assert ran.err.startswith("refused: monitor.identity at identity")


def test_a_monitor_signs_with_ed25519(small: Small, tmp_path: Path) -> None:
    """Policies list verifier keys of notes, which are Ed25519; another key is refused before the check."""
    assert cradle("keys", "new", tmp_path / "keys", "--alg", "p256").code == 0
    options = ("--identity", tmp_path / "keys", "--out", tmp_path / "monitor.json")
    ran = cradle("monitor", "--ledger", folder_of(small.world), *options)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("refused: key.length")


def test_a_policy_with_a_monitor(tmp_path: Path) -> None:
    """The printed key goes into a policy, and a bundle may carry the report."""
    did("demo", "--dir", tmp_path / "demo", "--out", tmp_path / "demo.json")
    result = json.loads((tmp_path / "demo.json").read_text())
    folder, keys, out = tmp_path / "demo" / "ledger", tmp_path / "keys", tmp_path / "monitor.json"
    cradle("keys", "new", keys)
    ran = did("monitor", "--ledger", folder, "--identity", keys, "--out", out)
    vkey = ran.out.rpartition("monitors = ['")[2].partition("'")[0]
    accepted = parse_policy(Path(result["policy"]).read_bytes())
    policy, bundle = tmp_path / "policy.toml", tmp_path / "carried.bundle"
    named = [("--rulebook", row) for row in accepted.rulebooks]
    named += [("--factor-set", row) for row in accepted.factor_sets]
    named += [("--auditor", row) for row in accepted.auditors]
    options = [item for row in named for item in row]
    did("policy", "--ledger", folder, "--out", policy, "--monitor", vkey, *options)
    subject = result["declaration"]["id"]
    carried = ("--ledger", folder, "--out", bundle, "--monitor", out)
    assert cradle("bundle", subject, *carried).code == 0
    verified = did("verify", bundle, "--policy", policy)
    assert re.search(
        "draws by customers outside the bundle +checked by monitor monitor", verified.out
    )
    missing = ("--ledger", folder, "--out", bundle, "--force", "--monitor", tmp_path / "nowhere")
    assert cradle("bundle", subject, *missing).err.startswith("refused: file.unreadable")
