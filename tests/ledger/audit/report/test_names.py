"""Statements in a report: ids are short and named."""

from ledger.audit.report.names import describe, short_id, shorten, shorten_all
from ledger.documents.page import Cell, Items, Page, Table
from schemas.views.report import StatementName

ID = "sha256:" + "ab" * 32


def test_an_id_is_short_and_named() -> None:
    """With and without its prefix; one without a name has its digits only."""
    assert shorten(f"{ID}: seen", {ID: "S1, Mine Ltd"}) == "abababababab (S1, Mine Ltd): seen"
    assert shorten(f"key {'ab' * 32}", {}) == "key abababababab"


def test_a_file_is_a_pattern_that_finds_it() -> None:
    """The short name of a file in the bundle can be given to a shell or to unzip."""
    assert shorten(f"sections/{'ab' * 32}.json", {}) == "sections/abababababab*.json"


def test_longer_hexadecimal_text_is_no_id() -> None:
    """A text of 65 digits stays as it is."""
    assert shorten("a" * 65, {}) == "a" * 65


def test_each_text_of_a_page_is_shortened() -> None:
    """In a cell, an item, a title; what is not a text stays."""
    cells = (Cell(ID, "number"), Cell("5", level=1))
    page = Page(ID, blocks=(Items((ID, (ID, "x"))), Table(ID, (ID, "b"), (cells,))))
    found = shorten_all(page, {ID: "S1"})
    name = "abababababab (S1)"
    assert found.title == name
    assert found.blocks == (
        Items((name, (name, "x"))),
        Table(name, (name, "b"), ((Cell(name, "number"), cells[1]),)),
    )


def test_names_by_kind() -> None:
    """An entry by its site, a delivery by its number, a registration by its firm, others by their kind."""
    parts = {"id": ID, "firm": "Mine Ltd"}
    assert describe(StatementName(**parts, kind="entry", site="S1")) == "S1, Mine Ltd"
    assert describe(StatementName(**parts, kind="delivery", number="7")) == "delivery 7, Mine Ltd"
    assert describe(StatementName(**parts, kind="participant")) == "Mine Ltd"
    assert describe(StatementName(**parts, kind="calculation")) == "calculation, Mine Ltd"


def test_only_ids_are_shortened() -> None:
    """A file or the policy keeps its name."""
    assert (short_id(ID), short_id("policy")) == ("ab" * 6, "policy")
