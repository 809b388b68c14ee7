"""The glossary explains each term once, in order, with its German and Chinese names."""

import re

from tools import tree

PAGE = tree.TOP / "docs" / "glossary.md"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
NAMES = ("ISO 14067", "PACT", "Catena-X")
"""Proper names, which stay as they are in Chinese."""
LONGEST = 2


def tables() -> list[list[list[str]]]:
    """The cells of each table of the page."""
    text = PAGE.read_text(encoding="utf-8")
    found = re.findall(r"^\|---\|---\|---\|---\|\n((?:\|.*\n)+)", text, re.MULTILINE)
    return [[line.strip("| \n").split(" | ") for line in table.splitlines()] for table in found]


def test_every_term_has_two_names_and_a_meaning() -> None:
    """Four cells, the third in Chinese but for proper names; a meaning has one sentence or two."""
    field, project = tables()
    for row in (*field, *project):
        term, german, chinese, meaning = row
        assert german, term
        assert CHINESE.search(chinese) or chinese in NAMES, term
        assert meaning.endswith("."), term
        assert len(re.findall(r"\.(?= [A-Z]|$)", meaning)) <= LONGEST, term


def test_terms_are_in_order_and_stand_once() -> None:
    """In each table, and no term in both."""
    field, project = tables()
    terms = [[row[0].casefold() for row in table] for table in (field, project)]
    assert terms == [sorted(set(table)) for table in terms]
    assert not set(terms[0]) & set(terms[1])
