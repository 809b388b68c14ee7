"""The page on formats of exchange describes every written member."""

from pathlib import Path

from support.exchanging import PUBLISHED, exchange

from ledger.exchange.pact.footprint import footprint_of
from ledger.exchange.parts import GATE
from schemas.exchanged.pact.extension import DATA_SCHEMA
from schemas.vocabulary import Group

PAGE = (Path(__file__).parents[2] / "docs" / "exchange.md").read_text(encoding="utf-8")


def test_every_member_of_a_footprint_stands_on_the_page(tmp_path: Path) -> None:
    """The page has every member except the version and the containers that it opens."""
    with exchange(tmp_path / "ledger") as it:
        written = footprint_of(it.contents(), PUBLISHED).to_json()
    names = {*written, *written["pcf"]} - {"specVersion", "pcf", "comment", "extensions"}
    assert [name for name in sorted(names) if f"`{name}`" not in PAGE] == []


def test_groups_stages_and_the_extension_stand_on_the_page() -> None:
    """The page has the words of the groups and stages, and the id of the extension's schema."""
    words = {*Group, *GATE}
    assert [word for word in words if word.value.replace("_", " ") not in PAGE] == []
    assert f"`{DATA_SCHEMA}`" in PAGE
