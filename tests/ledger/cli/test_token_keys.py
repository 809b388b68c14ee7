"""Keys on a token from the command line: creation, registration, use, change, and each refusal."""

import json
import os
import select
import subprocess
import sys
from pathlib import Path

import pytest
from support.command import CRADLE, Ran, cradle, did
from support.ledger_cli import EXAMPLES, ledger
from support.need import need_command
from support.tokens import RIGHT_PIN, SOFTHSM, Token

from ledger.cli.keys.private_keys import MODULE, PIN

BOTH = pytest.mark.parametrize("alg", ["ed25519", "p256"])
PROFILE = ("--name", "Cells", "--country", "FI", "--role", "supplier")


class Firm:
    """A new ledger, and a supplier's keys on a token."""

    def __init__(self, folder: Path, token: Token, *options: str) -> None:
        self.folder, self.keys, self.token = folder, folder / "cells", token
        self.book = ledger(folder)
        named = (f"--{function}={token.uri(function)}" for function in ("root", "working"))
        made = did("keys", "new", self.keys, *named, *options, "--json")
        self.own = json.loads(made.out)

    def run(self, *arguments: object) -> Ran:
        """Run a command of the supplier."""
        return cradle(*arguments, "--identity", self.keys, "--ledger", self.book)

    def told(self, *arguments: object) -> str:
        """The output of a successful command."""
        ran = self.run(*arguments)
        assert ran.code == 0, ran.err
        return ran.out.strip()

    def submit(self) -> Ran:
        """Submit the example entry."""
        return self.run("submit", EXAMPLES / "cell-entry.json", "--quiet")

    def shown(self, participant: str) -> dict[str, list[dict[str, str]]]:
        """The keys in the ledger."""
        shown: dict[str, list[dict[str, str]]] = json.loads(
            cradle("keys", "show", participant, "--ledger", self.book, "--json").out
        )
        return shown


@BOTH
def test_a_participant_whose_keys_never_leave_the_token(
    token: Token, tmp_path: Path, alg: str
) -> None:
    """The keys are registered with custody hsm and sign; no private key is in the folder, and no PIN is in any file."""
    firm = Firm(tmp_path, token, "--alg", alg)
    participant = firm.told("register", *PROFILE, "--quiet")
    assert firm.submit().code == 0
    shown = firm.shown(participant)
    for kind, own in (("root_keys", "root"), ("working_keys", "working")):
        (key,) = shown[kind]
        assert (key["alg"], key["key"], key["custody"]) == (alg, firm.own[own], "hsm")
    assert sorted(file.name for file in firm.keys.iterdir()) == ["participant.json", "statements"]
    for file in firm.keys.iterdir():
        assert RIGHT_PIN not in file.read_text()


def test_keys_move_from_files_to_a_token(token: Token, tmp_path: Path) -> None:
    """A new working key and then a new root key are on the token; the files sign for the last time."""
    firm = Firm(tmp_path, token)
    moving = tmp_path / "moving"
    assert cradle("keys", "new", moving).code == 0
    firm.keys = moving
    participant = firm.told("register", *PROFILE, "--quiet")
    working, root = token.uri("working-2"), token.uri("root-2")
    firm.told("keys", "add", "--key", working, "--alg", "p256")
    firm.told("keys", "recover", "--new", root)
    shown = firm.shown(participant)
    assert [row["custody"] for row in shown["working_keys"]] == ["file", "hsm"]
    assert [row["custody"] for row in shown["root_keys"]] == ["hsm"]
    (moving / "root.pem").unlink()
    (moving / "working.pem").unlink()
    firm.told("keys", "retire", shown["working_keys"][0]["key"])
    assert firm.submit().code == 0
    own = json.loads(cradle("keys", "show", moving, "--json").out)
    assert (own["working_place"], own["root_place"]) == (str(working), str(root))


def test_a_root_key_is_needed_where_it_signs_and_not_before(token: Token, tmp_path: Path) -> None:
    """While the root key's file is locked away, the working key on the token still signs."""
    firm = Firm(tmp_path, token)
    keys = tmp_path / "both"
    root = tmp_path / "safe.pem"
    cradle("keys", "new", keys, "--root", root, "--working", token.uri("working"))
    firm.keys = keys
    participant = firm.told("register", *PROFILE, "--quiet")
    root.rename(tmp_path / "away.pem")
    assert firm.submit().code == 0
    refused = firm.run("keys", "add")
    assert refused.err.startswith(f"refused: identity.none at {root}")
    firm.told("keys", "add", "--root", tmp_path / "away.pem")
    assert [row["custody"] for row in firm.shown(participant)["root_keys"]] == ["file"]


def test_a_key_that_is_there_is_taken_and_a_folder_of_keys_is_not_overwritten(
    token: Token, tmp_path: Path
) -> None:
    """A key on the token that is named again is the same key."""
    firm = Firm(tmp_path, token)
    named = ("--working", token.uri("working"))
    again = json.loads(cradle("keys", "new", tmp_path / "more", *named, "--json").out)
    assert again["working"] == firm.own["working"]
    assert cradle("keys", "new", firm.keys).err.startswith("refused: identity.exists")


