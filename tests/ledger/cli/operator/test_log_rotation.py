"""`cradle log rotate`, `end-rotation`: an operator changes its logs' keys, and readers, owners and auditors follow."""

import json
from pathlib import Path
from typing import Any

import pytest
from support.command import cradle, did
from support.http_api import house_of
from support.ledger_cli import ledger, register, submit
from support.servers import serving

from api.app import create_app
from ledger.audit.policy import parse_policy
from ledger.cli.backend.folder import open_ledger
from ledger.trust.checkpoint import open_checkpoint
from ledger.trust.log_key import LogKey, read_log_keys
from ledger.trust.note import Vkey, parse_note, parse_vkey
from schemas.signed.policy import LogKeys
from schemas.vocabulary import Role


class Operator:
    """A ledger with a supplier, and the commands of its operator."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.book = folder, ledger(folder)
        self.id = register(folder, self.book, "cells", "supplier")
        self.submit()

    def run(self, *arguments: object) -> str:
        """Run a command in the ledger's folder."""
        ran = did(*arguments, "--ledger", self.book)
        return ran.out

    def submit(self) -> str:
        """Submit the example entry; after the earlier one is withdrawn it can be submitted again."""
        ran = submit(self.folder, self.book, "cells", "--quiet")
        assert ran.code == 0, ran.err
        return ran.out.strip()

    def grow(self, entry: str) -> str:
        """Withdraw a statement, so that both logs grow by one leaf."""
        reason = ("--reason", "entered_in_error", "--identity", self.folder / "cells", "--quiet")
        return self.run("withdraw", entry, *reason).strip()

    def entries(self) -> list[str]:
        """The ids of the entries."""
        rows: list[dict[str, Any]] = json.loads(
            self.run("log", "list", "--kind", "entry", "--json")
        )
        return [str(row["id"]) for row in rows]

    def rotate(self, *options: str) -> LogKeys:
        """Rotate the keys and return the published output."""
        return LogKeys.parse(self.run("log", "rotate", *options, "--json").encode())

    def keys(self) -> list[str]:
        """The names of the private key files of the logs."""
        return sorted(file.name for file in (self.book / "keys").glob("*.pem"))

    def newest(self, log: str) -> bytes:
        """The newest checkpoint of a log."""
        return self.run("log", "checkpoint", log).encode()


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    """An operator."""
    return Operator(tmp_path)


def keys_of(listed: LogKeys) -> dict[str, LogKey]:
    """The keys of both logs by name."""
    entries, registry = read_log_keys(listed)
    return {"entries": entries, "registry": registry}


def test_both_keys_sign_until_the_rotation_is_ended(operator: Operator) -> None:
    """After the rotation the new keys sign alone, and the old private keys are in a folder apart."""
    old = keys_of(operator.rotate())
    assert operator.keys() == ["entries-2.pem", "entries.pem", "registry-2.pem", "registry.pem"]
    (entry,) = operator.entries()
    operator.grow(entry)
    for log, key in old.items():
        note = operator.newest(log)
        assert len(parse_note(note).signatures) == 2
        assert open_checkpoint(note, key.current) == open_checkpoint(note, key.earlier[0][0])
    told = operator.run("log", "end-rotation")
    assert "[[logs.earlier]]" in told
    assert operator.keys() == ["entries-2.pem", "registry-2.pem"]
    assert sorted(file.name for file in (operator.book / "keys" / "ended").iterdir()) == [
        "entries.pem",
        "registry.pem",
    ]
    operator.submit()
    assert len(parse_note(operator.newest("entries")).signatures) == 1
    again = operator.rotate()
    assert operator.keys()[:2] == ["entries-2.pem", "entries-3.pem"]
    assert len(again.earlier or ()) == 4


def test_stolen_keys_end_at_once(operator: Operator) -> None:
    """The next checkpoint is signed by the new key only."""
    listed = keys_of(operator.rotate("--stolen"))
    assert operator.keys() == ["entries-2.pem", "registry-2.pem"]
    operator.grow(operator.entries()[0])
    note = operator.newest("registry")
    assert len(parse_note(note).signatures) == 1
    assert open_checkpoint(note, listed["registry"].current).size == 3


