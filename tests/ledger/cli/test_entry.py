"""An interruption is one line and exit status 130, during the import of the command line and during a command."""

import subprocess
import sys
from pathlib import Path

import pytest
from support.command import cradle
from support.command_world import told

from ledger.cli import main

SLOW = """
import builtins, signal, sys
loaded = builtins.__import__
def stop(name, *rest):
    if name == {module!r}:
        signal.raise_signal(signal.SIGINT)
    return loaded(name, *rest)
builtins.__import__ = stop
sys.argv = ["cradle", "log", "list", "--ledger", {ledger!r}]
from ledger.cli.entry import main
main()
"""

WAITING = """
import io, signal, sys
class Person(io.StringIO):
    def readline(self, *_):
        signal.raise_signal(signal.SIGINT)
sys.stdin = Person()
sys.argv = ["cradle", "access", "person", "anna", "--of", "house", "--role", "supplier"]
from ledger.cli.entry import main
main()
"""


@pytest.mark.parametrize(
    "module", ["typer", "pydantic", "ledger.cli.main", "ledger.cli.backend.select", "sqlalchemy"]
)
def test_an_interruption_while_a_module_is_loaded(module: str, tmp_path: Path) -> None:
    """No module that loads at that moment shows a stack trace."""
    book = tmp_path / "ledger"
    named = ("--origin", "a.example/b", "--operator", "A", "--country", "DE")
    told("init", "--ledger", book, *named)
    code = SLOW.format(module=module, ledger=str(book))
    ran = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert (ran.returncode, ran.stderr, ran.stdout) == (130, "interrupted\n", "")


def test_an_interruption_of_a_running_command() -> None:
    """A command that waits, here for a password, ends in one line as well."""
    ran = subprocess.run(
        [sys.executable, "-c", WAITING], check=False, capture_output=True, text=True
    )
    assert (ran.returncode, ran.stderr, ran.stdout) == (130, "interrupted\n", "")


def test_an_interruption_that_a_library_wraps(monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure whose cause is an interruption is no crash."""

    def wrap(**_: object) -> None:
        raise RuntimeError("wrapped") from KeyboardInterrupt()

    monkeypatch.setattr(main, "app", wrap)
    ran = cradle("log", "list")
    assert (ran.code, ran.err) == (130, "interrupted\n")
