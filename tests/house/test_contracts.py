"""Each import contract of pyproject.toml fails when it is broken, and only then.

A skeleton of the code base (every package, empty) is laid out in a temporary folder under the real
contracts; one forbidden import at a time is planted in it, and exactly the contracts that forbid
it must break. The real packages are held to the contracts by `make check`.
"""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")
FLOORS = [
    *("admission", "append", "audit", "bundles", "choices", "cli", "client", "desk", "disclosure"),
    *("documents", "exchange", "footprint", "monitoring", "operation", "portfolio", "rulebooks"),
    *("rules", "scripting", "service", "state", "store", "token", "translations", "trust"),
    *("witness", "workers"),
]
PACKAGES = [
    *("api", "schemas", "ledger"),
    *(f"ledger/{floor}" for floor in FLOORS),
    "ledger/exchange/comparison",
    "ledger/exchange/lint",
    "ledger/workers/runner",
]

# (module, what it imports, the contracts that this breaks)
PLANTS = [
    ("ledger.state.x", "api", {"applications"}),
    ("schemas.signed.x", "ledger.trust", {"applications"}),
    ("ledger.exchange.x", "ledger.cli", {"floors"}),
    ("ledger.state.x", "ledger.exchange", {"floors"}),
    ("ledger.store.x", "ledger.service", {"floors"}),
    ("ledger.client.x", "ledger.desk", {"floors"}),
    ("ledger.store.x", "ledger.audit", {"floors"}),
    ("ledger.audit.bundle.x", "ledger.store", {"floors"}),
    ("ledger.client.x", "ledger.store", {"floors"}),
    ("ledger.trust.x", "ledger.audit", {"floors"}),
    ("ledger.trust.x", "ledger.footprint", {"floors"}),
    ("ledger.footprint.graph.x", "ledger.trust", {"floors"}),
    ("ledger.rules.x", "ledger.store", {"floors"}),
    ("ledger.rules.x", "ledger.audit", {"floors"}),
    ("ledger.rules.x", "ledger.choices", {"floors"}),
    ("ledger.choices.log.x", "ledger.audit", {"floors"}),
    ("ledger.documents.page.x", "ledger.service", {"floors"}),
    ("ledger.choices.log.x", "ledger.documents", {"floors"}),
    ("ledger.footprint.graph.x", "ledger.rules", {"floors"}),
    ("ledger.rulebooks.x", "ledger.footprint", {"floors"}),
    ("ledger.translations.x", "ledger.footprint", {"floors"}),
    ("ledger.translations.x", "ledger.exchange", {"floors"}),
    ("ledger.other", "decimal", {"floors"}),
    ("ledger.state.y", "ledger.state.x", {"siblings"}),
    ("ledger.footprint.graph.x", "ledger.footprint.valuation", {"footprint_rooms"}),
    ("ledger.audit.log.x", "ledger.audit.figure", {"audit_rooms"}),
    ("ledger.choices.context.x", "ledger.choices.families", {"choices_rooms"}),
    ("ledger.documents.drawing.x", "ledger.documents.rendering", {"documents_rooms"}),
    ("ledger.state.x", "ledger.append", {"floors"}),
    ("ledger.admission.x", "ledger.append", {"floors"}),
    ("ledger.operation.x", "ledger.service", {"floors"}),
    ("ledger.service.answers.x", "ledger.service.access", {"service_rooms"}),
    ("ledger.cli.backend.x", "ledger.cli.commands", {"cli_rooms"}),
    ("ledger.audit.other", "decimal", {"audit_rooms"}),
    ("schemas.signed.x", "schemas.exchanged", {"schemas_rooms"}),
    ("schemas.signed.x", "schemas.views", {"schemas_rooms"}),
    ("schemas.exchanged.x", "schemas.views", {"schemas_rooms"}),
    ("schemas.vocabulary.x", "schemas.signed", {"schemas_rooms"}),
    ("schemas.other", "decimal", {"schemas_rooms"}),
    ("schemas.views.x", "random", {"pure"}),
    ("ledger.trust.x", "time", {"pure"}),
    ("ledger.footprint.graph.x", "socket", {"pure"}),
    ("ledger.audit.bundle.x", "pathlib", {"pure"}),
    ("ledger.rulebooks.x", "os", {"pure"}),
    ("ledger.rules.x", "time", {"pure"}),
    ("ledger.choices.log.x", "time", {"pure"}),
    ("ledger.exchange.lint.x", "urllib.parse", {"pure"}),
    ("ledger.documents.page.x", "time", {"pure"}),
    ("ledger.translations.x", "pathlib", {"pure"}),
    ("ledger.footprint.graph.x", "importlib.resources", {"package_data"}),
    ("ledger.trust.x", "networkx", {"trust"}),
    ("ledger.footprint.graph.x", "cryptography", {"footprint"}),
    ("ledger.footprint.graph.x", "nacl", {"footprint"}),
    ("ledger.cli.commands.verify", "ledger.store", {"verify"}),
    ("ledger.cli.commands.trace", "ledger.store", {"verify"}),
    ("ledger.cli.commands.sample", "ledger.store", {"verify"}),
    ("ledger.cli.commands.verify", "ledger.state", {"verify"}),
    ("ledger.cli.commands.verify", "socket", {"verify"}),
    ("ledger.cli.commands.verify", "ledger.token", {"verify"}),
    ("ledger.cli.commands.verify", "subprocess", {"verify"}),
    ("ledger.exchange.comparison.x", "ledger.store", {"comparison"}),
    ("ledger.exchange.comparison.x", "ledger.service", {"comparison"}),
    ("ledger.exchange.comparison.x", "ledger.append", {"comparison"}),
    ("ledger.exchange.comparison.x", "socket", {"comparison"}),
    ("ledger.token.x", "ledger.service", {"floors"}),
    ("ledger.token.x", "ledger.client", {"floors"}),
    ("ledger.trust.x", "ledger.token", {"floors"}),
    ("ledger.cli.backend.x", "pkcs11", {"token"}),
    ("ledger.cli.commands.x", "bw2io", {"background"}),
    ("ledger.audit.bundle.x", "numpy", {"portfolio"}),
    ("ledger.cli.commands.x", "distributed", {"workers"}),
    ("ledger.footprint.graph.x", "ledger.portfolio", {"floors", "portfolio"}),
    ("ledger.witness.x", "ledger.service", {"witness"}),
    ("ledger.witness.x", "ledger.state", {"witness"}),
    ("ledger.witness.x", "ledger.store", {"witness"}),
    ("ledger.witness.x", "api", {"applications"}),
    ("ledger.cli.backend.x", "ledger.witness", {"floors"}),
    ("ledger.exchange.x", "ledger.witness", {"floors"}),
    ("api.x", "ledger.witness", {"witness_apart"}),
    ("ledger.state.x", "sqlmodel", {"sql"}),
    ("api.x", "sqlalchemy", {"sql"}),
    ("ledger.exchange.x", "fastapi", {"web"}),
    ("ledger.witness.x", "fastapi", {"web"}),
    ("ledger.state.x", "typer", {"terminal"}),
    ("ledger.cli.backend.x", "tools", {"scaffolding"}),
]
ALLOWED = [
    ("api.x", "ledger.service"),
    ("api.x", "ledger.state"),
    ("ledger.state.x", "ledger.client"),
    ("ledger.witness.x", "ledger.trust"),
    ("ledger.witness.app", "fastapi"),
    ("ledger.cli.commands.verify", "ledger.audit"),
    ("ledger.cli.commands.verify", "pathlib"),
    ("ledger.cli.backend.x", "ledger.exchange"),
    ("ledger.audit.bundle.x", "ledger.rules"),
    ("ledger.audit.bundle.x", "ledger.documents"),
    ("ledger.documents.page.x", "ledger.choices"),
    ("ledger.audit.bundle.x", "ledger.trust"),
    ("ledger.rulebooks.x", "importlib.resources"),
    ("ledger.translations.x", "importlib.resources"),
    ("ledger.exchange.x", "ledger.translations"),
    ("ledger.exchange.x", "pathlib"),
    ("ledger.state.x", "ledger.translations"),
    ("ledger.store.x", "sqlmodel"),
    ("ledger.token.x", "pkcs11"),
    ("ledger.exchange.x", "bw2io"),
    ("ledger.exchange.x", "ledger.portfolio"),
    ("ledger.cli.backend.x", "ledger.token"),
    ("ledger.footprint.graph.x", "ledger.rulebooks"),
    ("ledger.trust.x", "schemas.signed"),
    ("schemas.views.x", "schemas.exchanged"),
    ("schemas.exchanged.x", "schemas.signed"),
    ("schemas.signed.x", "schemas.vocabulary"),
]


