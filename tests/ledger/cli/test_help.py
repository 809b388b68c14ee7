"""`cradle --help` is grouped by what people do, complete at 80 columns, and explains each option."""

import json
import re
from collections.abc import Iterator
from importlib.metadata import version

import pytest
import typer
from support.command import cradle
from typer.core import TyperCommand, TyperGroup

from ledger.cli.command_table import COMMANDS, FORMER
from ledger.cli.commands import plain
from ledger.cli.main import app

ROOT = typer.main.get_group(app)


def walk(group: TyperGroup, path: str = "") -> Iterator[tuple[str, TyperCommand | TyperGroup]]:
    """Each command and group below a group that help lists, with its words on the command line."""
    for name, below in group.commands.items():
        called = f"{path} {name}".strip()
        assert isinstance(below, TyperCommand | TyperGroup)
        if below.hidden:
            continue
        yield called, below
        if isinstance(below, TyperGroup):
            yield from walk(below, called)


GROUPS = ["", *(name for name, found in walk(ROOT) if isinstance(found, TyperGroup))]


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal of 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.mark.usefixtures("narrow")
def test_commands_are_grouped_by_what_people_do() -> None:
    """Each panel has the commands of one activity; with the options there are at most ten, of a dozen lines."""
    panels = re.findall(r"╭─ ([\w, ]+) ─+╮\n(.*?)╰", cradle("--help").out, re.DOTALL)
    shown = {title: re.findall(r"^│ ([a-z-]+) ", body, re.MULTILINE) for title, body in panels}
    assert len(shown) <= 10
    del shown["Options"]
    assert {title: set(names) for title, names in shown.items()} == {
        title: set(commands) for title, commands in COMMANDS.items()
    }
    assert max(map(len, shown.values())) <= 12


def test_a_command_of_a_question_has_its_row() -> None:
    """The functions that `tools.questions` writes are all in the table."""
    written = {
        row for row in vars(plain).values() if getattr(row, "__module__", "") == plain.__name__
    }
    assert written <= {row for commands in COMMANDS.values() for row in commands.values()}


@pytest.mark.usefixtures("narrow")
@pytest.mark.parametrize("group", GROUPS)
def test_a_summary_is_whole_in_a_line_of_80_columns(group: str) -> None:
    """The first paragraph of each command's help is one line of its group's help."""
    out = cradle(*group.split(), "--help").out
    for name, command in walk(ROOT):
        if name.rpartition(" ")[0] == group:
            (summary, *_) = str(command.help).split("\n\n")
            called = name.rpartition(" ")[2]
            assert re.search(rf"^│ {called} +{re.escape(summary)} +│$", out, re.MULTILINE), name
            assert re.fullmatch(r"[A-Z].*\.", summary), name


@pytest.mark.parametrize("group", GROUPS)
def test_help_has_a_short_option(group: str) -> None:
    """`-h` prints what `--help` does; `test_every_command` asks each command by it."""
    assert cradle(*group.split(), "-h").out == cradle(*group.split(), "--help").out


def test_no_command_is_the_plural_of_another() -> None:
    """`import` and `imports` in one list would be taken for each other."""
    names = [name for name, _ in walk(ROOT)]
    assert [name for name in names if f"{name}s" in names] == []


@pytest.mark.parametrize("former", FORMER)
def test_a_former_name_answers_with_the_present_one(former: str) -> None:
    """One error with a code, before anything is read; the present name exists, and no help lists the former."""
    present = FORMER[former]
    for arguments in ("", "list", "-h", "file.json --ledger nowhere --such x"):
        ran = cradle("--server", "http://127.0.0.1:9", *former.split(), *arguments.split())
        said = f"`cradle {former}` is now `cradle {present}`."
        assert (ran.code, ran.out) == (3, "")
        assert ran.err == f"refused: command.renamed: {said} Run it by that name.\n"
    told = cradle(*former.split(), "--json").out
    assert json.loads(told)["error"]["code"] == "command.renamed"
    names = [name for name, _ in walk(ROOT)]
    assert (present in names, former in names) == (True, False)


def test_every_option_is_explained() -> None:
    """Each argument and option has a sentence."""
    for name, command in walk(ROOT):
        for param in command.params:
            text = str(getattr(param, "help", ""))
            assert re.fullmatch(r"[A-Z].*\.", text), (name, param.name, text)


def test_the_version_is_printed() -> None:
    """`cradle --version` prints the installed version."""
    ran = cradle("--version")
    assert (ran.code, ran.out) == (0, f"cradle {version('cradle-ledger')}\n")
