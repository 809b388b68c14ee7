"""The lines of Markdown and PDF, each with its place."""

from ledger.documents.page import Cell, Columns, Heading, Page, Table
from ledger.exchange.comparison.line_items import (
    PdfContent,
    headings_of,
    markdown_items,
    pdf_items,
)


def test_a_line_of_markdown_has_its_heading() -> None:
    """Empty lines are none."""
    assert [(row.text, row.place) for row in markdown_items("a\n\n## Data\n\n- b  1\n")] == [
        ("a", "top of the page"),
        ("## Data", "Data"),
        ("- b 1", "Data"),
    ]


def test_a_line_of_a_pdf_has_its_page_and_heading() -> None:
    """A heading holds on the next page too."""
    content = PdfContent(pages=[["Data", "x  1", ""], ["y"]], looks=[])
    assert [row.place for row in pdf_items(content, {"Data"})] == [
        "page 1, Data",
        "page 1, Data",
        "page 2, Data",
    ]


def test_headings_and_captions_of_a_page() -> None:
    """Also those in columns."""
    table = Table("Sources  here", ("a",), ((Cell("1"),),))
    blocks = (Columns((Heading("Left"),), (table,)), Heading("Last"))
    page = Page("t", "s", None, "a", "2026-01-01", "en", (), blocks, "f")
    assert headings_of(page) == {"Left", "Sources here", "Last"}
