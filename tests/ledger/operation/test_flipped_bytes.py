"""One flipped byte in a row or an index of a ledger's database: the monitor finds it, anywhere (many: bench_flips)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.flips import build, choose, is_index, is_ledger_row, kinds_of, missed
from support.sqlite_pages import Run

from ledger.operation.monitor import monitor_folder
from ledger.store.place import DATABASE

COUNT = 20


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed ledger, whose database has pages of every kind."""
    made = tmp_path_factory.mktemp("flips") / "ledger"
    build(made)
    return made


def runs(folder: Path, *, of_indexes: bool) -> Iterator[list[Run]]:
    """The cells of the ledger's tables or of all indexes, by kind of page."""
    for (owner, _, _), found in kinds_of(folder / DATABASE, "cell", "overflow").items():
        if is_index(owner) if of_indexes else is_ledger_row(owner):
            yield found


@pytest.mark.parametrize("of_indexes", [False, True], ids=["rows", "indexes"])
def test_every_flipped_byte_is_found(folder: Path, *, of_indexes: bool) -> None:
    """Twenty of twenty, on leaf, interior and overflow pages, and the file is whole again afterwards."""
    flips = list(choose(list(runs(folder, of_indexes=of_indexes)), COUNT, seed=2027))
    pages = {flip.run.page for flip in flips}
    left, outcomes = missed(folder, flips)
    assert left == [], [str(flip) for flip in left]
    assert "store.failed" not in outcomes, "damage is called damage"
    assert pages >= {"leaf", "interior"}
    assert monitor_folder(folder, "2026-01-01").verdict == "consistent"


def test_the_database_has_pages_of_every_kind(folder: Path) -> None:
    """Rows that need overflow pages, and tables and indexes with interior pages, so nothing is left out by chance."""
    kinds = kinds_of(folder / DATABASE, "cell", "overflow")
    pages = {(is_index(owner), page) for owner, page, _ in kinds}
    assert pages == {
        (False, "leaf"),
        (False, "interior"),
        (False, "overflow"),
        (True, "leaf"),
        (True, "interior"),
    }
