"""Operator, witness and reader on the command line, over real servers in processes of their own."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from support.command import Ran, cradle, did
from support.ledger_small import twins
from support.serve_process import COMMAND, free_port

from ledger.client import http
from ledger.client.log_client import EVIDENCE
from ledger.operation.static import export_static
from ledger.trust.note import parse_note
from schemas.errors import CradleError

TOP = Path(__file__).parents[4]
ENTRY = TOP / "docs" / "examples" / "cell-entry.json"
STARTING = 60.0


@contextmanager
def serving(folder: Path, port: int) -> Iterator[str]:
    """Run `cradle witness serve` in a process of its own."""
    command = [sys.executable, "-c", COMMAND, "witness", "serve", folder, "--port", str(port)]
    environment = os.environ | {"PYTHONPATH": str(TOP)}
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:
        address, deadline = f"http://127.0.0.1:{port}", time.monotonic() + STARTING
        while time.monotonic() < deadline:
            try:
                http.get(f"{address}/vkey")
                break
            except CradleError:
                time.sleep(0.05)
        try:
            yield address
        finally:
            process.terminate()


def spoken(*arguments: object) -> dict[str, str]:
    """The JSON output of a command."""
    ran = did(*arguments, "--json")
    found: dict[str, str] = json.loads(ran.out)
    return found


@pytest.fixture
def begun(tmp_path: Path) -> dict[str, str]:
    """A ledger with one entry, as `init` reports it, and the entry's receipt in a file."""
    book = tmp_path / "ledger"
    told = spoken(
        *("init", "--ledger", book, "--origin", "ledger.example/test"),
        *("--operator", "Example Ledger AG", "--country", "DE"),
    )
    mine = ("--identity", tmp_path / "cells", "--ledger", book)
    spoken("keys", "new", tmp_path / "cells")
    spoken("register", *mine, "--name", "Cells", "--country", "FI", "--role", "supplier")
    receipt = spoken("submit", ENTRY, *mine)
    (tmp_path / "receipt.json").write_text(json.dumps(receipt))
    return {**told, "entry": receipt["id"]}


def signers(note: str) -> list[str]:
    """The signers of a note."""
    return [line.name for line in parse_note(note.encode()).signatures]


def test_from_a_receipt_to_a_witnessed_receipt(tmp_path: Path, begun: dict[str, str]) -> None:
    """The operator has its logs cosigned and publishes them; a supplier renews its receipt from the published files."""
    book, key = ("--ledger", begun["ledger"]), begun["entries_key"]
    logs = ("--log", key, "--log", begun["registry_key"])
    made = spoken("witness", "init", tmp_path / "w", "--name", "witness.example/w1", *logs)
    assert (tmp_path / "w" / "key.pem").stat().st_mode & 0o777 == 0o600
    with serving(tmp_path / "w", free_port()) as address:
        ran = did("log", "witness", "--witness", f"{address},{made['vkey']} {address}", *book)
        assert len(re.findall("witness.example/w1: cosigned 20", ran.out)) == 4
    printed = cradle("log", "checkpoint", "registry", *book).out
    assert signers(printed) == ["ledger.example/test/registry", "witness.example/w1"]
    proof = cradle("log", "prove", begun["entry"], "--cosigned", *book).out
    assert "witness.example/w1" in proof
    spoken("log", "export-static", tmp_path / "public", *book)
    read = ("--at", tmp_path / "public" / "entries", "--log-key", key, "--keep", tmp_path / "seen")
    also = ("--also", tmp_path / "public" / "entries" / "cosigned")
    assert (
        "1 leaves continue what was seen, and 1 others agree"
        in cradle("log", "check", *read, *also).out
    )
    assert spoken("log", "check", *read)["size"] == 1
    renewed = tmp_path / "renewed.json"
    assert cradle("log", "refresh", tmp_path / "receipt.json", *read, "--out", renewed).code == 0
    assert "witness.example/w1" in json.loads(renewed.read_text())["proof"]
    (tmp_path / "plain.tlog-proof").write_text(
        json.loads((tmp_path / "receipt.json").read_text())["proof"]
    )
    assert cradle("log", "refresh", tmp_path / "plain.tlog-proof", *read).out == proof


def test_a_witness_that_does_not_sign_is_reported(tmp_path: Path, begun: dict[str, str]) -> None:
    """Exit status 1 and the reason, for a person and for a program."""
    key = spoken("witness", "init", tmp_path / "w", "--name", "w", "--log", begun["entries_key"])
    asked = ("log", "witness", "--witness", f"{key['vkey']} http://127.0.0.1:9")
    ran = cradle(*asked, "--ledger", begun["ledger"])
    assert ran.code == 1
    assert "entries       1  w: remote.unreachable" in ran.out
    ran = cradle(*asked, "--ledger", begun["ledger"], "--json")
    assert {row["refusal"] for row in json.loads(ran.out)} == {"remote.unreachable"}
    assert signers(cradle("log", "checkpoint", "--ledger", begun["ledger"]).out) == [
        "ledger.example/test/entries"
    ]


def test_a_witness_is_never_made_over_another(tmp_path: Path, begun: dict[str, str]) -> None:
    """A folder that is not empty is refused, and so is a malformed log key."""
    named = ("--name", "w", "--log", begun["entries_key"])
    shown = cradle("witness", "init", tmp_path / "w", *named).out
    assert "Publish the vkey" in shown
    again = cradle("witness", "init", tmp_path / "w", *named)
    assert (again.code, again.err.partition(":")[0]) == (1, "refused")
    assert "note.vkey" in cradle("witness", "init", tmp_path / "x", "--name", "w", "--log", "x").err


def judged(file: Path, key: str, *more: str) -> Ran:
    """The result of `cradle log evidence`."""
    return cradle("log", "evidence", file, "--log-key", key, *more)


def test_two_histories_are_caught_and_proved_offline(tmp_path: Path) -> None:
    """The reader's file convinces anyone with the log's key (1); changed, it shows no fork (2)."""
    with twins(tmp_path, 1, 2) as (mine, twin):
        key, _ = mine.ledger.vkeys()
        for name, ledger in (("honest", mine), ("other", twin)):
            export_static(ledger.ledger, tmp_path / name)
    keep = ("--log-key", key, "--keep", tmp_path / "seen")
    assert cradle("log", "check", "--at", tmp_path / "honest" / "entries", *keep).code == 0
    caught = cradle("log", "check", "--at", tmp_path / "other" / "entries", *keep)
    assert (caught.code, "log.forked" in caught.err) == (1, True)
    file = tmp_path / "seen" / EVIDENCE
    ran = judged(file, key)
    assert (ran.code, "this log showed two histories" in ran.out) == (1, True)
    assert json.loads(judged(file, key, "--json").out)["forked"] is True
    members = json.loads(file.read_text())
    for name, change in (("root", "00" * 32), ("newer", members["older"]), ("path", [])):
        (tmp_path / "changed.json").write_text(json.dumps({**members, name: change}))
        expected = 0 if name == "newer" else 2
        assert judged(tmp_path / "changed.json", key).code == expected
    assert judged(tmp_path / "nowhere.json", key).code == 2
    assert judged(file, key.replace("entries+", "registry+")).code == 3
