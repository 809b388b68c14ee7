"""`cradle config`: what is in force, and where it comes from."""

import json
from pathlib import Path

import pytest
from support.command import cradle


def test_each_setting_is_shown_with_its_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From a file with its line, from a variable, or as it is built in; names are listed too."""
    own = tmp_path / "config.toml"
    own.write_text('identity = "keys"\n[names]\npacks = "sha256:1"\n')
    (tmp_path / "cradle.toml").write_text('factor_sets = ["a", "b"]\n')
    monkeypatch.setenv("CRADLE_CONFIG", str(own))
    monkeypatch.setenv("CRADLE_LEDGER", "books")
    monkeypatch.chdir(tmp_path)
    rows = {row["setting"]: row for row in json.loads(cradle("config", "--json").out)}
    assert {name: (row["value"], row["source"]) for name, row in rows.items()} == {
        "ledger": ("books", "CRADLE_LEDGER"),
        "identity": (str(tmp_path / "keys"), f"{own}:1"),
        "rulebook": (None, "default"),
        "factor_sets": (["a", "b"], "cradle.toml:1"),
        "[names] packs": ("sha256:1", f"{own}:3"),
    }
    shown = cradle("config").out
    assert "a, b" in shown
    assert "none" in shown
