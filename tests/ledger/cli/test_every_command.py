"""Every command of the tree: an example in its help, JSON, tables as CSV, the same over a server, bad values refused.

The tests walk the commands, so a new option needs a sort in `support.option_sorts` and a new command needs valid
arguments in `support.command_arguments`.
"""

import csv
import io
import json
import re
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import uvicorn
from structlog.testing import capture_logs
from support.bad_values import SORTS
from support.command import Ran, cradle
from support.command_arguments import REFUSED, TYPED, VALID
from support.command_tree import argv, flags, valued, walk
from support.command_world import CommandWorld, build_world
from support.http_api import house_of
from support.option_sorts import sort_of
from support.servers import serving

import api.serving
from api.app import create_app
from ledger.cli.backend.folder import open_ledger
from ledger.cli.demonstration import run
from ledger.cli.demonstration import serving as demo_serving
from ledger.cli.main import app
from schemas.vocabulary import Role

COMMANDS = dict(walk(app))
LINES = {"send"}
"""Commands that answer each line of their input with one line of JSON."""

REPORTS = [name for name, command in COMMANDS.items() if "--csv" in flags(command)]
REPORTS = [name for name in REPORTS if name not in REFUSED]
WRITTEN = {"--out", "--plot", "--settle-file"}
"""Options that write a file, which a second run would refuse to replace."""

APART = {
    "history": "is of the firm that asks",
    "footprint": "adds up the parts of each site in a folder",
    "restatement": "is of a folder",
    "keys distrust": "is of a folder",
    "access journal": "has a line more",
    "request list": "has the day of the test's clock",
    "monitor": "is of a folder",
    "notify": "is of a folder",
    "factors list": "has what the server stores for a figure, which a folder is lent",
}
"""Reports that a server does not print as the folder does, with the reason."""

GIVEN = [(command, name) for command, found in COMMANDS.items() for name in valued(found)]
FIRST = {sort_of(*row): row for row in reversed(GIVEN)}
"""The first option of each sort: it is given all bad values of the sort, every other one of them in turn."""

REFUSAL = re.compile(r"refused: [a-z0-9_]+\.[a-z0-9_.]+( at [^\n]+?)?: [^\n]+\n")
JUDGED = {
    "verify": 2,
    "attest": 2,
    "received check": 2,
    "watch": 2,
    "log check": 2,
    "log evidence": 2,
}
"""Further exit statuses: of a bundle that is not a bundle, of a log that does not answer."""

SHOWING = {"calculate", "countersign", "declare", "deliver", "submit", "balance", "factors admit"}
SHOWING |= {"attest"}
"""Commands that show what is to be signed before the ledger may refuse it."""

REPORTED = re.compile(r"\b[a-z_]+\.[a-z_]+\b")
BOOKKEEPING = ("ledger.db", "lock", "checkpoints", "partners.key")
"""What opening a ledger changes, and the key of partners' secrets, made once; of the database the rows are compared."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CommandWorld]:
    """The folder that all tests share or copy, since none may change it; some files in it no command can use."""
    with pytest.MonkeyPatch.context() as patch:
        built = build_world(tmp_path_factory.mktemp("commands") / "world", patch)
        folder = built.folder
        (folder / "binary").write_bytes(bytes(range(256)))
        (folder / "empty").write_bytes(b"")
        (folder / "text").write_text("some text\n")
        for name in ("void", "spoilt", "torn"):
            (folder / name).mkdir()
        (folder / "spoilt" / "participant.json").write_text("{")
        (folder / "spoilt" / "working.pem").write_bytes(bytes(range(256)))
        shutil.copytree(folder / "ledger" / "keys", folder / "torn" / "keys")
        (folder / "torn" / "place.json").write_bytes(bytes(range(256)))
        yield built


@pytest.fixture(autouse=True)
def _serve_nothing(world: CommandWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server would run until stopped, and the demo for seconds."""
    monkeypatch.chdir(world.folder)
    monkeypatch.setattr(sys, "stdin", io.StringIO(TYPED))
    monkeypatch.setattr(uvicorn, "run", lambda *_, **__: None)
    monkeypatch.setattr(api.serving, "serve", lambda *given: given[-1]())
    monkeypatch.setattr(run, "run_demo", lambda *_, **__: ({}, True))
    monkeypatch.setattr(demo_serving, "serve_demo", lambda *_: None)


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


