"""The default installation is enough for the command line; only a server needs the extra `server`."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from support.ledger_cli import EXAMPLES

from tools import dependencies

TOP = Path(__file__).parents[2]
PROJECT = tomllib.loads((TOP / "pyproject.toml").read_text())["project"]
EXTRAS = PROJECT["optional-dependencies"]
OWN = {"api", "ledger", "schemas"}

WITHOUT_SERVER = """
import sys
from importlib.abc import MetaPathFinder
class Missing(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {MISSING}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Missing())
from ledger.cli.main import main
main()
"""


def distributions(requirements: list[str]) -> set[str]:
    """The names of required distributions."""
    return {canonicalize_name(Requirement(row).name) for row in requirements}


def imported(package: str) -> set[str]:
    """The distributions whose modules the files of a package import, anywhere in them."""
    known = packages_distributions()
    names = set[str]()
    for path in (TOP / package).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Import):
                names |= {row.name.partition(".")[0] for row in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    outside = names - OWN - sys.stdlib_module_names
    return {canonicalize_name(known[name][0]) for name in outside if name in known}


REFUSALS = {"missing_extra": 2, "install_command": 0}
"""The functions whose sentence names an extra to install, and which argument is its name."""


def named_extras() -> set[str]:
    """The extras whose absence the code answers with the command that installs them."""
    return {
        extra.value
        for package in sorted(OWN)
        for path in (TOP / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if (at := REFUSALS.get(node.func.id)) is not None
        if isinstance(extra := node.args[at], ast.Constant) and isinstance(extra.value, str)
    }


def test_an_extra_that_is_missing_is_named() -> None:
    """Each extra has a refusal with the command that installs it, and no refusal names an extra that is not there."""
    assert named_extras() == {*dependencies.user_extras()}


def test_the_page_of_installation_lists_each_extra() -> None:
    """Once, in its table."""
    page = (TOP / "docs/install.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z0-9-]+)` \|", page, re.MULTILINE)
    assert sorted(rows) == sorted({*dependencies.user_extras()})


NEEDED_BY_DEFAULTS = {"sqlalchemy", "starlette", "annotated-types", "pydantic-core", "h11"}
"""Distributions that a default dependency is made of, and pins itself."""


def test_the_command_line_imports_default_dependencies_only() -> None:
    """What `ledger` and `schemas` import comes with the default installation, or with an extra that names it."""
    default = distributions(PROJECT["dependencies"]) | NEEDED_BY_DEFAULTS
    found = imported("ledger") | imported("schemas")
    assert found - default <= distributions(
        EXTRAS["background"]
        + EXTRAS["distributed"]
        + EXTRAS["frames"]
        + EXTRAS["json-schema"]
        + EXTRAS["pkcs11"]
        + EXTRAS["portfolio"]
        + EXTRAS["postgres"]
    )


def test_the_extra_server_is_what_only_a_server_imports() -> None:
    """Each distribution of the extra is imported by no other package, and the server imports no other."""
    server = distributions(EXTRAS["server"])
    assert not (imported("ledger") | imported("schemas")) & server
    default = distributions(PROJECT["dependencies"]) | NEEDED_BY_DEFAULTS
    assert imported("api") | imported("ledger/witness") <= default | server


def without_server(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command line where the packages of the extra are not installed."""
    wanted = distributions(EXTRAS["server"])
    missing = {
        name
        for name, rows in packages_distributions().items()
        if {canonicalize_name(row) for row in rows} & wanted
    }
    code = WITHOUT_SERVER.replace("{MISSING}", repr(missing))
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_supplier_needs_no_server(tmp_path: Path) -> None:
    """Template, check, a ledger in a folder, keys, registration and an entry work without the extra."""
    book, keys = tmp_path / "ledger", tmp_path / "keys"
    named = ("--identity", keys, "--ledger", book)
    steps = (
        ("template", "--out", tmp_path / "cells.xlsx"),
        (
            "init",
            "--origin",
            "ledger.example/battery",
            "--operator",
            "Op",
            "--country",
            "DE",
            "--ledger",
            book,
        ),
        ("keys", "new", keys),
        ("register", "--name", "Cells", "--country", "FI", "--role", "supplier", *named),
        ("submit", EXAMPLES / "cell-entry.json", *named),
    )
    for step in steps:
        ran = without_server(*step)
        assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize("command", ["serve", "witness serve"])
def test_a_server_says_what_is_missing(command: str, tmp_path: Path) -> None:
    """One sentence names the package and the extra."""
    book = tmp_path / "ledger"
    made = ("--origin", "ledger.example/battery", "--operator", "Op", "--country", "DE")
    assert without_server("init", *made, "--ledger", book).returncode == 0
    words = [*command.split(), *(("--ledger", book) if command == "serve" else (tmp_path,))]
    ran = without_server(*words)
    assert ran.returncode == 1
    assert ran.stderr.startswith("refused: install.server: ")
    assert ran.stderr.rstrip().endswith(
        "run pip install 'cradle-ledger[server]' (in a checkout: make venv)."
    )
    assert ran.stderr.count("\n") == 1