def test_what_is_printed_is_what_a_policy_lists(operator: Operator, tmp_path: Path) -> None:
    """A policy that is drafted from the ledger has the printed keys."""
    told = operator.run("log", "rotate")
    rules = ("--rulebook", "study-full-substitution-1", "--factor-set", "sha256:" + "1" * 64)
    operator.run("policy", "--out", tmp_path / "policy.toml", *rules)
    text = (tmp_path / "policy.toml").read_text()
    assert parse_policy(text.encode()).logs.earlier is not None
    printed = told.partition("[logs]")[2].split()
    assert [word for word in printed if word not in text.split()] == []


def test_a_key_that_was_made_and_never_used_does_no_harm(operator: Operator) -> None:
    """A file left by a crash before the change is ignored, and the next change uses another name."""
    cradle("keys", "new", operator.folder / "spare")
    for log in ("entries", "registry"):
        spare = operator.folder / "spare" / "root.pem"
        (operator.book / "keys" / f"{log}-2.pem").write_bytes(spare.read_bytes())
    operator.grow(operator.entries()[0])
    operator.rotate()
    assert {"entries-3.pem", "registry-3.pem"} < set(operator.keys())
    operator.submit()


def text_of(key: LogKey) -> list[str]:
    """A log's keys as options."""
    from ledger.trust.note import format_vkey

    named = [format_vkey(key.current)]
    named += [f"{format_vkey(vkey)} until {until}" for vkey, until in key.earlier]
    return [part for text in named for part in ("--log-key", text)]


def test_readers_and_owners_follow(operator: Operator, tmp_path: Path) -> None:
    """With both keys named, `log check` and `watch` continue the state that they kept under the old key."""
    at = ("--at", tmp_path / "public" / "registry", "--keep", tmp_path / "seen")
    operator.run("log", "export-static", tmp_path / "public")
    first = json.loads(operator.run("policy", "--out", tmp_path / "p.toml", *RULES, "--json"))
    before: Vkey = parse_vkey(first["logs"]["registry"])
    assert cradle("log", "check", *at, *text_of(LogKey(before))).code == 0
    registry = keys_of(operator.rotate())["registry"]
    operator.grow(operator.entries()[0])
    operator.run("log", "end-rotation")
    operator.submit()
    operator.run("log", "export-static", tmp_path / "public")
    watching = ("watch", *at, "--identity", operator.folder / "cells")
    assert cradle("log", "check", *at, *text_of(registry)).code == 0
    ran = cradle(*watching, *text_of(registry))
    assert (ran.code, "alarms: 0" in ran.out) == (0, True), ran.err
    both = [*text_of(registry), *text_of(LogKey(parse_vkey(first["logs"]["entries"])))]
    ran = cradle("log", "evidence", tmp_path / "p.toml", *both)
    assert (ran.code, "log_key.form" in ran.err) == (3, True)


RULES = ("--rulebook", "study-full-substitution-1", "--factor-set", "sha256:" + "1" * 64)


def test_a_login_lists_the_earlier_keys_too(operator: Operator) -> None:
    """Over a server an earlier receipt is valid under the earlier key, which the login file names."""
    (entry,) = operator.entries()
    listed = operator.rotate("--stolen")
    login = operator.folder / "login.toml"
    rows = [
        f'[[logs.earlier]]\nvkey = "{row.vkey}"\nuntil = {row.until}\n'
        for row in listed.earlier or ()
    ]
    with open_ledger(operator.book) as opened:
        house = house_of(opened)
        secret = house.open_account("cells", Role.SUPPLIER, participant=operator.id)
        with serving(create_app(house.context)) as address:
            for earlier, code in ((rows, 0), ([], 1)):
                logs = f'[logs]\nentries = "{listed.entries}"\nregistry = "{listed.registry}"\n'
                login.write_text(f'api_key = "{secret}"\n{logs}{"".join(earlier)}')
                login.chmod(0o600)
                ran = cradle("--server", address, "--login", login, "log", "prove", entry)
                assert ran.code == code, ran.err
                assert ("note.unsigned" in ran.err) is (code == 1)
