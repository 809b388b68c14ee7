"""`cradle quality` on a ledger's folder, for a person and for a program."""

import json
from pathlib import Path
from typing import NamedTuple

import pytest
from support.command import cradle, did
from support.desks import give_keys
from support.ledger_battery import battery_chain
from support.ledger_rated import rated_calculation


class Book(NamedTuple):
    """A ledger's folder, and a calculation in it for each of two rulebooks."""

    folder: Path
    rated: str
    unrated: str


@pytest.fixture(scope="module", name="book")
def a_book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The small battery chain, closed, with the keys of its logs beside it."""
    folder = tmp_path_factory.mktemp("quality") / "ledger"
    with battery_chain(folder) as chain:
        rated = rated_calculation(chain)
        unrated = rated_calculation(chain, "study-full-substitution-1")
    give_keys(folder)
    return Book(folder, rated, unrated)


def test_the_tables_for_a_person(book: Book) -> None:
    """Unknown criteria are dashes; the price is in a table of its own."""
    ran = did("quality", book.rated, "--ledger", book.folder)
    assert "DQR 3.125, fair; by the other formula 2.5" in ran.out
    assert "unrated share 1;" in ran.out
    power = next(line for line in ran.out.splitlines() if "power" in line)
    assert power.split()[-5:] == ["2.00", "2.00", "-", "-", "3.12"]
    assert "What a default in place of a supplier costs" in ran.out
    priced = next(line for line in ran.out.splitlines() if "any-ore" in line)
    assert "98.2 %" in priced
    table = cradle("quality", book.rated, "--ledger", book.folder, "--csv").out
    assert "stage,site,flow,from,kg CO2e/kWh,share,TeR,GeR,TiR,P,DQR\n" in table
    assert "What a default in place of a supplier costs\n" in table


def test_a_study_shows_the_rating(book: Book, tmp_path: Path) -> None:
    """The study's file has the rating, and the output shows it in one line."""
    out = tmp_path / "study.json"
    ran = cradle("study", book.rated, "--out", out, "--ledger", book.folder)
    assert "data quality rating 3.125, unrated share 1" in ran.out
    assert json.loads(out.read_text())["quality"]["dqr"] == "3.125"


def test_a_rulebook_without_a_rule_is_refused(book: Book) -> None:
    """A rulebook without a rule for ratings gives none."""
    ran = cradle("quality", book.unrated, "--ledger", book.folder)
    assert ran.code == 1
    assert ran.err.startswith("refused: quality.no_rule")
