"""A ledger made by the command line, with its participants and the example entry of the cell maker."""

from pathlib import Path

from support.codes import TOP
from support.command import Ran, cradle

RULEBOOK = "study-full-substitution-1"
EXAMPLES = TOP / "docs" / "examples"


def ledger(folder: Path, *options: object) -> Path:
    """A new ledger."""
    ran = cradle(
        *("init", "--ledger", folder / "ledger", "--origin", "ledger.example/test"),
        *("--operator", "Example Ledger AG", "--country", "DE"),
        *options,
    )
    assert ran.code == 0, ran.err
    return folder / "ledger"


def register(folder: Path, ledger_folder: Path, name: str, role: str) -> str:
    """Keys in a folder of their own, registered."""
    assert cradle("keys", "new", folder / name).code == 0
    ran = cradle(
        *("register", "--identity", folder / name, "--ledger", ledger_folder, "--quiet"),
        *("--name", name.title(), "--country", "FI", "--role", role, "--identifier", "vat:FI1"),
    )
    assert ran.code == 0, ran.err
    return ran.out.strip()


def submit(folder: Path, ledger_folder: Path, name: str, *options: object) -> Ran:
    """The example entry of the cell maker."""
    identity = ("--identity", folder / name, "--ledger", ledger_folder)
    return cradle("submit", EXAMPLES / "cell-entry.json", *identity, *options)


def method(factors: str, rulebook: str = RULEBOOK) -> tuple[str, ...]:
    """The options that name a rulebook and a factor set."""
    return ("--rulebook", rulebook, "--factor-set", factors)


class CellMaker:
    """A registered maker of cells, and a ledger of its own."""

    def __init__(self, folder: Path) -> None:
        """Begin the ledger, and register the firm with it."""
        self.folder, self.book = folder, ledger(folder)
        register(folder, self.book, "cells", "supplier")

    def run(self, *arguments: object) -> Ran:
        """A command of the firm."""
        return cradle(*arguments, "--identity", self.folder / "cells", "--ledger", self.book)

    def signed(self, *arguments: object) -> str:
        """The id of what a command signed."""
        ran = self.run(*arguments, "--quiet")
        assert ran.code == 0, ran.err
        return ran.out.strip()
