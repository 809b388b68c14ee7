"""`cradle keys`: change own keys with root key files, show them with their state, list what a stolen key affects."""

import json
from pathlib import Path
from typing import Any

import pytest
from support.command import cradle
from support.ledger_cli import EXAMPLES, ledger

Json = dict[str, Any]


class Firm:
    """A new ledger, and a supplier with keys in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.book, self.keys = folder, ledger(folder), folder / "cells"
        assert cradle("keys", "new", self.keys).code == 0
        profile = ("--name", "Cells", "--country", "FI", "--role", "supplier", "--quiet")
        self.id = self.run("register", *profile).strip()
        self.first: str = self.own()["working"]

    def run(self, *arguments: object, code: int = 0) -> str:
        """The output of a command of the supplier, or its refusal."""
        ran = cradle(*arguments, "--identity", self.keys, "--ledger", self.book)
        assert ran.code == code, ran.err
        return ran.err if code else ran.out

    def own(self) -> Json:
        """The keys in the folder."""
        found: Json = json.loads(cradle("keys", "show", self.keys, "--json").out)
        return found

    def shown(self) -> Json:
        """The keys in the ledger."""
        ran = cradle("keys", "show", self.id, "--ledger", self.book, "--json")
        found: Json = json.loads(ran.out)
        return found

    def states(self) -> list[str]:
        """The states of the working keys, in the order of their addition."""
        return [row["state"] for row in self.shown()["working_keys"]]

    def submit(self, code: int = 0) -> str:
        """Submit the example entry."""
        return self.run("submit", EXAMPLES / "cell-entry.json", "--quiet", code=code).strip()


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    """A supplier."""
    return Firm(tmp_path)


def test_keys_without_a_folder_are_where_commands_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside the caller, or in the folder that the environment names; keys that exist are kept."""
    monkeypatch.chdir(tmp_path)
    assert cradle("keys", "new").code == 0
    assert (tmp_path / "cradle-keys" / "working.pem").is_file()
    assert cradle("keys", "new").err.startswith("refused: identity.exists at cradle-keys")
    monkeypatch.setenv("CRADLE_IDENTITY", "mine")
    assert cradle("keys", "new").code == 0
    assert (tmp_path / "mine" / "working.pem").is_file()


def test_rotation(firm: Firm) -> None:
    """The new key signs from then on; the old one is retired; both are shown with their custody."""
    firm.run("keys", "add", "--custody", "hsm", "--alg", "p256")
    assert (firm.own()["working"] != firm.first, (firm.keys / "working-2.pem").exists()) == (
        True,
        True,
    )
    firm.run("keys", "retire", firm.first)
    assert firm.states() == ["retired", "active"]
    custody = [row["custody"] for row in firm.shown()["working_keys"]]
    assert custody == ["file", "hsm"]
    firm.submit()
    assert [row["change"] for row in firm.shown()["history"]] == ["register", "add", "retire"]


def test_a_retired_key_is_refused_in_words(firm: Firm) -> None:
    """A statement signed with a retired key is refused with the reason."""
    firm.run("keys", "retire", firm.first)
    assert firm.submit(code=1).startswith("refused: key.not_active at signatures")
    assert firm.run("keys", "retire", firm.first, code=1).startswith(
        "refused: key.not_active at key"
    )
    assert firm.run("keys", "retire", "00" * 32, code=1).startswith("refused: key.unknown")


def test_a_compromise_dated_back_is_listed(firm: Firm) -> None:
    """The ledger's registrar countersigns; the statements of the key are listed, in words and as JSON."""
    entry = firm.submit()
    firm.run("keys", "compromise", firm.first, "--from", 1)
    (key,) = firm.shown()["working_keys"]
    assert (key["state"], key["disputed_from"]) == ("compromised", 1)
    asked = ("keys", "distrust", firm.id, firm.first, "--ledger", firm.book)
    found = json.loads(cradle(*asked, "--json").out)
    assert [row["id"] for row in found["statements"]] == [entry]
    assert (found["since"], found["calculations"]) == (1, [])
    assert entry in cradle(*asked).out
    assert json.loads(cradle(*asked, "--from", 100, "--json").out)["statements"] == []


def test_a_compromise_without_a_date(firm: Firm) -> None:
    """No registrar is needed; a second report only adds an earlier date, with a named registrar."""
    firm.run("keys", "compromise", firm.first)
    again = firm.run("keys", "compromise", firm.first, code=1)
    assert again.startswith("refused: key.compromised")
    dated = ("--from", 1, "--registrar", firm.book / "registrar")
    firm.run("keys", "compromise", firm.first, *dated)
    assert firm.states() == ["compromised"]


def test_recovery(firm: Firm) -> None:
    """After a second root key and a threshold of two, both keys must sign."""
    root = firm.own()["root"]
    second = firm.folder / "second.pem"
    firm.run("keys", "recover", "--new", second, "--keep", root, "--threshold", 2)
    assert (firm.shown()["threshold"], len(firm.shown()["root_keys"])) == (2, 2)
    assert firm.run("keys", "add", code=1).startswith("refused: signature.threshold")
    both = ("--root", firm.keys / "root.pem", "--root", second)
    firm.run("keys", "add", "--key", firm.folder / "new.pem", *both)
    assert firm.states() == ["active", "active"]
    firm.run("keys", "recover", *both)
    assert firm.own()["root"] not in {root, ""}
    firm.run("keys", "retire", firm.first)


def test_the_keys_of_a_participant_in_words(firm: Firm) -> None:
    """State, custody and history are printed; an unknown participant is refused."""
    firm.run("keys", "add")
    shown = cradle("keys", "show", firm.id, "--ledger", firm.book)
    for word in ("1 of them sign a change", firm.first, "active", "file", "register", "add"):
        assert word in shown.out
    nobody = cradle("keys", "show", "sha256:" + "0" * 64, "--ledger", firm.book)
    assert (nobody.code, nobody.err[:24]) == (1, "refused: issuer.unknown:")


def test_what_rests_on_a_key_in_the_demo(tmp_path: Path) -> None:
    """Every calculation behind a supplier's key is listed with its documents; no dataset represents its goods."""
    assert cradle("demo", "--dir", tmp_path / "demo", "--out", tmp_path / "demo.json").code == 0
    book = tmp_path / "demo" / "ledger"
    listed = json.loads(cradle("log", "list", "--kind", "delivery", "--json", "--ledger", book).out)
    supplier = listed[0]["issuer"]
    shown = json.loads(cradle("keys", "show", supplier, "--json", "--ledger", book).out)
    key = shown["working_keys"][0]["key"]
    asked = ("keys", "distrust", supplier, key, "--from", 1, "--ledger", book)
    (found,) = json.loads(cradle(*asked, "--json").out)["calculations"]
    assert len(found["documents"]) == 2
    assert (found["fallback_total"], found["replaced"]) == (None, [])
    assert found["no_dataset"]
    words = cradle(*asked).out
    assert found["unit"] is None
    per = "kg CO2e per kWh of total energy"
    for word in (found["id"], *found["documents"], found["total"], per, "no dataset"):
        assert word in words