def path_of(module: str, top: Path) -> Path:
    """Return the file of a module or package of the skeleton."""
    path = top / module.replace(".", "/")
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def contracts() -> dict[str, str]:
    """Return the id of each contract by its name."""
    settings = tomllib.loads(PYPROJECT.read_text())["tool"]["importlinter"]
    return {contract["name"]: contract["id"] for contract in settings["contracts"]}


def rooms() -> list[str]:
    """Return the folders that the contracts on rooms name."""
    settings = tomllib.loads(PYPROJECT.read_text())["tool"]["importlinter"]
    return [
        f"{container.replace('.', '/')}/{room}"
        for contract in settings["contracts"]
        for container in contract.get("containers", ())
        if container != "ledger"
        for layer in contract["layers"]
        for room in layer.split(" | ")
    ]


def broken(top: Path) -> set[str]:
    """Check the skeleton in a process of its own and return the ids of the broken contracts."""
    command = [LINT_IMPORTS, "--no-logo", "--no-cache"]
    run = subprocess.run(
        command, cwd=top, capture_output=True, text=True, check=False, env={"COLUMNS": "200"}
    )
    verdicts = {
        ident: verdict
        for name, ident in contracts().items()
        for verdict in ("KEPT", "BROKEN")
        if f"{name} {verdict}" in run.stdout
    }
    assert verdicts.keys() == set(contracts().values()), run.stdout + run.stderr
    return {ident for ident, verdict in verdicts.items() if verdict == "BROKEN"}


