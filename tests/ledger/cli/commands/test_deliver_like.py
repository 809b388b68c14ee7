"""`cradle deliver --like`: the same firm, line, amount and method, of the newest entry of the product."""

import json
from pathlib import Path
from typing import Any

import pytest
from support.command import cradle
from support.ledger_cli import EXAMPLES, RULEBOOK, CellMaker, register

NAME = "NMC811 cell"


class Seller(CellMaker):
    """A maker of cells that delivers to one firm, with a figure."""

    def __init__(self, folder: Path) -> None:
        """The entry of 2025, its delivery, and the entry of 2026."""
        super().__init__(folder)
        self.packs = register(folder, self.book, "packs", "manufacturer")
        self.entry = self.signed("submit", EXAMPLES / "cell-entry.json")
        method = ("--rulebook", RULEBOOK, "--factor-set", EXAMPLES / "factors.json")
        sold = ("--to", "Packs", "--number", "1", "--amount", "27000", *method)
        self.first = self.signed("deliver", "--entry", NAME, *sold)
        self.second_entry = self.signed("submit", "--like", self.entry)

    def payload(self, statement: str) -> dict[str, Any]:
        """A signed delivery."""
        shown = cradle("log", "show", statement, "--ledger", self.book)
        return dict(json.loads(shown.out)["payload"])


@pytest.fixture(scope="module")
def seller(tmp_path_factory: pytest.TempPathFactory) -> Seller:
    """A ledger that these tests share."""
    return Seller(tmp_path_factory.mktemp("like"))


def test_a_delivery_like_another_is_of_the_newest_entry(seller: Seller) -> None:
    """All of it is shown before it is signed; the figure is computed again by the same method."""
    ran = seller.run("deliver", "--like", NAME, "--number", "2", "--yes")
    assert ran.code == 0, ran.err
    before, after = seller.payload(seller.first), seller.payload(ran.out.split()[1])
    assert (before["entry"], after["entry"]) == (seller.entry, seller.second_entry)
    same = ("recipient", "line", "product", "unit", "use", "amount")
    assert [before[key] for key in same] == [after[key] for key in same]
    assert after["number"] == "2"
    method = ("rulebook", "factor_sets")
    assert [before["figure"][key] for key in method] == [after["figure"][key] for key in method]
    lines = [" ".join(line.split()) for line in ran.err.splitlines()]
    assert f"as in {seller.first}" in lines
    assert "amount, as before 27000" in lines
    assert f"entry, as before {seller.second_entry}" in lines


def test_what_is_typed_comes_first(seller: Seller) -> None:
    """A representative delivery like it has a last day and no amount; the next like that one is a year later."""
    typed = ("--valid-until", "2027-01-01", "--entry", seller.entry, "--number", "3")
    third = seller.signed("deliver", "--like", seller.first, *typed)
    payload = seller.payload(third)
    assert (payload["entry"], payload["use"]) == (seller.entry, "representative")
    assert "amount" not in payload
    fourth = seller.payload(seller.signed("deliver", "--like", third, "--number", "4"))
    assert fourth["valid_until"] == "2028-01-01"


@pytest.mark.parametrize(
    ("options", "refused"),
    [
        (("--entry", NAME, "--amount", "1"), "option.missing at --to"),
        (("--to", "Packs", "--amount", "1"), "option.missing at --entry"),
        (("--like", "no such goods"), "name.unknown at --like"),
    ],
)
def test_what_lacks_is_named(seller: Seller, options: tuple[str, ...], refused: str) -> None:
    """The refusal says which option."""
    ran = seller.run("deliver", "--number", "9", *options)
    assert ran.err.startswith(f"refused: {refused}: "), ran.err


def test_deliveries_to_several_firms_are_ambiguous(seller: Seller) -> None:
    """The newest to each is listed; nothing is guessed."""
    register(seller.folder, seller.book, "others", "manufacturer")
    sold = ("--to", "Others", "--number", "5", "--amount", "10")
    other = seller.signed("deliver", "--entry", seller.entry, *sold)
    ran = seller.run("deliver", "--like", NAME, "--number", "6")
    assert ran.err.startswith("refused: name.ambiguous at --like: 2 are named")
    assert other[7:19] in ran.err
