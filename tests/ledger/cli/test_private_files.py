"""Files that hold a secret, and what a system without modes and locks can do: Windows, as far as Linux can show it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ledger.cli.private_files import others_may_read

WITHOUT = """
import sys
from importlib.abc import MetaPathFinder
class Missing(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name in {"fcntl", "grp", "pwd", "resource", "termios", "tty"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Missing())
for name in ("fcntl", "grp", "pwd", "resource", "termios", "tty"):
    sys.modules.pop(name, None)
from ledger.cli.main import main
main()
"""
"""The command line without the modules of Python that Windows lacks."""


def without_posix(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a command so."""
    command = [sys.executable, "-c", WITHOUT, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("mode", "open_to_others"), [(0o600, False), (0o640, True), (0o604, True)])
def test_a_mode_says_who_may_read(tmp_path: Path, mode: int, *, open_to_others: bool) -> None:
    """One bit for others, or for the group, is enough."""
    file = tmp_path / "secret"
    file.touch()
    file.chmod(mode)
    assert others_may_read(file) is open_to_others


def test_where_a_mode_says_nothing_no_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows reports 666 for each file that may be written."""
    file = tmp_path / "secret"
    file.touch()
    file.chmod(0o666)
    with monkeypatch.context() as patched:
        patched.setattr(os, "name", "nt")
        open_to_others = others_may_read(file)
    assert open_to_others is False


def test_a_supplier_needs_no_module_that_windows_lacks(tmp_path: Path) -> None:
    """Template, check of a sheet, and keys; the empty sheet is refused for what is not filled in."""
    sheet = tmp_path / "cells.xlsx"
    assert without_posix("template", "--out", sheet).returncode == 0
    assert "[cell.missing]" in without_posix("check", sheet).stdout
    made = without_posix("keys", "new", tmp_path / "keys")
    assert made.returncode == 0, made.stderr
    asked = without_posix("join", "http://127.0.0.1:9/invitation/aa", "--country", "FI")
    assert asked.stderr.startswith("refused: "), asked.stderr
    assert "command.crashed" not in asked.stderr


def test_a_ledger_in_a_folder_is_refused_there(tmp_path: Path) -> None:
    """With what to use instead."""
    made = ("--origin", "ledger.example/battery", "--operator", "Op", "--country", "DE")
    ran = without_posix("init", *made, "--ledger", tmp_path / "ledger")
    assert ran.stderr.startswith("refused: ledger.system: ")
    assert "--login" in ran.stderr