def test_two_root_keys_of_which_one_is_on_a_token(token: Token, tmp_path: Path) -> None:
    """A change that needs two root keys names the token's beside the file."""
    firm = Firm(tmp_path, token)
    firm.told("register", *PROFILE)
    second = tmp_path / "second.pem"
    named = ("--new", second, "--keep", firm.own["root"], "--threshold", 2)
    firm.told("keys", "recover", *named)
    both = ("--root", token.uri("root"), "--root", second)
    assert firm.run("keys", "add", *both).code == 0


def test_the_registrar_may_sign_on_a_token_too(token: Token, tmp_path: Path) -> None:
    """A change of keys moves the ledger's registrar to the token, which countersigns the next registration."""
    firm = Firm(tmp_path, token)
    own = ("--identity", firm.book / "registrar", "--ledger", firm.book)
    assert cradle("keys", "add", "--key", token.uri("registrar"), *own).code == 0
    (firm.book / "registrar" / "working.pem").unlink()
    firm.told("register", *PROFILE)
    firm.token.tool("--delete-token", "--token", "plant")
    assert firm.run("register", *PROFILE).err.startswith("refused: pkcs11.token_absent")


def _in_words(ran: Ran, code: str, place: object) -> None:
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert ran.err.startswith(f"refused: {code} at {place}: "), ran.err
    assert RIGHT_PIN not in ran.err + ran.out


def test_what_is_wrong_is_one_sentence(
    token: Token, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong PIN, no PIN, no or a wrong module, no token, no such key and a malformed URI are refused."""
    firm = Firm(tmp_path, token)
    firm.told("register", *PROFILE)
    working = token.uri("working")
    wrong = "31415926"
    with monkeypatch.context() as changed:
        changed.setenv(PIN, wrong)
        ran = firm.submit()
        _in_words(ran, "pkcs11.pin_wrong", working)
        assert wrong not in ran.err
        changed.delenv(PIN)
        changed.setattr(sys, "stdin", (tmp_path / "cells" / "participant.json").open())
        _in_words(firm.submit(), "pkcs11.pin_missing", working)
        sys.stdin.close()
    with monkeypatch.context() as changed:
        changed.setenv(MODULE, "")
        _in_words(firm.submit(), "pkcs11.module", working)
        changed.setenv(MODULE, "/nowhere.so")
        _in_words(firm.submit(), "pkcs11.module", "/nowhere.so")
    absent, other = "pkcs11:token=plane;object=a", token.uri("toor")
    _in_words(firm.run("keys", "add", "--key", absent), "pkcs11.token_absent", absent)
    _in_words(firm.run("keys", "add", "--root", other), "pkcs11.key_absent", other)
    told = firm.run("keys", "add", "--key", f"{working}?pin-value={RIGHT_PIN}")
    _in_words(told, "pkcs11.uri", "pin-value")
    asked = cradle("keys", "new", tmp_path / "new", "--working", absent)
    _in_words(asked, "pkcs11.token_absent", absent)
    assert not (tmp_path / "new").exists()


def test_a_pin_in_a_file(token: Token, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The URI names the PIN file and the module; a file that others may read is refused."""
    monkeypatch.delenv(PIN)
    monkeypatch.delenv(MODULE)
    file = tmp_path / "my pin"
    file.write_text(f"{RIGHT_PIN}\n")
    written = str(file).replace(" ", "%20")
    for source in (written, f"file:{written.replace('%', '%25')}"):
        uri = f"{token.uri('working')}?module-path={SOFTHSM}&pin-source={source}"
        asked = ("keys", "new", tmp_path / f"keys{len(source)}", "--working", uri)
        file.chmod(0o644)
        ran = cradle(*asked)
        assert ran.err.startswith("refused: pkcs11.pin_file at "), ran.err
        assert RIGHT_PIN not in ran.err
        file.chmod(0o600)
        assert cradle(*asked).code == 0
    file.unlink()
    assert cradle("keys", "show", asked[2]).err.startswith("refused: pkcs11.pin_file at ")


def test_without_the_package(token: Token, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence names the package to install; keys in files still work."""
    for module in ("ledger.token.session", "ledger.token.signer"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.setitem(sys.modules, "pkcs11", None)
    ran = cradle("keys", "new", tmp_path / "keys", "--working", token.uri("working"))
    _in_words(ran, "pkcs11.package", token.uri("working"))
    assert "cradle-ledger[pkcs11]" in ran.err
    assert cradle("keys", "new", tmp_path / "keys").code == 0


def test_the_pin_is_asked_for_at_a_terminal(
    token: Token, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The PIN is requested once for a token, however many of its keys are used, and not echoed."""
    monkeypatch.delenv(PIN)
    named = (f"--{function}={token.uri(function)}" for function in ("root", "working"))
    command = [CRADLE, "keys", "new", tmp_path / "keys", *named]
    ours, theirs = os.openpty()
    terminal = [need_command("setsid"), "--ctty", "--wait", *command]
    said = b""
    with subprocess.Popen(terminal, stdin=theirs, stdout=theirs, stderr=theirs) as running:
        os.close(theirs)
        while select.select([ours], [], [], 60)[0]:
            try:
                said += os.read(ours, 1000)
            except OSError:  # The terminal is closed on the other side.
                break
            if said.endswith(b"PIN of token plant: "):
                os.write(ours, f"{RIGHT_PIN}\n".encode())
        assert running.wait(60) == 0, said
    os.close(ours)
    assert said.count(b"PIN of token") == 1
    assert RIGHT_PIN.encode() not in said
    assert b"working_place" in said
    assert b"pkcs11:token=plant;object=working" in said
