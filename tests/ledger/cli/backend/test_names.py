"""Names for ids: resolved before anything is signed, shown beside the id, refused if several have the name."""

import json
from pathlib import Path

import pytest
from support.command import Ran, cradle
from support.ledger_cli import EXAMPLES, ledger, register

from ledger.cli.backend.config import OWN_FILE


class Story:
    """A maker of cells with an entry, and two registrations of its customer."""

    def __init__(self, folder: Path) -> None:
        """The second registration of a firm states the identifier of the first."""
        self.folder, self.book = folder, ledger(folder)
        self.cells = register(folder, self.book, "cells", "supplier")
        self.packs = register(folder, self.book, "packs", "manufacturer")
        draft = json.loads((EXAMPLES / "cell-entry.json").read_text())
        self.good = draft["inventory"]["outputs"][0]
        self.entry = self.did("submit", EXAMPLES / "cell-entry.json", "--quiet")

    def run(self, *arguments: object) -> Ran:
        """The command of the maker of cells."""
        return cradle(*arguments, "--identity", self.folder / "cells", "--ledger", self.book)

    def did(self, *arguments: object) -> str:
        """The output of a command that must succeed."""
        ran = self.run(*arguments)
        assert ran.code == 0, ran.err
        return ran.out.strip()

    def deliver(self, to: str, entry: str, number: str = "D-1") -> Ran:
        """A delivery of 10 kg."""
        sold = ("--number", number, "--amount", "10")
        return self.run("deliver", "--entry", entry, "--to", to, *sold, "--json")

    def recipient(self, ran: Ran) -> str:
        """The recipient that a delivery signed."""
        assert ran.code == 0, ran.err
        statement = json.loads(ran.out)["id"]
        shown = json.loads(cradle("log", "show", statement, "--ledger", self.book).out)
        return str(shown["payload"]["recipient"])


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """A ledger that these tests share."""
    return Story(tmp_path_factory.mktemp("names"))


def test_a_name_is_signed_as_its_id_and_shown_with_country_and_registrar(story: Story) -> None:
    """Customer and entry by name; the preview has what tells the firm from another."""
    ran = story.deliver("PACKS", story.good["name"])
    assert story.recipient(ran) == story.packs
    shown = f"Packs, FI, {story.packs}, registered by Example Ledger AG"
    assert shown in " ".join(ran.err.split())


def test_a_name_of_ones_own_and_first_digits(
    story: Story, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Both are completed, and the product's id names the entry too."""
    own = tmp_path / "config.toml"
    own.write_text(f'[names]\n"the customer" = "{story.packs}"\ncells-2025 = "{story.entry}"\n')
    monkeypatch.setenv(OWN_FILE, str(own))
    assert story.recipient(story.deliver("the customer", "cells-2025", "D-2")) == story.packs
    ran = story.deliver(story.packs[7:19], story.good["product"], "D-3")
    assert story.recipient(ran) == story.packs
    assert cradle("log", "prove", "cells-2025", "--ledger", story.book).code == 0


def test_a_name_that_nobody_has_is_refused_with_those_that_contain_it(story: Story) -> None:
    """Nothing is guessed."""
    ran = story.deliver("Pack", story.entry)
    assert (ran.code, "name.unknown" in ran.out) == (1, True)
    assert f"Packs, FI, {story.packs}" in ran.out
    assert "name.unknown" in story.deliver(story.packs, "no such goods").out


def test_a_name_of_several_is_refused_with_the_candidates(tmp_path: Path) -> None:
    """A firm that registered twice has one name and two ids."""
    story = Story(tmp_path)
    keys = tmp_path / "again"
    assert cradle("keys", "new", keys).code == 0
    firm = ("--name", "Packs", "--country", "FI", "--role", "auditor", "--identifier", "vat:FI1")
    ran = cradle("register", "--identity", keys, "--ledger", story.book, *firm, "--quiet")
    assert ran.code == 0, ran.err
    refused = story.deliver("Packs", story.entry)
    error = json.loads(refused.out)["error"]
    assert (refused.code, error["code"], error["place"]) == (1, "name.ambiguous", "--to")
    assert story.packs in error["detail"]
    assert ran.out.strip() in error["detail"]
    assert "registered by Example Ledger AG" in error["detail"]


def test_names_stand_beside_ids_in_lists(story: Story) -> None:
    """The log's list and the list of participants."""
    listed = cradle("log", "list", "--ledger", story.book).out
    assert [line.split()[-1] for line in listed.splitlines() if story.entry in line] == ["Cells"]
    assert [line.split()[-1] for line in listed.splitlines() if story.packs in line] == ["Packs"]
    firms = cradle("participants", "--name", "pack", "--ledger", story.book).out
    assert [story.packs in firms, story.cells in firms] == [True, False]
    none = cradle("participants", "--name", "nobody", "--ledger", story.book)
    assert none.out == "No registered participant has this in its name.\n"


def test_a_request_names_its_firms_and_is_found_by_first_digits(story: Story) -> None:
    """The addressee by name; the request's own id by six digits."""
    days = ("--start", "2025-01-01", "--end", "2026-01-01", "--due", "2099-12-31")
    wanted = ("--product", "urn:test:cells", *days, "--reference", "R-1")
    keys = ("--identity", story.folder / "packs", "--ledger", story.book)
    asked = cradle("request", "ask", "--to", "cells", *wanted, *keys, "--json")
    assert asked.code == 0, asked.err
    answer = json.loads(asked.out)
    assert answer["participant"] == story.cells
    shown = cradle("request", "show", answer["id"][:6], *keys)
    assert shown.code == 0, shown.err
    assert f"Cells, {story.cells}" in shown.out
    listed = cradle("request", "list", *keys).out.splitlines()[-1].split()
    assert listed[-2:] == ["Packs", "Cells"]
