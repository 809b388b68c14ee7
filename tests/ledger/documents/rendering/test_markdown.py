"""Markdown: whatever a text holds, a parser reads it back as that text and finds the page's own structure."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from ledger.documents.page import (
    Block,
    Cell,
    Fact,
    Facts,
    Heading,
    Headline,
    Items,
    Page,
    Paragraph,
    Table,
)
from ledger.documents.rendering.markdown import render_markdown

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
SIGNS = "\\`*_[]<>|#&~$!()-+=.:1) \t\n\u00a0\u4e2da/"
HOSTILE = st.text(st.sampled_from(SIGNS), max_size=12) | st.sampled_from(
    ["---", "===", "1. ", "1) ", "- ", "# ", "> ", "```", "&lt;", "![x](y)", "<b>", "| - |", "    "]
)
EMPTY = Page("Title", "Sub", None, "Author", "2025-12-31", "en", (), (), "Foot")


def blocks_of(text: str) -> tuple[Block, ...]:
    """Every sort of block with a text in each place."""
    kinds = [Cell(text), Cell(text, "number"), Cell(text, "code"), Cell(text, "link")]
    cells = (*kinds, Cell(text, "strong"))
    return (
        Heading(text),
        Paragraph(text),
        Headline(text, text, text),
        Facts((Fact(text, cells, text),)),
        Table(text, (text,) * len(cells), (cells,)),
        Items((text, text)),
    )


def read(text: str) -> tuple[list[str], list[str], set[str]]:
    """The structure that a parser finds on a page of a text, the texts, and the sorts of inline content."""
    page = replace(EMPTY, title=text, subtitle=text, mark=text, blocks=blocks_of(text), footer=text)
    found = READER.parse(render_markdown(page))
    return (
        [one.type + one.tag for one in found],
        [*texts(found)],
        {one.type for one in inner(found)},
    )


def inner(tokens: list[Token]) -> Iterator[Token]:
    """The inline content of a page."""
    for one in tokens:
        yield from one.children or ()


def texts(tokens: list[Token]) -> Iterator[str]:
    """The text of each block of a page."""
    for one in tokens:
        if one.type == "inline":
            yield "".join(child.content for child in one.children or ())


@given(HOSTILE, HOSTILE)
@example("", "")
@example("1", ". ")
def test_a_text_is_read_back_and_changes_nothing_around_it(before: str, after: str) -> None:
    """In headings, paragraphs, facts, tables, captions and lists; white space counts as one space."""
    text = f"{before}a{after}"
    structure, found, sorts = read(text)
    plain_structure, plain, _ = read("word")
    assert structure == plain_structure
    shown = re.sub(r"[ \t\n]+", " ", text).strip()
    assert [one.replace("word", shown) for one in plain] == found
    assert sorts <= {"text", "strong_open", "strong_close", "code_inline"}


@pytest.mark.parametrize("address", ["https://example.com/a?b=1&c=%20", "http://127.0.0.1/x_y_*z*"])
def test_an_address_is_a_link_to_itself(address: str) -> None:
    """As it is written, in a table too."""
    page = replace(EMPTY, blocks=(Table("", ("Page",), ((Cell(address, "link"),),)),))
    links = [one for one in inner(READER.parse(render_markdown(page))) if one.type == "link_open"]
    assert [one.attrs["href"] for one in links] == [address]


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "https://a b", "https://a>b", "https://a|b"],
)
def test_what_is_no_plain_address_is_no_link(address: str) -> None:
    """It stays text, in a table and elsewhere."""
    rows = (Fact("Page", (Cell(address, "link"),)),)
    page = replace(EMPTY, blocks=(Facts(rows), Table("", ("P",), ((Cell(address, "link"),),))))
    found = READER.parse(render_markdown(page))
    assert "link_open" not in {one.type for one in inner(found)}
    assert f"Page: {address}" in [*texts(found)]
    assert address in [*texts(found)]


def test_addresses_in_prose_are_no_links_where_readers_make_them() -> None:
    """GitHub's Markdown makes a link of a bare address; an escape in it keeps it text."""
    text = render_markdown(replace(EMPTY, blocks=(Paragraph("https://a.example WWW.a.example"),)))
    assert r"https\://a.example WWW\.a.example" in text
