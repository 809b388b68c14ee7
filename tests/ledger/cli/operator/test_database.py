"""`cradle database`, and the behaviour of other commands with a database of another revision."""

import json
from pathlib import Path

import pytest
from support.command import Ran, cradle, did
from support.ledger_cli import ledger, register, submit
from support.ledger_folders import mark_as, set_back, without_marks
from support.postgres import fresh_database

from ledger.store.migrate import HEAD


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A ledger with an entry and its SQLite database at the first revision."""
    with without_marks():
        book = ledger(tmp_path)
        register(tmp_path, book, "cells", "supplier")
        submit(tmp_path, book, "cells", "--quiet")
    set_back(book)
    return book


def told(ran: Ran) -> str:
    """The code of a refusal."""
    assert ran.code == 1, ran.out + ran.err
    return str(json.loads(ran.out)["error"]["code"])


def test_status_upgrade_status(old: Path) -> None:
    """Status lists the steps of an upgrade and exits 1; after the upgrade no step is left, and the copy exists."""
    before = cradle("database", "status", "--ledger", old)
    assert before.code == 1
    assert "revision 0001" in before.out
    assert "upgrade    0002: The tables of access" in before.out
    done = did("database", "upgrade", "--ledger", old)
    assert f"upgraded from 0001 to {HEAD}; proved:" in done.out
    assert (old / f"before-{HEAD}.db").exists()
    after = cradle("database", "status", "--ledger", old, "--json")
    assert (after.code, json.loads(after.out)) == (
        0,
        {"revision": HEAD, "program": HEAD, "steps": []},
    )
    assert "already" in cradle("database", "upgrade", "--ledger", old).out


def test_serve_refuses_an_older_database_and_names_the_command(old: Path) -> None:
    """The server does not start or change the database; the copy of an upgrade may be in another place."""
    refusal = cradle("serve", "--ledger", old, "--port", 0)
    assert refusal.code == 1
    assert refusal.err.startswith("refused: store.older")
    assert "`cradle database upgrade`" in refusal.err
    copy = old.parent / "copy.db"
    done = json.loads(cradle("database", "upgrade", "--ledger", old, "--copy", copy, "--json").out)
    assert done["upgraded"]["copy"] == str(copy)
    assert copy.exists()


def test_a_local_command_upgrades_a_file_in_passing(old: Path) -> None:
    """Listing statements upgrades the SQLite file of the folder, since opening does."""
    assert cradle("log", "list", "--ledger", old).code == 0
    assert cradle("database", "status", "--ledger", old).code == 0


def test_a_server_is_copied_by_its_operator(tmp_path: Path) -> None:
    """On PostgreSQL only `database upgrade` upgrades, and it needs a confirmation that a copy was made."""
    book = ledger(tmp_path, "--database", fresh_database())
    set_back(book)
    assert told(cradle("log", "list", "--ledger", book, "--json")) == "store.older"
    assert told(cradle("database", "upgrade", "--ledger", book, "--json")) == "upgrade.copy"
    done = cradle("database", "upgrade", "--ledger", book, "--copied", "--json")
    assert (done.code, json.loads(done.out)["upgraded"]["copy"]) == (0, None)
    assert cradle("log", "list", "--ledger", book).code == 0


def test_a_newer_database_is_refused(old: Path) -> None:
    """A database of a newer version is neither upgraded nor opened."""
    mark_as(old, "9999")
    for command in (("database", "status"), ("database", "upgrade"), ("log", "list")):
        assert told(cradle(*command, "--ledger", old, "--json")) == "store.newer"
