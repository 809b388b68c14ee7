"""The generated tables of the pages agree with the code, and the rest of a page is not changed."""

import shutil
from pathlib import Path

import pytest

from api.configuration import Configuration
from ledger.choices.kinds import KINDS
from ledger.service.access.permissions import MAY
from schemas.vocabulary import Role
from tools import docs, tree


@pytest.fixture
def top(tmp_path: Path) -> Path:
    """A folder with copies of the pages with tables."""
    for path in docs.PAGES:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(tree.TOP / path, tmp_path / path)
    return tmp_path


def test_the_pages_are_up_to_date() -> None:
    """The committed pages have the tables that the code makes, and the examples of the committed vectors."""
    assert docs.main(["--check"]) == 0


def test_a_changed_table_is_found_and_made_again(
    top: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An edited cell is a difference that names its page; the text around is unchanged."""
    page = top / "docs/access.md"
    before = page.read_text()
    page.write_text(before.replace("| engage auditors | -", "| engage auditors | own"))
    assert docs.main(["--check"], top) == 1
    assert capsys.readouterr().out.startswith("docs/access.md: ")
    assert docs.main([], top) == 0
    assert page.read_text() == before


def test_a_page_without_a_place_is_an_error() -> None:
    """A missing place for a table is reported."""
    with pytest.raises(LookupError, match="settings"):
        docs.with_tables("<!-- settings -->\n", docs.PAGES[Path("docs/configuration.md")])


def test_every_row_is_there() -> None:
    """Each action has a row with a cell for each role; each setting and each kind of choice has a row."""
    rows = docs.permissions().splitlines()[2:]
    assert [row.count("|") for row in rows] == [len(Role) + 2] * len(MAY)
    settings = docs.settings()
    for name, setting in Configuration.model_fields.items():
        row = next(line for line in settings.splitlines() if f"CRADLE_{name.upper()}`" in line)
        assert str(setting.description) in row
    assert [f"`{row.split('`')[1]}`" for row in docs.kinds().splitlines()[2:]] == [
        f"`{name}`" for name in KINDS
    ]
