"""Private key files: encrypted by default, readable by their owner, and protected in place."""

import os
from base64 import b64decode
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from support.command import cradle
from support.ledger_cli import ledger
from support.refusal import refused

from ledger.cli.keys import passphrases, private_keys
from ledger.cli.keys.passphrases import CURRENT, NEW, new_protection, unprotected
from ledger.cli.keys.private_keys import (
    make_or_read_key,
    protect_keys,
    protection_of,
    read_private_key,
    write_private_key,
    write_secret,
)
from ledger.trust.keys import Signer
from ledger.trust.note import ED25519, Vkey, format_vkey

SECRET = bytes(range(1, 33))
ENCRYPTED = b"-----BEGIN ENCRYPTED PRIVATE KEY-----"
OLD, RENEWED = "the old passphrase", "the new passphrase"


@pytest.fixture(autouse=True)
def _stated(monkeypatch: pytest.MonkeyPatch) -> None:
    """The old passphrase is stated, and nothing was typed or noted before."""
    monkeypatch.setenv(CURRENT, OLD)
    monkeypatch.setattr(passphrases, "_TYPED", [])
    monkeypatch.setattr(private_keys, "_NOTED", set())


def test_every_key_that_a_command_writes_is_encrypted_for_its_owner_alone(tmp_path: Path) -> None:
    """Logs, registrar, participant, witness and a log's next keys: no file opens without the passphrase."""
    book = ledger(tmp_path)
    vkey = format_vkey(Vkey("a.example/log", ED25519, Signer(SECRET).public))
    named = ("--name", "w.example/1", "--log", vkey)
    assert cradle("witness", "init", tmp_path / "witness", *named).code == 0
    assert cradle("keys", "new", tmp_path / "cells", "--alg", "p256").code == 0
    assert cradle("log", "rotate", "--ledger", book).code == 0
    files = sorted(tmp_path.rglob("*.pem"))
    assert {file.name for file in files} == {
        *("entries.pem", "registry.pem", "entries-2.pem", "registry-2.pem", "working.pem"),
        *("root.pem", "ledger-registrar-root.pem", "key.pem"),
    }
    for file in files:
        assert file.read_bytes().startswith(ENCRYPTED), file
        assert file.stat().st_mode & 0o777 == 0o600, file


def test_a_copied_key_file_opens_by_its_passphrase_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy has no byte of the secret, and opens with no other passphrase and without one."""
    write_private_key(tmp_path / "a.pem", SECRET, new_protection())
    copied = (tmp_path / "a.pem").read_bytes()
    inner = b64decode(b"".join(copied.splitlines()[1:-1]))
    assert SECRET not in inner
    (tmp_path / "copy.pem").write_bytes(copied)
    assert read_private_key(tmp_path / "copy.pem").public == Signer(SECRET).public
    monkeypatch.setenv(CURRENT, OLD.upper())
    with refused("key.passphrase", str(tmp_path / "copy.pem")):
        read_private_key(tmp_path / "copy.pem")


def test_unencrypted_is_a_choice_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the option the files are plain and their maker is told nothing; a later reader is, once a folder."""
    ran = cradle("keys", "new", tmp_path / "keys", "--unencrypted")
    assert (ran.code, ran.err) == (0, "")
    monkeypatch.setattr(private_keys, "_NOTED", set())
    for name in ("root.pem", "working.pem"):
        assert (tmp_path / "keys" / name).read_bytes().startswith(b"-----BEGIN PRIVATE KEY-----")
        read_private_key(tmp_path / "keys" / name)
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert f"cradle keys protect {tmp_path / 'keys'}" in said


