"""Suppliers' figures for a product: one figure a supplier, its latest, and none that was withdrawn."""

from decimal import Decimal
from pathlib import Path

from support.command import did
from support.ledger_cli import RULEBOOK

from ledger.cli.backend.folder import open_ledger
from ledger.service.answers.supplier_figures import supplier_figures

EXAMPLES = Path(__file__).parents[4] / "docs" / "examples"
PRODUCT = "urn:example:cell:nmc811"


def out(*command: object) -> str:
    """The output of a command that succeeds."""
    ran = did(*command)
    return ran.out.strip()


def told(book: Path, unit: str = "kg") -> tuple[Decimal, ...]:
    """The figures of the cell maker's product."""
    with open_ledger(book) as opened:
        return supplier_figures(opened).get((PRODUCT, unit), ())


def test_figures_of_live_deliveries_are_shown(tmp_path: Path) -> None:
    """A second delivery of one supplier does not count twice, one without figure or withdrawn not at all."""
    book = ("--ledger", tmp_path / "ledger")
    out("init", *book, "--origin", "ledger.example/test", "--operator", "X", "--country", "DE")
    factors = out("factors", "add", EXAMPLES / "factors.json", *book, "--quiet")
    keys = ("--identity", tmp_path / "cells", *book)
    out("keys", "new", tmp_path / "cells")
    out("keys", "new", tmp_path / "packs")
    person = ("--country", "FI", "--quiet")
    out("register", *keys, "--name", "Cells", "--role", "supplier", *person)
    other = ("--identity", tmp_path / "packs", *book)
    packs = out("register", *other, "--name", "Packs", "--role", "manufacturer", *person)
    entry = out("submit", EXAMPLES / "cell-entry.json", *keys, "--quiet")
    sold = ("deliver", "--entry", entry, "--to", packs, "--amount", "10", *keys, "--quiet")
    out(*sold, "--number", "1")
    assert told(tmp_path / "ledger") == ()
    first = out(*sold, "--number", "2", "--rulebook", RULEBOOK, "--factor-set", factors)
    second = out(*sold, "--number", "3", "--rulebook", RULEBOOK, "--factor-set", factors)
    (figure,) = told(tmp_path / "ledger")
    assert figure > 0
    assert told(tmp_path / "ledger", "piece") == ()
    for delivery in (first, second):
        out("withdraw", delivery, "--reason", "correction", *keys)
    assert told(tmp_path / "ledger") == ()
