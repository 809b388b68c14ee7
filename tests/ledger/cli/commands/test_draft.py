"""`cradle draft`: the examples are taken by the commands that they are for, once their ids are replaced."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from support.command import cradle, did
from support.ledger_cli import EXAMPLES, RULEBOOK, CellMaker, register

from ledger.cli.commands.draft import NEXT, Example
from ledger.exchange.example_drafts import EXAMPLES as DRAFTS


def test_the_examples_of_a_plant_are_submitted(tmp_path: Path) -> None:
    """The entry cites a delivery, the balance the entry; with the sets that Cradle brings the bracket has a figure."""
    maker = CellMaker(tmp_path)
    packs = register(tmp_path, maker.book, "packs", "manufacturer")
    steel = maker.signed("submit", EXAMPLES / "cell-entry.json")
    sold = ("--entry", steel, "--to", packs, "--number", "1", "--amount", "10000")
    delivery = maker.signed("deliver", *sold)
    for kind in ("entry", "balance"):
        did("draft", kind, "--out", tmp_path / kind)
    here = ("--ledger", maker.book)
    keys = ("--identity", tmp_path / "packs", *here, "--quiet")
    entry = did("submit", tmp_path / "entry", "--cite", f"steel={delivery}", *keys).out.strip()
    did("balance", tmp_path / "balance", "--cite", f"brackets={entry}", *keys)
    sets = ("mixes-electricity-maps-2026", "starter-energy-freight-2025", EXAMPLES / "factors.json")
    named = [word for name in sets for word in ("--factor-set", name)]
    figure = did("footprint", entry, "--rulebook", RULEBOOK, *named, *here, "--json")
    assert Decimal(json.loads(figure.out)["total"]) > 2


def test_the_example_of_a_factor_set_is_stored(tmp_path: Path) -> None:
    """And listed with its id."""
    maker = CellMaker(tmp_path)
    did("draft", "factor-set", "--out", tmp_path / "set.json")
    did("factors", "add", tmp_path / "set.json", "--ledger", maker.book)
    assert "my-factors" in did("factors", "list", "--ledger", maker.book).out


@pytest.mark.parametrize("kind", Example)
def test_an_example_is_printed_or_written_with_the_next_command(kind: str, tmp_path: Path) -> None:
    """The same bytes, as JSON in both forms."""
    printed = did("draft", kind)
    assert printed.out == did("draft", kind, "--json").out
    file = tmp_path / "new.json"
    said = did("draft", kind, "--out", file).out
    assert file.read_text() == printed.out
    assert f"cradle {NEXT[Example(kind)].format(file=file)}" in " ".join(said.split())
    assert [row.value for row in Example] == list(DRAFTS)


def test_help_names_the_example_and_the_page() -> None:
    """What takes a draft says where one comes from."""
    for command, page in (
        ("submit", "entry"),
        ("balance", "site_balance"),
        ("deliver", "delivery"),
    ):
        text = "".join(cradle(command, "-h").out.replace("│", " ").split())
        assert "cradledraft" in text
        assert f"docs/formats/{page}.md" in text
