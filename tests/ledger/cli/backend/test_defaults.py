"""Settings as defaults of options: for the commands that take them, and for no other."""

import json
from pathlib import Path

import pytest
import typer
from support.command import cradle
from support.ledger_cli import ledger, register, submit

from ledger.cli.backend.defaults import defaults_of
from ledger.cli.main import app

DEFAULTS = defaults_of(typer.main.get_group(app))


@pytest.mark.parametrize("command", ["verify", "verify-all", "trace", "sample", "config"])
def test_what_judges_takes_no_setting(command: str) -> None:
    """The map of its defaults is empty, so nothing of a folder changes a verdict."""
    assert DEFAULTS[command] == {}
    assert DEFAULTS["received"]["check"] == {}  # type: ignore[index]


def test_factor_sets_do_not_decide_what_a_delivery_states() -> None:
    """A delivery shows a figure where factor sets are named, so only the command line names them."""
    assert DEFAULTS["deliver"] == {"identity": "identity", "ledger": "ledger"}
    assert DEFAULTS["policy"]["draft"] == {"ledger": "ledger"}  # type: ignore[index]
    assert set(DEFAULTS["calculate"].values()) == {  # type: ignore[attr-defined]
        *("identity", "ledger", "rulebook", "factor_sets"),
    }


def test_a_command_uses_them_unless_it_is_told_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ledger and keys from the two files; an option comes before a setting."""
    book = ledger(tmp_path)
    register(tmp_path, book, "cells", "supplier")
    entry = submit(tmp_path, book, "cells", "--quiet").out.strip()
    own = tmp_path / "config.toml"
    own.write_text('identity = "cells"\n')
    (tmp_path / "cradle.toml").write_text('ledger = "ledger"\n')
    monkeypatch.setenv("CRADLE_CONFIG", str(own))
    monkeypatch.chdir(tmp_path)
    (row,) = json.loads(cradle("history", "--json").out)["rows"]
    assert row["id"] == entry
    assert cradle("history", "--ledger", "elsewhere").code == 1


def test_a_faulty_file_stops_no_verification(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`verify` does not read it; a command that would, refuses."""
    (tmp_path / "cradle.toml").write_text('policy = "mine.toml"\n')
    monkeypatch.chdir(tmp_path)
    assert "config." not in cradle("verify", "none.bundle", "--policy", "none.toml").err
    ran = cradle("log", "list")
    assert (ran.code, "config.not_here" in ran.err) == (1, True)
    assert cradle("log", "list", "--ledger", "none").err.count("config.") == 0
