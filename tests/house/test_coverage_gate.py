"""The coverage gate, on real reports of coverage.py."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools import coverage_gate

BRANCHING = "def f(x):\n    if x:\n        return 1\n    return 2\n"


def measure(top: Path, calls: str) -> Path:
    """Run `calls` under coverage on a tree with one branching module per complete package."""
    for package in coverage_gate.COMPLETE:
        (top / package).mkdir(parents=True)
        (top / package / "module.py").write_text(BRANCHING)
    # A package with a file of its own, or the installed one would be imported in its stead.
    (top / "ledger/__init__.py").touch()
    (top / "run.py").write_text(
        "from ledger.audit.module import f\n"
        "from ledger.footprint.module import f as g\n"
        "from ledger.rules.module import f as h\n"
        "from ledger.trust.module import f as i\n"
        f"from ledger.choices.module import f as j\n{calls}\n"
    )
    (top / ".coveragerc").write_text("[run]\nbranch = true\nsource = ledger\n")
    coverage = [sys.executable, "-m", "coverage"]
    subprocess.run([*coverage, "run", "run.py"], cwd=top, check=True)
    subprocess.run([*coverage, "json", "-q"], cwd=top, check=True)
    return top / "coverage.json"


def test_complete_coverage_passes(tmp_path: Path) -> None:
    """A report with every line and branch covered is accepted."""
    calls = "[k(x) for k in (f, g, h, i, j) for x in (0, 1)]"
    assert coverage_gate.main(measure(tmp_path, calls)) == 0


def test_one_branch_never_taken_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A branch that no test covers is reported with its file and line."""
    report = measure(tmp_path, "[k(x) for k in (f, g, h, j) for x in (0, 1)], i(1)")
    assert coverage_gate.main(report) == 1
    found = capsys.readouterr().out.splitlines()
    assert found[:2] == [
        "ledger/trust/module.py:4: never run",
        "ledger/trust/module.py:2: branch to 4 never taken",
    ]


def test_nothing_measured_fails() -> None:
    """A package without a measured file is a gap."""
    found = list(coverage_gate.findings({"files": {}}))
    assert found == [f"{package}: no file was measured" for package in coverage_gate.COMPLETE]
