"""Every command has `--json`, and its standard output is JSON then, also if it refuses."""

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from support.command import cradle
from support.command_arguments import REFUSED, TYPED
from support.command_tree import argv, flags, walk
from support.command_world import CommandWorld, build_world

import api.serving
from ledger.cli.demonstration import run, serving
from ledger.cli.main import app

COMMANDS = dict(walk(app))
LINES = {"send"}
"""Commands that answer each line of their input with one line of JSON."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CommandWorld]:
    """The folder that each test copies."""
    with pytest.MonkeyPatch.context() as patch:
        yield build_world(tmp_path_factory.mktemp("json") / "world", patch)


@pytest.fixture(autouse=True)
def _serve_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server would run until stopped, and the demo for seconds."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(TYPED))
    monkeypatch.setattr(uvicorn, "run", lambda *_, **__: None)
    monkeypatch.setattr(api.serving, "serve", lambda *given: given[-1]())
    monkeypatch.setattr(run, "run_demo", lambda *_, **__: ({}, True))
    monkeypatch.setattr(serving, "serve_demo", lambda *_: None)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_prints_json_to_a_program(
    command: str, world: CommandWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One document, or for many submissions one a line; and an object with the error of a refusal."""
    assert "--json" in flags(COMMANDS[command])
    copied = world.copy(tmp_path / "world")
    monkeypatch.chdir(copied.folder)
    ran = cradle(*argv(command, {"--json": "", **copied.valid(command)}))
    assert ran.code == 0 or command in REFUSED, ran.out
    for document in ran.out.splitlines() if command in LINES else [ran.out]:
        json.loads(document)
    wrong = cradle(*command.split(), "--json", "--no-such-option")
    assert (wrong.code, json.loads(wrong.out)["error"]["code"]) == (3, "command.usage")
