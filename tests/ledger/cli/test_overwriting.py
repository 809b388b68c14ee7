"""No command replaces a file that exists, unless it is asked to, and a private key not even then.

The commands are found by the sorts of their options: `test_every_command` gives each sort values that it must refuse.
"""

from pathlib import Path

import pytest
from support.command import cradle
from support.command_tree import flags, valued, walk
from support.ledger_cli import RULEBOOK
from support.option_sorts import sort_of

from ledger.cli.main import app
from ledger.trust.keys import Signer, format_private_pem
from ledger.trust.note import ED25519, Vkey, format_vkey

ANY = "sha256:" + "1" * 64
FIRM = ("--name", "A", "--country", "FI", "--role", "supplier")
METHOD = ("--factor-set", ANY, "--year", "2026", "--cscf", "1")
PERIOD = ("--attestation", ANY, "--conformity", "EU-1", "--study", "https://a.example")
VKEY = format_vkey(Vkey("a.example/b/entries", ED25519, Signer(bytes(32)).public))
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
    "factors import": ("a.zip", "--rulebook", RULEBOOK, "--out"),
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

NO_FILE = {
    "backup folder": "a folder that must be empty",
    "commit --nonce": "reads its file again",
    "database upgrade --copy": "refuses a copy that exists, always",
    "demo --dir": "a folder that must be empty",
    "init --checkpoints": "a store that takes up what it holds",
    "init --ledger": "a folder that must be empty",
    "init --registrar-root": "uses a key that exists",
    "join --folder": "a folder that must be empty",
    "keys add --key": "uses a key that exists",
    "keys new --root": "uses a key that exists",
    "keys new --working": "uses a key that exists",
    "keys new folder": "a folder without keys",
    "keys recover --new": "uses a key that exists",
    "log check --keep": "keeps what it saw up to date",
    "log export-static folder": "keeps its folder up to date",
    "log refresh --keep": "keeps what it saw up to date",
    "restore --checkpoints": "a store that takes up what it holds",
    "restore --to": "a folder that must be empty",
    "run --out": "replaces only what a run wrote itself",
    "watch --keep": "keeps what it saw up to date",
    "witness init folder": "a folder that must be empty",
}
"""What is written to and is no file of the user's choice, with the reason."""

WRITTEN = {"output", "documents", "filled folder", "new folder", "key to make"}
"""The sorts of what a command writes to."""

FULL = {
    "keys new": ("there",),
    "demo": ("--dir", "there"),
    "init": ("--origin", "a.example/b", "--operator", "A", "--country", "DE", "--ledger", "there"),
    "witness init": ("there", "--name", "w.example/1", "--log", VKEY),
    "join": ("--name", "A", "--country", "FI", "--folder", "there"),
}
"""Commands that fill a new folder, with the folder."""


def target(name: str, folder: Path, content: bytes) -> tuple[Path, Path]:
    """A file with content that a command would write, and what the command is to be given."""
    file = folder / (
        f"there/{FOLDERS[name]}" if name in FOLDERS else f"there{ENDINGS.get(name, '')}"
    )
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content)
    return file, file.parent if name in FOLDERS else file


def test_every_command_that_writes_a_file_is_listed() -> None:
    """An option of such a sort is added here with its command, which takes --force, or with a reason."""
    commands = dict(walk(app))
    found = {
        f"{name} {option}"
        for name, command in commands.items()
        for option in valued(command)
        if sort_of(name, option) in WRITTEN
    }
    given = {name: row[-1] for name, row in WRITERS.items()} | {"new": "folder"}
    assert found == {f"{name} {option}" for name, option in given.items()} | NO_FILE.keys()
    assert [name for name in WRITERS if "--force" not in flags(commands[name])] == []


@pytest.mark.parametrize("name", WRITERS)
def test_a_file_that_exists_is_kept(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The refusal comes before any work, names the file and says how to replace it."""
    monkeypatch.chdir(tmp_path)
    there, named = target(name, tmp_path, b"mine")
    ran = cradle(*name.split(), *WRITERS[name], named)
    assert ran.code == (3 if name == "verify" else 1)
    assert ran.err.startswith(f"refused: file.exists at {there}"), ran.err
    assert "--force" in ran.err
    assert there.read_text() == "mine"


@pytest.mark.parametrize("name", WRITERS)
def test_a_private_key_is_kept_whatever_is_asked(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--force` replaces no private key."""
    monkeypatch.chdir(tmp_path)
    key = format_private_pem(bytes(32))
    there, named = target(name, tmp_path, key)
    ran = cradle(*name.split(), "--force", *WRITERS[name], named)
    assert ran.code == (3 if name == "verify" else 1)
    assert ran.err.startswith(f"refused: file.private_key at {there}"), ran.err
    assert there.read_bytes() == key


@pytest.mark.parametrize("name", FULL)
def test_a_folder_in_use_is_kept(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is made in a folder of its own is refused one that holds something."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "working.pem").write_text("mine")
    assert cradle(*name.split(), *FULL[name]).code == 1
    assert [path.name for path in (tmp_path / "there").iterdir()] == ["working.pem"]
    assert (tmp_path / "there" / "working.pem").read_text() == "mine"
