"""The wheel, installed where only `constraints-run.txt` is: the demo and its pages need no more."""

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import httpx2
import pytest
from support.installed import Environment, built_wheel, linked_environment
from support.serve_process import free_port

from api.web.workspaces import workspace_named
from tools import tree
from tools.dependencies import RUN_EXTRAS, RUN_LOCK, pins

IMPORT_ALL = """
import sys
from importlib import import_module
from pkgutil import walk_packages
import api, ledger, schemas
for package in (api, ledger, schemas):
    assert sys.prefix in package.__path__[0], package.__path__
    for module in walk_packages(package.__path__, package.__name__ + "."):
        if not module.name.startswith("ledger.store.migrations.env"):  # alembic runs it
            try:
                import_module(module.name)
            except ModuleNotFoundError as missing:
                print(missing.name)
"""
OF_OTHER_EXTRAS = {"distributed", "jsonschema_rs", "numba", "numpy", "pkcs11"}
"""Modules that a command or page of another extra asks for, and then refuses with the command that installs it."""

SOON = 60.0


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, alone in a folder."""
    return built_wheel(tree.TOP, tmp_path_factory.mktemp("wheels"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment with the packages of the small lock, into which pip installed the wheel from its folder."""
    environment = linked_environment(tmp_path_factory.mktemp("installed"), pins(RUN_LOCK))
    environment.install(f"cradle-ledger[{','.join(RUN_EXTRAS)}]", wheel.parent)
    return environment


def test_the_wheel_has_every_file_of_its_packages(wheel: Path) -> None:
    """Words, templates, rulebooks, cases, migrations, schemas and static files, and no file of a test or tool."""
    packages = ("ledger/", "api/", "schemas/")
    names = {path.relative_to(tree.TOP).as_posix() for path in tree.files()}
    with ZipFile(wheel) as file:
        packed = {name for name in file.namelist() if ".dist-info/" not in name}
    assert packed == {name for name in names if name.startswith(packages)}


def test_the_small_lock_is_enough_for_every_module(installed: Environment, tmp_path: Path) -> None:
    """Only modules of other extras lack something."""
    missing = installed.run("python", "-c", IMPORT_ALL, cwd=tmp_path).split()
    assert {name.partition(".")[0] for name in missing} == OF_OTHER_EXTRAS


@dataclass(frozen=True)
class Served:
    """The demo of the installed wheel, and the addresses and logins that it announced."""

    result: dict[str, Any]

    @contextmanager
    def visitor(self, role: str) -> Iterator[httpx2.Client]:
        """A browser that is logged in."""
        url, login = self.result["pages"]["url"], self.result["pages"]["logins"][role]
        with httpx2.Client(base_url=url, headers={"Origin": url}, timeout=SOON) as client:
            answer = client.post("/login", data=login)
            assert answer.status_code == httpx2.codes.SEE_OTHER, answer.text
            yield client


@pytest.fixture(scope="module")
def served(installed: Environment, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """`cradle demo --serve` outside the checkout, until it answers."""
    folder = tmp_path_factory.mktemp("elsewhere")
    out = folder / "demo.json"
    told = ("demo", "--dir", "demo", "--out", out, "--serve", "--port", free_port())
    process = installed.start("cradle", *told, cwd=folder)
    try:
        yield Served(_announced(process, out))
    finally:
        process.terminate()
        process.wait()


def _announced(process: "subprocess.Popen[bytes]", out: Path) -> dict[str, Any]:
    """The demo's result when its server answers."""
    deadline = time.monotonic() + SOON
    while True:
        output = (out.parent / "output").read_text()
        assert process.poll() is None, output
        assert time.monotonic() < deadline, output
        result: dict[str, Any] = json.loads(out.read_text()) if "serving" in output else {}
        if "pages" in result:
            return result
        time.sleep(0.1)


def test_the_demo_runs_from_the_wheel(served: Served) -> None:
    """Outside the checkout, with the packages of the small lock: the figure is verified and declared."""
    assert served.result["declaration"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_declaration_is_a_page_and_a_pdf(served: Served, language: str) -> None:
    """Without a login, and in Chinese too."""
    public = served.result["pages"]["public"]
    page = httpx2.get(public, params={"lang": language}, timeout=SOON)
    assert page.status_code == httpx2.codes.OK
    pdf = httpx2.get(f"{public}.pdf", params={"lang": language}, timeout=SOON)
    assert pdf.content.startswith(b"%PDF-")


@pytest.mark.parametrize("name", ["supplier", "manufacturer", "auditor", "operator"])
def test_each_tab_of_a_workspace_opens(served: Served, name: str) -> None:
    """The portfolio's packages are of another extra, which its page says with the command that installs it."""
    with served.visitor(name) as client:
        for tab in workspace_named(name).tabs:
            page = client.get(tab.href)
            if tab.key == "portfolio":
                assert page.status_code == httpx2.codes.NOT_IMPLEMENTED
                assert "cradle-ledger[portfolio]" in page.text
            else:
                assert page.status_code == httpx2.codes.OK, page.text
