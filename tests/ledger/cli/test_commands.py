"""The command line on a ledger of its own: it refuses in one sentence, and prints JSON."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.command import cradle, cradle_process, did
from support.ledger_cli import EXAMPLES, RULEBOOK, ledger, register, submit
from support.ledger_folders import newest_checkpoint
from support.postgres import fresh_database
from support.signed_battery import honest

from ledger.audit.policy import format_policy


def test_a_supplier_submits_twice_and_gets_the_same_receipt_place(tmp_path: Path) -> None:
    """Receipt as JSON, proof, list and show agree on one statement."""
    book = ledger(tmp_path)
    register(tmp_path, book, "cells", "supplier")
    receipt = json.loads(submit(tmp_path, book, "cells", "--json").out)
    entry = receipt["id"]
    assert receipt["log"] == "entries"
    assert receipt["proof"].startswith("c2sp.org/tlog-proof@v1\n")
    proof = cradle("log", "prove", entry, "--ledger", book)
    assert proof.out.startswith("c2sp.org/tlog-proof@v1\n")
    assert json.loads(cradle("log", "prove", entry, "--json", "--ledger", book).out)["id"] == entry
    shown = json.loads(cradle("log", "show", entry, "--ledger", book).out)
    assert shown["sections"]["inventory"]["value"]["outputs"][0]["amount"] == "500000"
    listed = json.loads(cradle("log", "list", "--kind", "entry", "--json", "--ledger", book).out)
    assert [row["id"] for row in listed] == [entry]
    assert entry in cradle("log", "list", "--ledger", book).out
    again = submit(tmp_path, book, "cells")
    assert again.code == 1
    assert "refused: entry." in again.err


def test_a_supplier_states_the_balance_of_its_site(tmp_path: Path) -> None:
    """The example balance fits the example entry; it is accepted once and can be withdrawn."""
    book = ledger(tmp_path)
    register(tmp_path, book, "cells", "supplier")
    entry = submit(tmp_path, book, "cells", "--quiet").out.strip()
    identity = ("--identity", tmp_path / "cells", "--ledger", book)
    balance = ("balance", EXAMPLES / "site-balance.json", *identity)
    assert cradle(*balance).err.startswith("refused: draft.cited at @cells")
    stated = did(*balance, "--cite", f"cells={entry}", "--quiet")
    again = cradle(*balance, "--cite", f"cells={entry}")
    assert "\nrefused: site_balance.duplicate at balance.rows[0]" in again.err
    did("withdraw", stated.out.strip(), "--reason", "correction", *identity)
    assert cradle(*balance, "--cite", f"cells={entry}").code == 0


def test_a_customer_gets_a_bundle_of_its_delivery(tmp_path: Path) -> None:
    """The bundle is written for the recipient that the delivery names only, and for a known audience only."""
    book = ledger(tmp_path)
    register(tmp_path, book, "cells", "supplier")
    packs = register(tmp_path, book, "packs", "manufacturer")
    entry = submit(tmp_path, book, "cells", "--quiet").out.strip()
    sold = ("--entry", entry, "--to", packs, "--number", "1", "--amount", "10")
    identity = ("--identity", tmp_path / "cells", "--ledger", book)
    delivered = did("deliver", *sold, *identity, "--quiet")
    out = tmp_path / "customer.bundle"
    bundle = ("bundle", delivered.out.strip(), "--out", out, "--force", "--ledger", book, "--for")
    ran = did(*bundle, "customer", "--participant", packs, "--json")
    assert json.loads(ran.out)["bytes"] == out.stat().st_size
    assert out.stat().st_mode & 0o777 == 0o600
    assert cradle(*bundle, "public").err.startswith("refused: access.denied at audience")
    other = cradle(*bundle, "customer", "--participant", "sha256:" + "0" * 64)
    assert other.err.startswith("refused: export.participant")
    assert cradle(*bundle, "everybody").code == 3


def test_the_sets_that_come_with_cradle_are_named_by_their_id(tmp_path: Path) -> None:
    """`factors sets` lists them with the digest that an auditor's policy accepts, and `factors add` stores one."""
    book = ledger(tmp_path)
    listed = json.loads(cradle("factors", "sets", "--json").out)
    assert [row["id"] for row in listed] == [
        "mixes-electricity-maps-2026",
        "mixes-ember-mee-2026",
        "starter-energy-freight-2025",
        "starter-materials-2025",
        "starter-materials-fr-2022",
    ]
    shown = cradle("factors", "sets").out
    assert "made available under the Open Database License" in shown.replace("\n", "")
    for row in listed:
        assert row["digest"] in shown
        added = cradle("factors", "add", row["id"], "--ledger", book, "--quiet")
        assert added.out.strip() == row["digest"]
    assert cradle("factors", "add", "mixes", "--ledger", book).err.startswith(
        "refused: factor_set.unknown"
    )


