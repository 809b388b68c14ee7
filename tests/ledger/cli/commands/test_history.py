"""`cradle history`, and what `cradle withdraw` shows before it signs."""

import json
from pathlib import Path

import pytest
from support.command import Ran, cradle
from support.ledger_cli import EXAMPLES, ledger, register, submit

from ledger.cli.terminal import confirmation


class Story:
    """A maker of cells with an entry, a delivery of 10 kg to its customer, and a site balance."""

    def __init__(self, folder: Path) -> None:
        self.book = ledger(folder)
        register(folder, self.book, "cells", "supplier")
        self.packs = register(folder, self.book, "packs", "manufacturer")
        self.keys = folder / "cells"
        self.entry = submit(folder, self.book, "cells", "--quiet").out.strip()
        sold = ("--entry", self.entry, "--to", self.packs, "--number", "D-7", "--amount", "10")
        self.delivery = self.run("deliver", *sold, "--quiet").out.strip()
        cited = ("--cite", f"cells={self.entry}")
        stated = self.run("balance", EXAMPLES / "site-balance.json", *cited, "--quiet")
        self.balance = stated.out.strip()

    def run(self, *arguments: object) -> Ran:
        """The command of the maker of cells."""
        return cradle(*arguments, "--identity", self.keys, "--ledger", self.book)


@pytest.fixture
def story(tmp_path: Path) -> Story:
    """The story, in a folder of its own."""
    return Story(tmp_path)


def test_each_statement_with_dates_goods_status_and_readers(story: Story) -> None:
    """The JSON has the entry, its delivery and the balance; the customer reads the goods, not the recipe."""
    found = json.loads(story.run("history", "--json").out)
    entry, delivery, balance = found["rows"]
    assert [row["id"] for row in found["rows"]] == [story.entry, story.delivery, story.balance]
    assert entry["period"] == {"start": "2025-01-01", "end": "2026-01-01"}
    assert (entry["lines"][0]["amount"], entry["lines"][0]["unit"]) == ("500000", "kg")
    assert entry["readers"] == [{"name": "Packs", "reads": "goods"}]
    assert delivery["readers"] == [{"name": "Packs", "reads": "all"}]
    assert (delivery["recipient"], delivery["number"]) == ("Packs", "D-7")
    assert balance["readers"] == []
    assert {row["status"] for row in found["rows"]} == {"live"}


def test_a_withdrawn_statement_names_its_withdrawal_and_reason(story: Story) -> None:
    """The table and the JSON say who ended a statement, and why."""
    ended = ("withdraw", story.delivery, "--reason", "entered_in_error")
    by = story.run(*ended, "--quiet").out.strip()
    row = json.loads(story.run("history", "--json").out)["rows"][1]
    assert (row["status"], row["by"], row["reason"]) == ("withdrawn", by, "entered_in_error")
    table = " ".join(story.run("history").out.split())
    assert "withdrawn by" in table
    assert "entered in error" in table


def test_nothing_stated_yet(tmp_path: Path) -> None:
    """A firm that only registered reads so in one sentence."""
    book = ledger(tmp_path)
    register(tmp_path, book, "cells", "supplier")
    ran = cradle("history", "--identity", tmp_path / "cells", "--ledger", book)
    assert (ran.code, ran.out) == (0, "Cells has stated nothing yet.\n")


def test_what_rests_on_a_statement_is_shown_before_it_is_withdrawn(story: Story) -> None:
    """Withdrawing the entry names the delivery and the balance; withdrawing the delivery names neither."""
    entry = story.run("withdraw", story.entry, "--reason", "correction")
    assert entry.code == 0, entry.err
    lines = entry.err.splitlines()
    assert lines[0].startswith("withdrawing  entry  ")
    assert lines[1].startswith("rests on it  delivery  ")
    assert "10 kg" in lines[1]
    assert "for Packs, no. D-7" in lines[1]
    assert lines[2].startswith("rests on it  site balance  ")
    assert lines[3].startswith("customers    ")
    alone = story.run("withdraw", story.delivery, "--reason", "correction")
    assert "rests on it" not in alone.err


def test_a_person_who_answers_no_withdraws_nothing(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The question stands before the signature."""
    monkeypatch.setattr(confirmation, "is_person", lambda: True)
    monkeypatch.setattr(confirmation.Confirm, "ask", lambda *_, **__: False)
    ran = story.run("withdraw", story.entry, "--reason", "correction")
    assert (ran.code, ran.err.splitlines()[-1].split()[1]) == (1, "confirmation.declined:")
    assert json.loads(story.run("history", "--json").out)["rows"][0]["status"] == "live"
    assert story.run("withdraw", story.entry, "--reason", "correction", "--yes").code == 0


def test_anothers_statement_is_refused_by_the_ledger_without_a_question(
    story: Story, tmp_path: Path
) -> None:
    """A statement that is not in one's history is not shown."""
    keys = ("--identity", tmp_path / "packs", "--ledger", story.book)
    ran = cradle("withdraw", story.entry, "--reason", "correction", *keys)
    assert ran.code == 1
    assert ran.err.startswith("refused: ")
