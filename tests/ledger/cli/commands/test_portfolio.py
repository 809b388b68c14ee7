"""`cradle portfolio` on a ledger's folder, for a person and for a program."""

import json
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pytest
from support.command import cradle
from support.ledger_batches import calculated
from support.ledger_battery import battery_chain

from ledger.cli.backend.folder import ENTRIES_KEY, KEYS, REGISTRY_KEY
from ledger.cli.keys.private_keys import write_private_key


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
    (folder / KEYS).mkdir()
    for name, key in (("entries log", ENTRIES_KEY), ("registry log", REGISTRY_KEY)):
        write_private_key(folder / KEYS / key, sha256(name.encode()).digest())
    return book


def test_a_person_sees_the_signed_figure_beside_the_score(book: Book) -> None:
    """Model, site, both figures, and that a score is no declared figure."""
    ran = cradle("portfolio", "--ledger", book.folder)
    assert ran.code == 0
    assert "urn:test:model:1" in ran.out
    assert "0.0 %" in ran.out
    assert "they are not declared figures" in ran.out


def test_a_program_gets_scores_suppositions_and_spreads(book: Book) -> None:
    """Decimal strings; the supposed score is lower, and the median of the samples is near the score."""
    options = ("--own", f"{book.mined}=0.5", "--sigma", "0.1", "--samples", "400")
    ran = cradle("portfolio", *options, "--ledger", book.folder, "--json")
    told = json.loads(ran.out)
    (row,) = told["rows"]
    assert row["calculation"] == book.calculation
    assert float(row["supposed"]) < float(row["score"])
    assert float(row["spread"]["median"]) == pytest.approx(float(row["score"]), rel=0.05)
    assert (told["samples"], told["failed"]) == (400, 0)


def test_a_person_sees_suppositions_and_spreads(book: Book) -> None:
    """One column each, and the number of samples."""
    swap = f"{book.mined}#main={book.treated}#main"
    options = ("--take", swap, "--sigma", "0.1", "--samples", "50")
    ran = cradle("portfolio", *options, "--ledger", book.folder)
    assert "supposed" in ran.out
    assert "50 samples, 0 failed" in ran.out


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--own", "half"), "portfolio.change"),
        (("--own", "sha256:a=much"), "quantity.positive"),
        (("--take", "a=b"), "portfolio.change"),
        (("--own", f"sha256:{'0' * 64}=0.5"), "portfolio.unknown"),
        (("--samples", "5"), "portfolio.sigma"),
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
    assert "install cradle-ledger[portfolio]" in ran.out + ran.err