def test_a_withdrawn_entry_has_no_figure(tmp_path: Path) -> None:
    """After `withdraw` the footprint of an entry is refused with the reason."""
    book = ledger(tmp_path)
    register(tmp_path, book, "cells", "supplier")
    added = cradle("factors", "add", EXAMPLES / "factors.json", "--ledger", book, "--json")
    factors = json.loads(added.out)["digest"]
    entry = submit(tmp_path, book, "cells", "--quiet").out.strip()
    figure = ("footprint", entry, "--rulebook", RULEBOOK, "--factor-set", factors, "--ledger", book)
    told = json.loads(cradle(*figure, "--json").out)
    assert told["total"] == "9.18965"
    assert json.loads(cradle(*figure, "--preview").out)["total"] == "9.19"
    assert ["own", "9.18965"] in [line.split()[:2] for line in cradle(*figure).out.splitlines()]
    did(
        *("withdraw", entry, "--reason", "entered_in_error"),
        *("--identity", tmp_path / "cells", "--ledger", book),
    )
    refused = cradle(*figure)
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith("refused: entry.withdrawn")


@pytest.mark.parametrize(
    ("arguments", "code", "begins"),
    [
        ("log list --ledger nowhere", 1, "refused: ledger.absent at nowhere"),
        ("keys show nowhere", 1, "refused: identity.none at nowhere/working.pem"),
        ("demo --case nowhere", 1, "refused: case.folder at nowhere"),
        ("demo --rulebook eu-1999", 1, "refused: rulebook.unknown"),
        ("verify nowhere.bundle --policy nowhere.toml", 3, "refused: file.unreadable"),
        ("verify", 3, ""),
        ("no-such-command", 3, ""),
        ("init --ledger x --origin UPPER --operator A --country DE", 1, "refused: origin.grammar"),
        ("init --ledger x --origin a/b --operator A --country XX", 1, "refused: country.unknown"),
    ],
)
def test_a_mistake_is_one_sentence_with_code_and_place(
    arguments: str, code: int, begins: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit status and code are stable, and no stack trace is printed."""
    monkeypatch.chdir(tmp_path)
    ran = cradle(*arguments.split())
    assert ran.code == code
    assert ran.err.startswith(begins)
    assert "Traceback" not in ran.err


def test_a_lost_ledger_comes_back(tmp_path: Path) -> None:
    """A lost ledger works again after restoring its backup and keys and unlocking it with a supplier's receipt."""
    book, backup, again = ledger(tmp_path), tmp_path / "backup", tmp_path / "again"
    register(tmp_path, book, "cells", "supplier")
    receipt = tmp_path / "receipt.json"
    receipt.write_text(submit(tmp_path, book, "cells", "--json").out)
    proved = json.loads(cradle("backup", backup, "--ledger", book, "--json").out)
    assert (proved["entries"], proved["registry"], proved["statements"]) == (1, 2, 3)
    shutil.move(book / "keys", tmp_path / "keys-kept-apart")
    shutil.rmtree(book)
    restored = did("restore", backup, "--to", again)
    assert "read-only" in restored.out
    assert cradle("log", "list", "--ledger", again).err.startswith("refused: ledger.keys")
    shutil.move(tmp_path / "keys-kept-apart", again / "keys")
    assert cradle("log", "list", "--ledger", again).code == 0
    added = ("factors", "add", EXAMPLES / "factors.json", "--ledger", again)
    assert cradle(*added).err.startswith("refused: ledger.read_only")
    assert cradle("unlock", "--ledger", again).code == 3
    assert cradle("unlock", "--ledger", again, "--receipt", receipt).code == 0
    assert cradle(*added).code == 0


def test_a_ledger_elsewhere(tmp_path: Path) -> None:
    """`init` sets the database and checkpoint store; a checkpoint file unlocks a copy."""
    url, apart = fresh_database(), tmp_path / "apart"
    ledger(tmp_path, "--database", url, "--checkpoints", apart)
    register(tmp_path, tmp_path / "ledger", "cells", "supplier")
    assert not (tmp_path / "ledger" / "ledger.db").exists()
    note = tmp_path / "checkpoint"
    note.write_bytes(newest_checkpoint(tmp_path / "ledger", "registry"))
    shutil.copytree(tmp_path / "ledger", tmp_path / "copy")
    unlocked = cradle("unlock", "--ledger", tmp_path / "copy", "--checkpoint", note, "--json")
    assert json.loads(unlocked.out)["size"] == 2
    added = ("factors", "add", EXAMPLES / "factors.json", "--ledger")
    assert cradle(*added, tmp_path / "ledger").err.startswith("refused: ledger.read_only")
    assert cradle(*added, tmp_path / "copy").code == 0


def test_a_draft_with_a_number_is_refused_with_its_place(tmp_path: Path) -> None:
    """A JSON number may have lost digits already, so it is never accepted as a quantity."""
    book = ledger(tmp_path)
    register(tmp_path, book, "cells", "supplier")
    text = (
        (EXAMPLES / "cell-entry.json")
        .read_text()
        .replace('"amount": "180000"', '"amount": 180000.5')
    )
    draft = tmp_path / "draft.json"
    draft.write_text(text)
    ran = cradle("submit", draft, "--identity", tmp_path / "cells", "--ledger", book)
    assert ran.code == 1
    assert ran.err.startswith("refused: json.float at inventory.inputs[0].amount")


def test_keys_are_never_overwritten(tmp_path: Path) -> None:
    """Existing keys in a folder stay, and only their owner may read them."""
    assert cradle("keys", "new", tmp_path / "mine").code == 0
    before = (tmp_path / "mine" / "root.pem").read_bytes()
    again = cradle("keys", "new", tmp_path / "mine")
    assert again.err.startswith("refused: identity.exists")
    assert (tmp_path / "mine" / "root.pem").read_bytes() == before
    assert (tmp_path / "mine" / "root.pem").stat().st_mode & 0o777 == 0o600


def test_the_installed_command_is_this_one() -> None:
    """The installed `cradle --help` shows the commands."""
    ran = cradle_process("--help")
    assert ran.code == 0
    assert "verify" in ran.out


LOADED = """
import sys
from ledger.cli.main import main
try:
    main()
finally:
    print([name for name in sys.modules if name.startswith(("httpx", "httpcore"))], file=sys.stderr)
"""


@pytest.mark.parametrize("command", ["--help", "verify"])
def test_help_and_verify_load_no_http_client(command: str, tmp_path: Path) -> None:
    """Help and `verify` send no request and import no HTTP library."""
    bundle, policy = tmp_path / "bundle", tmp_path / "policy.toml"
    bundle.write_bytes(honest().ledger.bundle())
    policy.write_bytes(format_policy(honest().ledger.policy()))
    arguments = ["--help"] if command == "--help" else [command, bundle, "--policy", policy]
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments], check=True, capture_output=True, text=True
    )
    assert done.stderr == "[]\n"