@pytest.mark.parametrize("command", COMMANDS)
def test_a_bad_value_is_refused_in_one_line(command: str, world: CommandWorld) -> None:
    """Exit status 1 or 3, one line with a code, no stack trace, and nothing written, for each option of the command."""
    before, wrong = contents(world.folder), []
    for name in valued(COMMANDS[command]):
        sort = sort_of(command, name) or ""
        bad = SORTS[sort]
        one = GIVEN.index((command, name)) % max(len(bad), 1)
        for value in bad if FIRST[sort] == (command, name) else bad[one : one + 1]:
            given = {**world.valid(command), name: value.format(**world.ids)}
            ran = cradle(*argv(command, given))
            if not is_one_refusal(command, ran):
                wrong.append((name, value[:80], ran.code, ran.out[:300], ran.err[:600]))
    assert wrong == []
    after = contents(world.folder)
    assert {key for key in {*before, *after} if before.get(key) != after.get(key)} == set()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_and_prints_json_to_a_program(
    command: str, world: CommandWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One document, or for many submissions one a line; and an object with the error of a refusal."""
    helped = cradle(*command.split(), "-h")
    assert (helped.code, "Example: cradle" in helped.out) == (0, True)
    assert "--json" in flags(COMMANDS[command])
    copied = world.copy(tmp_path / "world")
    monkeypatch.chdir(copied.folder)
    ran = cradle(*argv(command, {"--json": "", **copied.valid(command)}))
    assert ran.code == 0 or command in REFUSED, ran.out
    for document in ran.out.splitlines() if command in LINES else [ran.out]:
        json.loads(document)
    wrong = cradle(*command.split(), "--json", "--no-such-option")
    assert (wrong.code, json.loads(wrong.out)["error"]["code"]) == (3, "command.usage")


@pytest.mark.parametrize("command", REPORTS)
def test_every_report_prints_its_tables(command: str, world: CommandWorld) -> None:
    """Each cell of CSV is in the text that a person is shown, and the rows of a table have one length."""
    given = {name: value for name, value in world.valid(command).items() if name not in WRITTEN}
    text, told = cradle(*argv(command, given)), cradle(*argv(command, {"--csv": "", **given}))
    assert (text.code, told.code, told.err) == (0, 0, text.err)
    shown = " ".join(text.out.split())
    lengths: set[int] = set()
    for row in csv.reader(io.StringIO(told.out)):
        assert [cell for cell in row if " ".join(cell.split()).removeprefix("'") not in shown] == []
        lengths = lengths | {len(row)} if row else set()
        assert len(lengths - {1}) <= 1


def test_a_server_prints_what_the_folder_does(
    world: CommandWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The operator's reports are the same JSON."""

    def answers(*options: str) -> dict[str, Ran]:
        given = {name: {"--json": "", **world.valid(name)} for name in set(REPORTS) - APART.keys()}
        for name in {*WRITTEN, *(("--ledger",) if options else ())}:
            for values in given.values():
                values.pop(name, None)
        return {name: cradle(*options, *argv(name, values)) for name, values in given.items()}

    with open_ledger(Path("ledger")) as ledger:
        monkeypatch.setenv("CRADLE_API_KEY", house_of(ledger).open_account("desk", Role.OPERATOR))
    here = answers()
    with (
        open_ledger(Path("ledger")) as ledger,
        capture_logs(),
        serving(create_app(house_of(ledger).context)) as url,
    ):
        assert answers("--server", url) == here


def test_one_output_has_one_form() -> None:
    """Before anything is read, and as JSON for a program."""
    ran = cradle("stale", "--csv", "--json")
    assert (ran.code, json.loads(ran.out)["error"]["code"]) == (1, "option.form")
