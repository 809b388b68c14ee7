"""`cradle portfolio` on a ledger's folder, for a person and for a program."""

import json
from pathlib import Path
from typing import NamedTuple

import pytest
from support.command import cradle, did
from support.desks import give_keys
from support.ledger_batches import calculated
from support.ledger_battery import battery_chain


class Book(NamedTuple):
    """A ledger's folder, its calculation, the entry of its mine, and another entry."""

    folder: Path
    calculation: str
    mined: str
    treated: str


@pytest.fixture(scope="module", name="book")
def a_book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The small battery chain, closed, with the keys of its logs beside it."""
    folder = tmp_path_factory.mktemp("portfolio") / "ledger"
    with battery_chain(folder) as chain:
        book = Book(folder, calculated(chain), chain.mined, chain.treated)
    give_keys(folder)
    return book


def test_a_person_sees_the_signed_figure_beside_the_score(book: Book) -> None:
    """Model, site, both figures, and that a score is no declared figure."""
    ran = did("portfolio", "--ledger", book.folder)
    assert "urn:test:model:1" in ran.out
    assert " none" in ran.out
    assert "they are not declared figures" in ran.out


def test_a_program_gets_scores_suppositions_and_spreads(book: Book) -> None:
    """Decimal strings; the supposed score is lower, and the median of the samples is near the score."""
    options = ("--own", f"{book.mined}=0.5", "--sigma", "0.1", "--samples", "400")
    ran = cradle("portfolio", *options, "--ledger", book.folder, "--json")
    told = json.loads(ran.out)
    (row,) = told["rows"]
    assert row["calculation"] == book.calculation
    assert float(row["supposed"][0]) < float(row["score"])
    assert float(row["spread"]["median"]) == pytest.approx(float(row["score"]), rel=0.05)
    assert (told["samples"], told["failed"]) == (400, 0)


def test_suppositions_take_the_first_digits_of_ids(book: Book) -> None:
    """Entries and issuers are completed as in every command, and the supposed score is the same."""
    whole = (book.mined, book.treated)
    supposed = []
    for mined, treated in (whole, tuple(one.removeprefix("sha256:")[:12] for one in whole)):
        options = ("--own", f"{mined}=0.5", "--take", f"{mined}#main={treated}#main")
        ran = cradle("portfolio", *options, "--ledger", book.folder, "--json")
        supposed.append(json.loads(ran.out)["rows"][0]["supposed"])
    assert supposed[0] == supposed[1]
    unknown = cradle("portfolio", "--own", "aaaaaa=0.5", "--ledger", book.folder)
    assert unknown.err.startswith("refused: statement.unknown at --own")


def test_a_person_sees_the_parts_of_a_score(book: Book) -> None:
    """By country and firm in per cent, largest first."""
    ran = cradle("portfolio", "--by", "country", "--ledger", book.folder)
    assert "Parts by country" in ran.out
    assert "SE 100.0 %" in ran.out
    ran = cradle("portfolio", "--by", "firm", "--ledger", book.folder)
    shown = " ".join(ran.out.split())
    assert shown.index("Mine Ltd") < shown.index("Plant Ltd")


def test_a_person_supposes_averages(book: Book) -> None:
    """Each product here has one lot a year, so nothing changes."""
    ran = cradle("portfolio", "--average", "--ledger", book.folder, "--json")
    (row,) = json.loads(ran.out)["rows"]
    assert row["supposed"] == [row["score"]]


def test_a_person_sees_suppositions_and_spreads(book: Book) -> None:
    """One column each, and the number of samples."""
    swap = f"{book.mined}#main={book.treated}#main"
    options = ("--take", swap, "--sigma", "0.1", "--samples", "50")
    ran = cradle("portfolio", *options, "--ledger", book.folder)
    assert "supposed" in ran.out
    assert "50 samples, 0 failed" in ran.out


def test_scenarios_of_a_file_are_each_supposed_alone(book: Book, tmp_path: Path) -> None:
    """A program gets a score in each, in their order; a person gets a line for each."""
    change = [{"id": book.mined, "factor": "0.5"}]
    rows = [{"name": "nothing changes"}, {"name": "half of the mine", "own": change}]
    file = tmp_path / "scenarios.json"
    file.write_text(json.dumps({"scenarios": rows}))
    asked = ("portfolio", "--scenarios", file, "--ledger", book.folder)
    told = json.loads(cradle(*asked, "--json").out)
    (row,) = told["rows"]
    assert told["scenarios"] == ["nothing changes", "half of the mine"]
    assert row["supposed"][0] == row["score"] != row["supposed"][1]
    shown = cradle(*asked).out
    assert "nothing changes" in shown
    assert "half of the mine" in shown


def test_scenarios_of_one_name_are_refused(book: Book, tmp_path: Path) -> None:
    """Their scores could not be told apart."""
    file = tmp_path / "scenarios.json"
    file.write_text(json.dumps({"scenarios": [{"name": "a"}, {"name": "a"}]}))
    ran = cradle("portfolio", "--scenarios", file, "--ledger", book.folder)
    assert ran.code != 0
    assert "portfolio.repeated" in ran.err


def test_a_picture_is_written(book: Book, tmp_path: Path) -> None:
    """Ring, dot and band of the calculation; a file that exists is kept."""
    file = tmp_path / "portfolio.svg"
    asked = ("portfolio", "--sigma", "0.1", "--samples", "40", "--plot", file)
    assert cradle(*asked, "--ledger", book.folder).code == 0
    drawn = file.read_text()
    assert drawn.startswith("<svg")
    assert "urn:test:model:1" in drawn
    assert drawn.count("fill-opacity") == 1
    again = cradle(*asked, "--ledger", book.folder)
    assert "file.exists" in again.err


def test_what_changed_since_a_state_is_shown(book: Book) -> None:
    """Nothing did."""
    ran = did("portfolio", "--since", "5", "--ledger", book.folder)
    assert "scores that were others at 5" in ran.out


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--own", "half"), "portfolio.change"),
        (("--own", f"sha256:{'0' * 64}=much"), "quantity.negative"),
        (("--own", "me=0.5"), "digest.grammar"),
        (("--take", "a=b"), "portfolio.change"),
        (("--own", f"sha256:{'0' * 64}=0.5"), "portfolio.unknown"),
        (("--samples", "5"), "portfolio.sigma"),
        (("--since", "1000"), "portfolio.since"),
        (("--scenarios", "missing.json"), "file.unreadable"),
        (("--workers", "2", "--scheduler", "tcp://127.0.0.1:1"), "workers.option"),
    ],
)
def test_a_wrong_supposition_is_refused(book: Book, options: tuple[str, ...], code: str) -> None:
    """With its code, and without a table."""
    ran = cradle("portfolio", *options, "--ledger", book.folder, "--json")
    assert ran.code != 0
    assert code in ran.out + ran.err


def test_the_package_that_is_missing_is_named(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """The default install has no numba."""
    monkeypatch.setitem(__import__("sys").modules, "ledger.service.portfolio.report", None)
    ran = cradle("portfolio", "--ledger", book.folder)
    assert ran.code != 0
    assert "run pip install 'cradle-ledger[portfolio]'" in ran.out + ran.err


def test_the_engine_that_is_missing_is_named(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """The default install has no distributed engine."""
    monkeypatch.setitem(__import__("sys").modules, "ledger.workers.cluster", None)
    ran = cradle("portfolio", "--workers", "2", "--ledger", book.folder)
    assert ran.code != 0
    assert "run pip install 'cradle-ledger[distributed]'" in ran.out + ran.err
