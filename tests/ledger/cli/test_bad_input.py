"""Every command refuses a bad value of each of its options in one line with a code, and writes nothing.

The test walks the commands, so a new option needs a sort in `support.bad_values` and a new command needs valid
arguments in `support.command_world`.
"""

import io
import re
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import uvicorn
from support.bad_values import SORTS, sort_of
from support.command import Ran, cradle
from support.command_arguments import REFUSED, TYPED, VALID
from support.command_tree import argv, valued, walk
from support.command_world import CommandWorld, build_world

import api.serving
from ledger.cli.demonstration import run, serving
from ledger.cli.main import app

COMMANDS = dict(walk(app))
GIVEN = [(command, name) for command, found in COMMANDS.items() for name in valued(found)]
REFUSAL = re.compile(r"refused: [a-z0-9_]+\.[a-z0-9_.]+( at [^\n]+?)?: [^\n]+\n")
JUDGED = {"verify": 2, "attest": 2, "lint": 2, "watch": 2, "log check": 2, "log evidence": 2}
"""Further exit statuses: of a bundle that is no bundle, of a log that does not answer."""

SHOWING = {"calculate", "countersign", "declare", "deliver", "submit", "balance", "factors admit"}
"""Commands that show what is to be signed before the ledger may refuse it."""

REPORTED = re.compile(r"\b[a-z_]+\.[a-z_]+\b")
BOOKKEEPING = ("ledger.db", "lock", "checkpoints", "partners.key")
"""What opening a ledger changes, and the key of partners' secrets, made once; of the database the rows are compared."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CommandWorld]:
    """The folder that all refusals share, since none may change it."""
    with pytest.MonkeyPatch.context() as patch:
        built = build_world(tmp_path_factory.mktemp("commands") / "world", patch)
        spoil(built.folder)
        yield built


def spoil(folder: Path) -> None:
    """Add files and folders that no command can use."""
    (folder / "binary").write_bytes(bytes(range(256)))
    (folder / "empty").write_bytes(b"")
    (folder / "text").write_text("some text\n")
    for name in ("void", "spoilt", "torn"):
        (folder / name).mkdir()
    (folder / "spoilt" / "participant.json").write_text("{")
    (folder / "spoilt" / "working.pem").write_bytes(bytes(range(256)))
    shutil.copytree(folder / "ledger" / "keys", folder / "torn" / "keys")
    (folder / "torn" / "place.json").write_bytes(bytes(range(256)))


@pytest.fixture(autouse=True)
def _serve_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that accepted a bad value would run until stopped, and the demo for seconds."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(TYPED))
    monkeypatch.setattr(uvicorn, "run", lambda *_, **__: None)
    monkeypatch.setattr(api.serving, "serve", lambda *_: None)
    monkeypatch.setattr(run, "run_demo", lambda *_, **__: ({}, True))
    monkeypatch.setattr(serving, "serve_demo", lambda *_: None)


def contents(folder: Path) -> dict[str, object]:
    """All files with their content, and the number of rows of each table."""
    found: dict[str, object] = {}
    for path in folder.rglob("*"):
        name = str(path.relative_to(folder))
        if not any(part in name for part in BOOKKEEPING):
            found[name] = path.is_dir() or hash(path.read_bytes())
    with closing(sqlite3.connect(folder / "ledger" / "ledger.db")) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            found[table] = database.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
    return found


def is_one_refusal(command: str, ran: Ran) -> bool:
    """True for one line with a code on standard error; a report has its codes on standard output."""
    if ran.code not in {1, 3, JUDGED.get(command)}:
        return False
    if not ran.err:
        return REPORTED.search(ran.out) is not None
    *before, last = ran.err.splitlines(keepends=True)
    shown = not before or command in SHOWING
    return shown and not ran.out and REFUSAL.fullmatch(last) is not None


def test_every_command_has_valid_arguments_and_every_option_a_sort() -> None:
    """A new command or option is covered before it is merged."""
    assert set(VALID) == set(COMMANDS)
    assert [row for row in GIVEN if sort_of(*row) not in SORTS] == []


@pytest.mark.parametrize("command", sorted(set(COMMANDS) - set(REFUSED)))
def test_the_valid_arguments_are_accepted(
    command: str, world: CommandWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A refusal in the other tests is therefore of the bad value."""
    copied = world.copy(tmp_path / "world")
    monkeypatch.chdir(copied.folder)
    ran = cradle(*argv(command, copied.valid(command)))
    assert ran.code == 0, ran.err


@pytest.mark.parametrize(("command", "name"), GIVEN)
def test_a_bad_value_is_refused_in_one_line(
    command: str, name: str, world: CommandWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit status 1 or 3, one line with a code, no stack trace, and nothing written."""
    monkeypatch.chdir(world.folder)
    before = contents(world.folder)
    wrong = []
    for bad in SORTS[sort_of(command, name) or ""]:
        value = bad.format(**world.ids)
        ran = cradle(*argv(command, {**world.valid(command), name: value}))
        if not is_one_refusal(command, ran):
            wrong.append((value[:80], ran.code, ran.out[:300], ran.err[:600]))
        after = contents(world.folder)
        if after != before:
            changed = {key for key in {*before, *after} if before.get(key) != after.get(key)}
            wrong.append((value[:80], f"wrote {sorted(changed)[:5]}", "", ran.err[:300]))
            before = after
    assert wrong == []
