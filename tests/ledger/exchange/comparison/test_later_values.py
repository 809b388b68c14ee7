"""The values of later times: read in data and in texts, and compared with the bundle's."""

import pytest

from ledger.exchange.comparison.later_values import (
    LaterValues,
    compare_later,
    read_declaration_page,
    read_study_page,
    read_tree,
)
from ledger.translations.documents import text
from ledger.translations.languages import LANGUAGES, Language

ID = "sha256:" + "ab" * 32
PAGE = "https://ledger.example/1"


@pytest.mark.parametrize("language", LANGUAGES)
def test_they_are_read_in_the_words_of_each_language(language: Language) -> None:
    """A label and its value; a value of another form is not read."""
    texts = [
        text("declaration.page", language),
        PAGE,
        text("declaration.changes", language),
        text("declaration.changes.some", language, count="12"),
        text("declaration.superseded_by", language),
        ID,
    ]
    assert read_declaration_page(texts, language) == LaterValues(12, ID, PAGE)
    assert read_declaration_page(texts[:1] + texts[2:3], language) == LaterValues()
    study = [text("study.corrections", language, replaced="3", since="4")]
    assert read_study_page(study, language, 3) == LaterValues(4)
    assert read_study_page(study, language, 2) == LaterValues()


def test_they_are_read_in_data() -> None:
    """Members of another form are compared as they are."""
    tree = {"changes_since": "12", "superseded_by": ID, "page": PAGE}
    assert read_tree(tree, "declaration") == LaterValues(12, ID, PAGE)
    assert read_tree({"corrections": {"since": "4"}}, "study") == LaterValues(4)
    odd = {"changes_since": "-1", "superseded_by": "x", "page": "http://x"}
    assert read_tree(odd, "declaration") == LaterValues()
    assert read_tree([], "study") == LaterValues()


def test_they_are_compared_with_the_state_of_the_bundle() -> None:
    """Equal ones are the same, others of another time, and an address is in no bundle."""
    found = compare_later(LaterValues(1, None, PAGE), 1, ID)
    assert [(row.place, row.state) for row in found] == [
        ("changes_since", "same"),
        ("superseded_by", "other_time"),
        ("page", "not_in_bundle"),
    ]
    assert list(compare_later(LaterValues(), 1)) == []
