"""`cradle init`: the registrar's root key is not in the folder of the ledger, and the registrar works without it."""

import json
from pathlib import Path

import pytest
from support.command import cradle, did
from support.ledger_cli import ledger, register

from ledger.cli.keys.private_keys import read_private_key

ASKED = ("--origin", "ledger.example/test", "--operator", "A", "--country", "DE")


def keys_in(folder: Path) -> set[bytes]:
    """The public keys of all private keys in a folder."""
    return {read_private_key(file).public for file in folder.rglob("*.pem")}


def test_no_copy_of_the_folder_has_the_registrars_root_key(tmp_path: Path) -> None:
    """It is beside the folder, for its owner alone; in the folder are the logs' keys and the working key."""
    book = tmp_path / "not yet" / "ledger"
    made = json.loads(cradle("init", "--ledger", book, *ASKED, "--json").out)
    root = tmp_path / "not yet" / "ledger-registrar-root.pem"
    assert made["registrar_root"] == str(root)
    assert root.stat().st_mode & 0o777 == 0o600
    shown = json.loads(cradle("keys", "show", book / "registrar", "--json").out)
    assert shown["root"] == read_private_key(root).public.hex()
    assert bytes.fromhex(shown["root"]) not in keys_in(book)
    assert bytes.fromhex(shown["working"]) in keys_in(book)


def test_the_registrar_countersigns_while_its_root_key_is_away(tmp_path: Path) -> None:
    """With the key moved away firms are registered; a change of the registrar's keys needs it, and names its place."""
    book, safe = ledger(tmp_path), tmp_path / "safe"
    safe.mkdir()
    root = (tmp_path / "ledger-registrar-root.pem").rename(safe / "root.pem")
    assert register(tmp_path, book, "cells", "supplier").startswith("sha256:")
    own = ("--identity", book / "registrar", "--ledger", book)
    shown = cradle("keys", "show", book / "registrar").out
    assert "not at its place" in shown
    assert cradle("keys", "add", *own).err.startswith("refused: identity.none at ")
    assert cradle("keys", "add", *own, "--root", root).code == 0


def test_its_place_can_be_named(tmp_path: Path) -> None:
    """A new file is made there, and an existing key is used."""
    root = tmp_path / "safe.pem"
    first = ledger(tmp_path, "--registrar-root", root)
    public = read_private_key(root).public
    did("init", "--ledger", tmp_path / "second", *ASKED, "--registrar-root", root)
    for book in (first, tmp_path / "second"):
        shown = json.loads(cradle("keys", "show", book / "registrar", "--json").out)
        assert (shown["root"], shown["root_place"]) == (public.hex(), str(root))
    assert not list(tmp_path.glob("*-registrar-root.pem"))


@pytest.mark.parametrize("place", [None, "ledger/root.pem"])
def test_a_ledger_that_is_not_made_leaves_no_root_key(tmp_path: Path, place: str | None) -> None:
    """A folder that is not empty, also by a root key that would be in it, is refused as it was before."""
    (tmp_path / "ledger").mkdir()
    if place is None:
        (tmp_path / "ledger" / "text").write_text("some text")
    before = sorted(tmp_path.rglob("*"))
    named = () if place is None else ("--registrar-root", tmp_path / place)
    ran = cradle("init", "--ledger", tmp_path / "ledger", *ASKED, *named)
    assert ran.err.startswith("refused: ledger.folder: ")
    assert sorted(tmp_path.rglob("*")) == before


def test_a_root_key_beside_is_not_taken_for_another_ledger(tmp_path: Path) -> None:
    """A key that an earlier ledger of the name left is neither used nor overwritten."""
    root = tmp_path / "ledger-registrar-root.pem"
    root.write_text("an earlier one")
    ran = cradle("init", "--ledger", tmp_path / "ledger", *ASKED)
    assert ran.err.startswith(f"refused: identity.exists at {root}: ")
    assert (root.read_text(), (tmp_path / "ledger").exists()) == ("an earlier one", False)
