"""The passphrase of key files: its sources in their order, and what is refused of each."""

import os
import pty
import subprocess
from pathlib import Path

import pytest
from support.command import CRADLE, cradle
from support.refusal import refused

from ledger.cli.keys import passphrases
from ledger.cli.keys.passphrases import (
    CREDENTIALS,
    CURRENT,
    NEW,
    new_protection,
    passphrases_to_try,
    stated_passphrase,
)
from ledger.cli.keys.private_keys import read_private_key
from ledger.trust.keys import Signer
from ledger.trust.note import ED25519, Vkey, format_vkey

GIVEN = "four words, given 钥"
FILE = f"{CURRENT}_FILE"


@pytest.fixture(autouse=True)
def _nothing_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """No source has a passphrase, and nobody is at a terminal."""
    for variable in (CURRENT, FILE, NEW, f"{NEW}_FILE", CREDENTIALS):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(passphrases, "_TYPED", [])
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)


def typing(monkeypatch: pytest.MonkeyPatch, *typed: str) -> list[str]:
    """A person at a terminal who types this; return the questions."""
    questions, answers = [], iter(typed)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("getpass.getpass", lambda asked: questions.append(asked) or next(answers))
    return questions


def secret_file(path: Path, content: bytes, mode: int = 0o600) -> str:
    """A file of this mode; return its path."""
    path.write_bytes(content)
    path.chmod(mode)
    return str(path)


def test_each_source_gives_way_to_those_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The variable, then its file, then the credential; a terminal is asked if none of them is set."""
    questions = typing(monkeypatch, "typed twice at a terminal", "typed twice at a terminal")
    assert new_protection()() == "typed twice at a terminal"
    assert len(questions) == 2
    secret_file(tmp_path / "cradle-key-passphrase", b"of a credential\n", 0o440)
    monkeypatch.setenv(CREDENTIALS, str(tmp_path))
    assert stated_passphrase(CURRENT) == "of a credential"
    monkeypatch.setenv(FILE, secret_file(tmp_path / "one", f"{GIVEN}\r\nanother line".encode()))
    assert stated_passphrase(CURRENT) == GIVEN
    monkeypatch.setenv(CURRENT, "of the environment")
    assert new_protection()() == "of the environment"
    assert len(questions) == 2


def test_nobody_to_ask_is_a_refusal_and_never_an_unencrypted_key(tmp_path: Path) -> None:
    """Each command that makes a key is refused without a passphrase, and leaves nothing."""
    operator = ("--origin", "a.example/b", "--operator", "A", "--country", "DE")
    vkey = format_vkey(Vkey("a.example/log", ED25519, Signer(bytes(32)).public))
    for words in (
        ("keys", "new", tmp_path / "keys"),
        ("init", "--ledger", tmp_path / "book", *operator),
        ("witness", "init", tmp_path / "witness", "--name", "w.example/1", "--log", vkey),
    ):
        ran = cradle(*words)
        assert ran.err.startswith("refused: key.passphrase_new: "), words
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize("typed", [("one passphrase", "another passphrase"), ("short", "short")])
def test_a_new_passphrase_is_typed_twice_and_long(
    typed: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A passphrase that differs the second time, or has fewer than twelve characters, is refused."""
    typing(monkeypatch, *typed)
    with refused("key.passphrase_new"):
        new_protection()()


@pytest.mark.parametrize("variable", [CURRENT, NEW])
def test_a_short_passphrase_is_refused_wherever_it_is_from(
    variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eleven characters in the environment are too few, twelve are enough."""
    protection = new_protection(renews=variable == NEW)
    monkeypatch.setenv(variable, "elevenchars")
    with refused("key.passphrase_new"):
        protection()
    monkeypatch.setenv(variable, "twelve chars")
    assert protection() == "twelve chars"


def test_a_file_that_others_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So is one that is missing, and one that is not UTF-8."""
    for mode in (0o604, 0o640):
        monkeypatch.setenv(FILE, secret_file(tmp_path / "shown", GIVEN.encode(), mode))
        with refused("key.passphrase_file", str(tmp_path / "shown")):
            stated_passphrase(CURRENT)
    monkeypatch.setenv(FILE, str(tmp_path / "missing"))
    with refused("key.passphrase_file", str(tmp_path / "missing")):
        stated_passphrase(CURRENT)
    monkeypatch.setenv(FILE, secret_file(tmp_path / "latin", "süßes Wort 12".encode("latin-1")))
    with refused("key.passphrase", str(tmp_path / "latin")):
        stated_passphrase(CURRENT)
    monkeypatch.setenv(CURRENT, os.fsdecode(b"\xff\xfe, four words"))
    with refused("key.passphrase", CURRENT):
        stated_passphrase(CURRENT)


def test_what_was_typed_before_is_tried_before_another_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person with one passphrase for all files types it once; without anybody to ask, the file is named."""
    path = tmp_path / "working.pem"
    with refused("key.passphrase", str(path)):
        next(passphrases_to_try(path))
    questions = typing(monkeypatch, GIVEN, "of another file")
    assert next(passphrases_to_try(path)) == GIVEN
    assert list(passphrases_to_try(path)) == [GIVEN, "of another file"]
    assert questions == [f"Passphrase of {path}: "] * 2


def test_a_person_types_it_and_it_is_shown_nowhere(tmp_path: Path) -> None:
    """At a real terminal the characters are not echoed, and the key files open with what was typed."""
    ours, theirs = pty.openpty()
    command = [CRADLE, "keys", "new", tmp_path / "keys"]
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    ) as process:
        os.close(theirs)
        shown = b""
        for question in (b"or more): ", b"again: "):
            while question not in shown:
                shown += os.read(ours, 1024)
            os.write(ours, f"{GIVEN}\n".encode())
        while part := _read(ours):
            shown += part
    os.close(ours)
    assert process.returncode == 0, shown
    assert GIVEN.encode() not in shown
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(CURRENT, GIVEN)
        assert read_private_key(tmp_path / "keys" / "root.pem").public.hex().encode() in shown


def _read(descriptor: int) -> bytes:
    """What a terminal shows next; nothing when its program has ended."""
    try:
        return os.read(descriptor, 1024)
    except OSError:
        return b""
