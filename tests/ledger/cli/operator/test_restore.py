"""`cradle backup` and `cradle restore --check` note what they proved in the ledger's folder."""

import json
from pathlib import Path

import pytest
from support.command import cradle, did
from support.ledger_cli import ledger

from ledger.operation.backup_record import read_record


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A ledger."""
    return ledger(tmp_path)


def test_a_backup_is_made_checked_and_noted(book: Path, tmp_path: Path) -> None:
    """The check restores nothing that stays, and both commands leave their line."""
    place = tmp_path / "saved"
    made = did("backup", place, "--ledger", book, "--with-keys", "--json")
    checked = did("restore", place, "--check", book, "--json")
    assert json.loads(checked.out) == json.loads(made.out)
    assert [(row.act, row.place, row.keys) for row in read_record(book)] == [
        ("made", "saved", True),
        ("restored", "saved", True),
    ]
    assert {path.name for path in tmp_path.iterdir()} == {
        book.name,
        f"{book.name}-registrar-root.pem",
        "saved",
    }


@pytest.mark.parametrize("more", [(), ("--check", "book", "--to", "new")])
def test_one_of_the_two_is_named(tmp_path: Path, more: tuple[str, ...]) -> None:
    """A restore goes into a folder, or is a check; neither and both are wrong usage."""
    assert cradle("restore", tmp_path / "saved", *more).code == 3


def test_a_check_needs_the_ledger_it_is_noted_in(book: Path, tmp_path: Path) -> None:
    """A folder that holds no ledger is refused before anything is restored, and nothing is written."""
    place = tmp_path / "saved"
    assert cradle("backup", place, "--ledger", book).code == 0
    refused = cradle("restore", place, "--check", tmp_path / "missing")
    assert refused.code == 1
    assert refused.err.startswith("refused: ledger.")
    assert {path.name for path in tmp_path.iterdir()} == {
        book.name,
        f"{book.name}-registrar-root.pem",
        "saved",
    }