@pytest.fixture
def skeleton(tmp_path: Path) -> Path:
    """Lay out every package, empty, beside the real contracts."""
    for package in PACKAGES:
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
    for room in rooms():
        (tmp_path / room).mkdir()
        (tmp_path / room / "__init__.py").touch()
    for name in ("sample", "trace", "verify"):
        (tmp_path / f"ledger/cli/commands/{name}.py").touch()
    (tmp_path / "ledger/state/x.py").write_text("import ledger.state.y\n")
    (tmp_path / "ledger/state/y.py").touch()
    (tmp_path / "pyproject.toml").write_text(PYPROJECT.read_text())
    return tmp_path


@pytest.mark.parametrize(("module", "imported", "contract"), PLANTS)
def test_a_forbidden_import_breaks_its_contract(
    skeleton: Path, module: str, imported: str, contract: set[str]
) -> None:
    """The planted import breaks the contract that is about it, and no other."""
    path_of(module, skeleton).write_text(f"import {imported}\n")
    assert broken(skeleton) == contract


def test_allowed_imports_break_nothing(skeleton: Path) -> None:
    """All imports that the design allows, planted together, keep every contract."""
    for module, imported in ALLOWED:
        path = path_of(module, skeleton)
        before = path.read_text() if path.exists() else ""
        path.write_text(f"{before}import {imported}\n")
    assert broken(skeleton) == set()


def test_every_contract_is_broken_by_some_plant() -> None:
    """Every contract in the configuration has a planted import that breaks it."""
    assert set().union(*(contract for _, _, contract in PLANTS)) == set(contracts().values())
