"""Every report has `--csv`: the tables that a person is shown, for a spreadsheet."""

import csv
import io
import json
from collections.abc import Iterator

import pytest
from support.command import cradle
from support.command_arguments import REFUSED
from support.command_tree import argv, flags, walk
from support.command_world import CommandWorld, build_world

from ledger.cli.main import app

REPORTS = [name for name, command in walk(app) if "--csv" in flags(command) and name not in REFUSED]
WRITTEN = {"--out", "--plot"}
"""Options that write a file, which a second run would refuse to replace."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CommandWorld]:
    """The folder that all reports are of."""
    with pytest.MonkeyPatch.context() as patch:
        yield build_world(tmp_path_factory.mktemp("csv") / "world", patch)


@pytest.mark.parametrize("command", REPORTS)
def test_every_report_prints_its_tables(
    command: str, world: CommandWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each cell of CSV is in the text that a person is shown, and the rows of a table have one length."""
    monkeypatch.chdir(world.folder)
    given = {name: value for name, value in world.valid(command).items() if name not in WRITTEN}
    text, told = cradle(*argv(command, given)), cradle(*argv(command, {"--csv": "", **given}))
    assert (text.code, told.code, told.err) == (0, 0, text.err)
    shown = " ".join(text.out.split())
    lengths: set[int] = set()
    for row in csv.reader(io.StringIO(told.out)):
        assert [cell for cell in row if " ".join(cell.split()).removeprefix("'") not in shown] == []
        lengths = lengths | {len(row)} if row else set()
        assert len(lengths - {1}) <= 1


def test_one_output_has_one_form(world: CommandWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is read, and as JSON for a program."""
    monkeypatch.chdir(world.folder)
    ran = cradle("stale", "--csv", "--json")
    assert (ran.code, json.loads(ran.out)["error"]["code"]) == (1, "option.form")