def test_keys_are_protected_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of old keys, of any form, is encrypted; again, by the new passphrase, while the old one opens it."""
    sec1 = generate_private_key(SECP256R1()).private_bytes(
        Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()
    )
    (tmp_path / "root.pem").write_bytes(sec1)
    write_private_key(tmp_path / "working.pem", SECRET, unprotected)
    (tmp_path / "root.pem").chmod(0o644)
    files = sorted(tmp_path.glob("*.pem"))
    before = [read_private_key(file).public for file in files]
    assert cradle("keys", "protect", tmp_path).code == 0
    for renewed in (False, True):
        if renewed:
            monkeypatch.setenv(NEW, RENEWED)
            ran = cradle("keys", "protect", *files)
            assert ran.out.count("encrypted ") == 2
            with refused("key.passphrase", str(files[0])):
                read_private_key(files[0])
            monkeypatch.setenv(CURRENT, RENEWED)
        assert [read_private_key(file).public for file in files] == before
        assert all(file.read_bytes().startswith(ENCRYPTED) for file in files)
        assert all(file.stat().st_mode & 0o777 == 0o600 for file in files)
    assert sorted(tmp_path.iterdir()) == files


def test_a_new_passphrase_is_not_the_stated_old_one(tmp_path: Path) -> None:
    """Files that have a passphrase are not encrypted again by it in silence."""
    write_private_key(tmp_path / "a.pem", SECRET, new_protection())
    before = (tmp_path / "a.pem").read_bytes()
    with refused("key.passphrase_new"):
        protect_keys([tmp_path])
    assert (tmp_path / "a.pem").read_bytes() == before


def test_no_file_is_changed_if_one_does_not_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong passphrase, another user's file, another kind of file and an empty folder each stop all."""
    write_private_key(tmp_path / "a.pem", SECRET, unprotected)
    plain = (tmp_path / "a.pem").read_bytes()
    write_private_key(tmp_path / "b.pem", SECRET, lambda: "another passphrase")
    with refused("key.passphrase", str(tmp_path / "b.pem")):
        protect_keys([tmp_path])
    (tmp_path / "b.pem").write_text("no key")
    with refused("key.pem", str(tmp_path / "b.pem")):
        protect_keys([tmp_path])
    (tmp_path / "b.pem").unlink()
    (tmp_path / "void").mkdir()
    for absent in ("void", "missing"):
        with refused("identity.none", str(tmp_path / absent)):
            protect_keys([tmp_path / "a.pem", tmp_path / absent])
    with monkeypatch.context() as patched:
        patched.setattr(os, "geteuid", lambda: os.getuid() + 1)
        with refused("key.owner", str(tmp_path / "a.pem")):
            protect_keys([tmp_path])
    assert (tmp_path / "a.pem").read_bytes() == plain


def test_the_file_behind_a_link_is_protected(tmp_path: Path) -> None:
    """A link stays a link, and what it names is encrypted."""
    write_private_key(tmp_path / "stick.pem", SECRET, unprotected)
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "root.pem").symlink_to(tmp_path / "stick.pem")
    assert protect_keys([tmp_path / "keys"]) == [tmp_path / "stick.pem"]
    assert (tmp_path / "stick.pem").read_bytes().startswith(ENCRYPTED)
    assert (tmp_path / "keys" / "root.pem").is_symlink()


def test_an_existing_key_needs_no_new_passphrase(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The protection is asked for only if a file is made, and a key's own protection is what opened it."""
    path = tmp_path / "a.pem"
    made = make_or_read_key(path, "p256", new_protection())
    assert make_or_read_key(path, None, _not_asked).public == made.public
    assert protection_of(path)() == OLD
    write_private_key(tmp_path / "b.pem", SECRET, unprotected)
    assert protection_of(tmp_path / "b.pem")() is None
    monkeypatch.setenv(CURRENT, "wrong, and said once")
    ran = cradle("keys", "protect", path)
    assert ran.err.startswith(f"refused: key.passphrase at {path}: ")
    assert "wrong, and said once" not in ran.err + ran.out


def _not_asked() -> str:
    raise AssertionError


def test_a_secret_that_cannot_be_written_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fails leaves no part of a key; a file that exists is kept."""

    def fail(_: int) -> None:
        raise OSError(28, "No space left on device", "disk")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        write_secret(tmp_path / "a.pem", b"secret")
    assert not any(tmp_path.iterdir())
    monkeypatch.undo()
    (tmp_path / "a.pem").write_text("kept")
    with pytest.raises(FileExistsError):
        write_secret(tmp_path / "a.pem", b"secret")
    assert (tmp_path / "a.pem").read_text() == "kept"
