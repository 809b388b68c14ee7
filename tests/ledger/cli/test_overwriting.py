"""No command replaces a file that exists, unless it is asked to: every command of the tree that writes one."""

import typing
from pathlib import Path

import pytest
from support.command import cradle
from support.command_tree import flags, walk
from support.ledger_cli import RULEBOOK
from typer.core import TyperCommand

from ledger.cli.main import app

ANY = "sha256:" + "1" * 64
FIRM = ("--name", "A", "--country", "FI", "--role", "supplier")
METHOD = ("--factor-set", ANY, "--year", "2026", "--cscf", "1")
PERIOD = ("--attestation", ANY, "--conformity", "EU-1", "--study", "https://a.example")
AT = ("--at", "https://a.example/entries", "--log-key", "key")

WARRANTY = (
    *("--manufacturer", ANY, "--model", "m", "--years", "8", "--remaining-energy", "0.7"),
    *("--made-from", "2026-01-01", "--document", ANY, "--name", "maker.example"),
)
WRITERS: dict[str, tuple[str, ...]] = {
    "bundle": (ANY, "--out"),
    "cbam": (ANY, *METHOD, "--out"),
    "check": ("sheet.xlsx", "--corrected"),
    "countersign": ("request.json", "--out"),
    "declare": ("--calculation", ANY, *PERIOD, "--out"),
    "delivery-code": (ANY, "--qr"),
    "demo": ("--out",),
    "documents": (ANY, "--out"),
    "draft": ("entry", "--out"),
    "edit": (ANY, "--out"),
    "export": (ANY, "--format", "pact-3", "--out"),
    "factors convert": ("a.zip", "--rulebook", RULEBOOK, "--out"),
    "received show": (ANY, "--out"),
    "log refresh": ("receipt.json", *AT, "--out"),
    "monitor": ("--identity", "keys", "--out"),
    "new": ("--product", "Frame", "--firm", "A", "--country", "FI", "--kg", "1.9"),
    "origin": (ANY, "--out"),
    "partner refused": (ANY, "--out"),
    "plan": (ANY, "--settle-file"),
    "policy draft": ("--rulebook", RULEBOOK, "--out"),
    "portfolio": ("--sigma", "0.1", "--plot"),
    "register": (*FIRM, "--registrar", ANY, "--request"),
    "restatement": ("--since", "1", "--plot"),
    "study": (ANY, "--out"),
    "map": ("sheet.xlsx", "--out"),
    "template": ("--out",),
    "verify": ("a.bundle", "--policy", "policy.toml", "--html"),
    "warranty": (*WARRANTY, "--out"),
}
"""The commands with the option that names a file to write, last; it may be an argument without a name."""

FOLDERS = {"declare": "study.md", "documents": "declaration.json", "new": "case.toml"}
"""The commands that write files of fixed names into a folder, and one of them."""

ENDINGS = {
    "cbam": ".csv",
    "delivery-code": ".svg",
    "edit": ".json",
    "origin": ".csv",
    "study": ".json",
    "template": ".xlsx",
}

OTHERS = {
    "commit": "reads its file again",
    "database upgrade": "refuses a copy that exists, always",
    "log export-static": "keeps its folder up to date",
}
"""Commands whose path is no new file, with the reason."""


def writes(command: TyperCommand) -> bool:
    """True if the help of a path says that it is written to."""
    hints = typing.get_type_hints(command.callback, include_extras=True).values()
    paths = [typing.get_args(hint) for hint in hints if "Path" in str(hint)]
    texts = [str(getattr(row[1], "help", "")).casefold() for row in paths if len(row) > 1]
    return any(word in text for text in texts for word in ("write", "draw", "file for"))


def test_every_command_that_writes_a_file_is_listed() -> None:
    """A new one is added here, and takes --force."""
    found = {name: command for name, command in walk(app) if writes(command)}
    assert found.keys() == WRITERS.keys() | OTHERS.keys()
    assert [name for name in WRITERS if "--force" not in flags(found[name])] == []


@pytest.mark.parametrize("name", WRITERS)
def test_a_file_that_exists_is_kept(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The refusal comes before any work, names the file and says how to replace it."""
    monkeypatch.chdir(tmp_path)
    there = tmp_path / (
        f"there/{FOLDERS[name]}" if name in FOLDERS else f"there{ENDINGS.get(name, '')}"
    )
    there.parent.mkdir(exist_ok=True)
    there.write_text("mine")
    named = there.parent if name in FOLDERS else there
    ran = cradle(*name.split(), *WRITERS[name], named)
    assert ran.code == (3 if name == "verify" else 1)
    assert ran.err.startswith(f"refused: file.exists at {there}"), ran.err
    assert "--force" in ran.err
    assert there.read_text() == "mine"
