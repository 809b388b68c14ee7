"""`cradle factors admit`, and the methods that a delivery names."""

import json
from pathlib import Path

from support.command import cradle, did
from support.ledger_cli import EXAMPLES, RULEBOOK, ledger

FILE = EXAMPLES / "factors.json"


def test_a_registrar_admits_a_set_by_its_file_or_digest_and_takes_it_back(tmp_path: Path) -> None:
    """It is asked for by its digest; a second time it is refused, and after a withdrawal admitted again."""
    book = ledger(tmp_path)
    digest = cradle("factors", "add", FILE, "--ledger", book, "--quiet").out.strip()
    ran = did("factors", "admit", digest, "--ledger", book, "--yes", "--json")
    ran = cradle("factors", "admit", FILE, "--ledger", book, "--yes")
    assert "rows         5" in ran.err
    assert (ran.code, "admission.duplicate" in ran.err) == (1, True)
    known = ran.err.partition("(")[2].partition(")")[0]
    acting = ("--identity", book / "registrar", "--ledger", book, "--quiet")
    assert cradle("withdraw", known, "--reason", "entered_in_error", *acting).code == 0
    assert cradle("factors", "admit", digest, "--ledger", book, "--quiet").code == 0
    ran = cradle("factors", "admit", "no-such-set", "--ledger", book, "--quiet")
    assert (ran.code, "factor_set.unknown" in ran.err) == (1, True)


def test_a_delivery_names_the_methods_by_id_or_digest(tmp_path: Path) -> None:
    """They are signed in order; a word that names nothing is refused before anything is signed."""
    book = ledger(tmp_path)
    digest = cradle("factors", "add", FILE, "--ledger", book, "--quiet").out.strip()
    firms = {}
    for name in ("cells", "packs"):
        cradle("keys", "new", tmp_path / name)
        acting = ("--identity", tmp_path / name, "--ledger", book, "--quiet")
        firm = ("--name", name, "--country", "FI", "--role", "supplier")
        firms[name] = cradle("register", *firm, *acting).out.strip()
    acting = ("--identity", tmp_path / "cells", "--ledger", book, "--quiet")
    entry = cradle("submit", EXAMPLES / "cell-entry.json", *acting).out.strip()
    goods = ("--entry", entry, "--to", firms["packs"], "--number", "L-1", "--amount", "1")
    ran = cradle("deliver", *goods, "--method", "no-such-method", *acting)
    assert (ran.code, "factor_set.unknown" in ran.err) == (1, True)
    ran = did("deliver", *goods, "--method", RULEBOOK, "--method", digest, *acting)
    shown = json.loads(cradle("log", "show", ran.out.strip(), "--ledger", book, "--json").out)
    named = json.dumps(shown)
    assert digest in named
    assert '"methods"' in named
