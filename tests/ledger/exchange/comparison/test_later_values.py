"""The values of another time: read in data and in texts, and compared with the bundle's."""

import json

import pytest
from support.declared_document import DOCUMENT, ID

from ledger.exchange.comparison.later_values import LaterValues, compare_later, read_page, read_tree
from ledger.footprint.external.document import load_json
from ledger.translations.documents import text
from ledger.translations.languages import LANGUAGES, Language

PAGE = "https://ledger.example/1"
STANDING = DOCUMENT.standing


@pytest.mark.parametrize("language", LANGUAGES)
def test_they_are_read_in_the_words_of_each_language(language: Language) -> None:
    """A label and its value; a value of another form is not read."""
    words = text("standing.as_of.value", language, registry="35", entries="61")
    texts = [text("declaration.page", language), PAGE, f"- {words}; and more"]
    assert read_page(texts, language) == LaterValues(61, PAGE)
    assert read_page(texts[:1], language) == LaterValues()


def test_they_are_read_in_data() -> None:
    """Numbers are texts in what was read; members of another form are compared as they are."""
    tree = load_json(json.dumps({"standing": STANDING.to_json(), "page": PAGE}).encode())
    assert read_tree(tree) == LaterValues(61, PAGE, STANDING)
    assert read_tree({"standing": {"as_of": {"entries": "x"}}, "page": "http://x"}) == LaterValues()
    assert read_tree({"standing": "declared", "page": ID}) == LaterValues()
    assert read_tree([]) == LaterValues()


def test_they_are_compared_with_the_state_of_the_bundle() -> None:
    """One of the same time needs no word, one of another time is named, and an address is in no bundle."""
    assert list(compare_later(LaterValues(61), STANDING)) == []
    assert list(compare_later(LaterValues(), STANDING)) == []
    earlier = STANDING.model_copy(
        update={"changed": None, "as_of": STANDING.as_of.model_copy(update={"entries": 40})}
    )
    rows = list(compare_later(LaterValues(40, PAGE, earlier), STANDING))
    assert [(row.place, row.state) for row in rows] == [
        ("standing", "other_time"),
        ("page", "not_in_bundle"),
    ]
    assert (rows[0].document, rows[0].bundle) == (
        "declared as of log entry 40",
        "changed as of log entry 61",
    )
