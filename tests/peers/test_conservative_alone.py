"""The second program for the conservative figure comes to the same totals, and to the same list of choices.

It runs beside the first one over the demo under three rulebooks, and over tables of resigned and tampered bundles that
the second verifier is compared on. It verifies nothing, so a bundle counts for which the first one has a conservative
figure, whatever its verdict.
"""

import ast
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from support.bundles import Json
from support.command import cradle
from support.second_opinion import load, run_table
from support.signed_delivery import honest, whole

from ledger.audit.bundle.container import pack
from ledger.audit.policy import format_policy
from ledger.audit.verifier import Progress, ignore_progress, verify
from schemas.signed.policy import Policy
from schemas.views.report import Report

PEERS = Path(__file__).parent
FILE = PEERS / "conservative_alone.py"
ALONE = load(FILE)
AUDIT = PEERS.parent / "ledger" / "audit"
RULEBOOKS = ["study-full-substitution-1", "eu-ev-draft-2024", "pef-2021"]
TABLES: dict[str, dict[str, int]] = {
    "rules/test_attestations": {"bundle.no_subject": 4},
    "subject/test_delivery_view": {"bundle.no_subject": 19, "file.missing": 3},
    "test_electricity": {"computed": 25, "form.not_judged": 14},
    "rules/test_imports": {"computed": 2, "form.not_judged": 14},
    "rules/test_samples": {"computed": 15},
    "links/test_lineage": {"computed": 4},
    "test_log_keys": {"computed": 13},
    "subject/test_method": {"computed": 4},
    "test_mistakes": {"computed": 10, "form.not_judged": 2},
    "figure/test_quality": {"computed": 5},
    "test_redacted": {"computed": 1},
    "test_resigned": {"computed": 28},
    "test_resigned_composition": {"computed": 14},
    "test_resigned_circular": {"computed": 9, "form.not_judged": 1},
    "test_resigned_documents": {"computed": 15},
    "test_resigned_entries": {"computed": 8, "form.not_judged": 1},
    "test_resigned_periods": {"computed": 14},
    "figure/test_site_balances": {"computed": 20},
    "test_verifier": {"computed": 39, "file.missing": 3},
}
"""The tables by file, and the number of bundles by what the second program says of them."""


def alone(*arguments: object) -> subprocess.CompletedProcess[str]:
    """The program as its reader runs it: a bare interpreter, without any installed package."""
    command = [sys.executable, "-S", "-I", str(FILE), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def outcome(policy: Policy, data: bytes, own: tuple[bytes, ...]) -> Json:
    """The second program's total, interaction and list, as the first one shows them."""
    result = ALONE.conservative(ALONE.ALONE.parse_policy(format_policy(policy)), data, own)

    def shown(number: Json, context: Json) -> str | None:
        return None if number is None else str(ALONE.fixed(context.plus(number)))

    rows = [(it.kind, it.subject, shown(it.effect, ALONE.SHOWN), it.state) for it in result.choices]
    parts = [shown(kg, ALONE.SHOWN) for kg in result.parts or ()]
    return shown(result.total, ALONE.UP), parts, shown(result.interaction, ALONE.SHOWN), rows


class Beside:
    """Run both programs on each bundle that has a conservative figure, and keep the differences."""

    def __init__(self) -> None:
        """Nothing was compared yet."""
        self.seen: set[tuple[bytes, Policy]] = set()
        self.differences: list[object] = []
        self.judged: Counter[str] = Counter()

    def __call__(
        self,
        data: bytes,
        policy: Policy,
        policy_digest: str,
        own: tuple[bytes, ...] = (),
        progress: Progress = ignore_progress,
    ) -> Report:
        """The report of the first program."""
        report = verify(data, policy, policy_digest, own, progress)
        figure = report.conservative
        if figure is not None and (data, policy) not in self.seen:
            self.seen.add((data, policy))
            rows = [(it.code, it.subject, it.effect, str(it.state)) for it in report.choices or ()]
            assert figure.parts is not None
            parts = [figure.parts.data_and_modelling, figure.parts.method_and_use]
            first = figure.total, parts, figure.interaction, rows
            try:
                second = outcome(policy, data, own)
            except (ALONE.NotJudgedError, ALONE.ALONE.FindingError) as error:
                self.judged[error.args[0]] += 1
            else:
                self.judged["computed"] += 1
                self.differences += [] if first == second else [(first, second)]
        return report


@pytest.mark.parametrize("table", TABLES)
def test_both_programs_come_to_the_same_conservative_figure(
    table: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every bundle of these tests: the shown total and interaction, and the choices with effect and state."""
    beside = Beside()
    run_table(AUDIT / f"{table}.py", beside, tmp_path, monkeypatch)
    assert beside.differences == []
    assert beside.judged == TABLES[table]


@pytest.mark.parametrize("rulebook", RULEBOOKS)
def test_the_demo_has_the_same_total_interaction_and_list(tmp_path: Path, rulebook: str) -> None:
    """Under full substitution and two readings of the circular formula, from the command line."""
    book, told = tmp_path / "out", tmp_path / "demo.json"
    assert cradle("demo", "--dir", book, "--out", told, "--rulebook", rulebook).code == 0
    result = json.loads(told.read_text())
    named = result["bundle"], "--policy", result["policy"]
    report = json.loads(cradle("verify", *named, "--json").out)
    figure, choices = report["conservative"], report["choices"]
    ran = alone(result["bundle"], result["policy"], "--list")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    first, *rows, total, data, use, between = ran.stdout.splitlines()
    assert first == f"declared total: {report['declared_total']} kg CO2e per kWh"
    assert total.startswith(f"conservative total: {figure['total']} (")
    assert data.startswith(f"by data and modelling: {figure['parts']['data_and_modelling']} (")
    assert use.startswith(f"by method and use: {figure['parts']['method_and_use']} (")
    assert between.startswith(f"interaction: {figure['interaction']} (")
    listed = [(it["code"], it["subject"], it.get("effect", "-"), it["state"]) for it in choices]
    assert [tuple(row.split()) for row in rows] == listed


def test_it_imports_the_standard_library_and_the_second_verifier_alone() -> None:
    """No line imports anything that Python does not bring, but for the module beside it."""
    text = FILE.read_text()
    nodes = [*ast.walk(ast.parse(text))]
    named = {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}
    named |= {row.name for node in nodes if isinstance(node, ast.Import) for row in node.names}
    assert {name.split(".")[0] for name in named} <= sys.stdlib_module_names
    assert text.count("import_module(") == 1
    assert 'import_module("verify_alone")' in text


def test_usage_exits_with_3_and_what_is_not_judged_with_2(tmp_path: Path) -> None:
    """No arguments, and a policy that is no TOML; a bundle about a delivery, and one that lacks its files."""
    bundle, policy = tmp_path / "bundle", tmp_path / "policy.toml"
    bundle.write_bytes(pack(whole(honest())))
    assert alone().returncode == 3
    policy.write_bytes(b"quorum =")
    assert alone(bundle, policy).returncode == 3
    policy.write_bytes(format_policy(honest().ledger.policy()))
    ran = alone(bundle, policy)
    assert (ran.returncode, ran.stdout.strip()) == (2, "not judged: bundle.no_subject")
    bundle.write_bytes(pack({}))
    assert alone(bundle, policy).returncode == 2
    assert alone("--help").stdout.startswith("A second, independent program")
