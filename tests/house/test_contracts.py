"""Import contracts of pyproject.toml fail when they are broken, and only then: one plant for each sort of them.

A skeleton of the code base (every package, empty) is laid out in a temporary folder under the real
contracts; one forbidden import at a time is planted in it, and exactly the contract that forbids
it must break. The real packages are held to the contracts by `make check`.
"""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")
CONTRACTS = tomllib.loads(PYPROJECT.read_text())["tool"]["importlinter"]["contracts"]
ROOMS = {
    f"{container.replace('.', '/')}/{room}"
    for contract in CONTRACTS
    for container in contract.get("containers", ())
    for layer in contract["layers"]
    for room in layer.split(" | ")
}
FILES = ["workers/runner", "exchange/comparison", "exchange/lint"]
FILES += [f"cli/commands/{name}" for name in ("sample", "trace", "verify")]


@pytest.fixture
def skeleton(tmp_path: Path) -> Path:
    """Lay out every package, empty, beside the real contracts."""
    for package in sorted({"api", "schemas", "ledger", *ROOMS}):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
    for name in FILES:
        (tmp_path / f"ledger/{name}.py").touch()
    (tmp_path / "ledger/state/x.py").write_text("import ledger.state.y\n")
    (tmp_path / "ledger/state/y.py").touch()
    (tmp_path / "pyproject.toml").write_text(PYPROJECT.read_text())
    return tmp_path


@pytest.mark.parametrize(
    ("module", "imported", "contract"),
    [
        ("ledger/trust/x", "ledger.audit", {"floors"}),
        ("ledger/audit/log/x", "ledger.audit.figure", {"audit_rooms"}),
        ("ledger/state/y", "ledger.state.x", {"siblings"}),
        ("ledger/footprint/graph/x", "socket", {"pure"}),
        ("ledger/cli/commands/verify", "ledger.store", {"verify"}),
        ("ledger/trust/x", "schemas.signed", set()),
    ],
)
def test_a_forbidden_import_breaks_its_contract(
    skeleton: Path, module: str, imported: str, contract: set[str]
) -> None:
    """The planted import breaks the contract that is about it, and no other; one that is allowed breaks none."""
    (skeleton / f"{module}.py").write_text(f"import {imported}\n")
    command = [LINT_IMPORTS, "--no-logo", "--no-cache"]
    run = subprocess.run(
        command, cwd=skeleton, capture_output=True, text=True, check=False, env={"COLUMNS": "200"}
    )
    verdicts = {
        row["id"]: verdict
        for row in CONTRACTS
        for verdict in ("KEPT", "BROKEN")
        if f"{row['name']} {verdict}" in run.stdout
    }
    assert verdicts.keys() == {row["id"] for row in CONTRACTS}, run.stdout + run.stderr
    assert {name for name, verdict in verdicts.items() if verdict == "BROKEN"} == contract
