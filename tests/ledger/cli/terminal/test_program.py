"""A printed command can be run as it is."""

import shutil
import sys
from pathlib import Path

import pytest

from ledger.cli.terminal.program import command_line, program


def installed(folder: Path) -> Path:
    """A program of the command's name."""
    path = folder / "bin dir" / "cradle"
    path.parent.mkdir()
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_a_program_on_the_path_goes_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The shell finds it."""
    path = installed(tmp_path)
    monkeypatch.setattr(sys, "argv", [str(path)])
    monkeypatch.setenv("PATH", str(path.parent))
    assert program() == "cradle"


@pytest.mark.parametrize("elsewhere", [None, "/usr/bin/other"])
def test_a_program_beside_the_path_goes_by_the_path_of_its_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, elsewhere: str | None
) -> None:
    """As it was called, quoted for a shell; so too where another program has the name."""
    path = installed(tmp_path)
    monkeypatch.setattr(sys, "argv", [str(path)])
    monkeypatch.setattr(shutil, "which", lambda _: elsewhere)
    assert command_line("verify a") == f"'{path}' verify a"


def test_another_program_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test or a script that calls the command line has another name."""
    monkeypatch.setattr(sys, "argv", ["/usr/bin/pytest"])
    assert program() == "cradle"
