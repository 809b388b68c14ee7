"""The second program for the conservative figure comes to the same totals, and to the same list of choices.

It runs beside the first one over demos (`test_demo_alone`), and over each bundle that a test of the verifier judges
(tests/ledger/audit/conftest.py). It verifies nothing, so a bundle counts for which the first one has a conservative
figure, whatever its verdict.
"""

import ast
import sys
from pathlib import Path

import pytest
from support import signed_battery
from support.second_opinion import PEERS, alone, load
from support.signed_delivery import honest, whole
from support.verdicts import judge
from support.warranty_notes import MAKER, MODEL, policy_with, terms

from ledger.audit.bundle.container import pack
from ledger.audit.policy import format_policy

FILE = PEERS / "conservative_alone.py"
ALONE = load(FILE)


def test_it_imports_the_standard_library_and_the_second_verifier_alone() -> None:
    """No line imports anything that Python does not bring, but for the module beside it."""
    text = FILE.read_text()
    nodes = [*ast.walk(ast.parse(text))]
    named = {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}
    named |= {row.name for node in nodes if isinstance(node, ast.Import) for row in node.names}
    assert {name.split(".")[0] for name in named} <= sys.stdlib_module_names
    assert text.count("import_module(") == 1
    assert 'import_module("verify_alone")' in text


@pytest.mark.parametrize(
    "other",
    [
        *({}, {"km": "129999"}, {"km": None}, {"remaining_energy": "0.6"}),
        *({"made_from": "2025-01-02"}, {"made_from": "2026-01-01"}, {"made_before": "2025-06-01"}),
    ],
)
def test_published_warranties_count_alike(tmp_path: Path, other: dict[str, str | None]) -> None:
    """As stated, longer, shorter, one that counts as none, and those of a part of the year or of none of it."""
    bundle, policy = tmp_path / "bundle", tmp_path / "policy.toml"
    bundle.write_bytes(pack(signed_battery.honest().ledger.files()))
    listing = policy_with(terms(MAKER, MODEL, **other))
    policy.write_bytes(format_policy(listing))
    report = judge(bundle.read_bytes(), listing)
    assert report.conservative is not None
    ran = alone(FILE, bundle, policy, "--list")
    assert f"conservative total: {report.conservative.total} (" in ran.stdout
    life = next(row for row in report.choices or () if row.code == "unit.service_life")
    assert f"{life.code} {life.subject} {life.effect} {life.state}" in ran.stdout.splitlines()
    assert alone(PEERS / "verify_alone.py", bundle, policy).returncode == 0


def test_usage_exits_with_3_and_what_is_not_judged_with_2(tmp_path: Path) -> None:
    """No arguments, and a policy that is not TOML; a bundle about a delivery, and one that lacks its files."""
    bundle, policy = tmp_path / "bundle", tmp_path / "policy.toml"
    bundle.write_bytes(pack(whole(honest())))
    assert alone(FILE).returncode == 3
    policy.write_bytes(b"quorum =")
    assert alone(FILE, bundle, policy).returncode == 3
    policy.write_bytes(format_policy(honest().ledger.policy()))
    ran = alone(FILE, bundle, policy)
    assert (ran.returncode, ran.stdout.strip()) == (2, "not judged: bundle.no_subject")
    bundle.write_bytes(pack({}))
    assert alone(FILE, bundle, policy).returncode == 2
    assert alone(FILE, "--help").stdout.startswith("A second, independent program")
