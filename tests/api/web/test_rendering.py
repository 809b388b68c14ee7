"""Pages from templates: every value is shown as text, and a missing value is an error."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from api.web.frame import PUBLIC
from api.web.rendering import digit_groups, environment, render
from ledger.translations.languages import Language
from schemas.errors import CradleError

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=40)


class Page(HTMLParser):
    """The elements of a page with their attributes, and the text of each paragraph."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.paragraphs: list[str] = []
        self.inside = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.append((tag, dict(attrs)))
        if tag == "p":
            self.paragraphs.append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        """Note the end of a paragraph."""
        self.inside = self.inside and tag != "p"

    def handle_data(self, data: str) -> None:
        """Note text."""
        if self.inside:
            self.paragraphs[-1] += data


VALUES = {
    "title": "No form",
    "say": lambda key, **_: key,
    "frame": PUBLIC,
    "languages": [],
    "style": "/style",
    "script": str,
    "problems": (),
    "about": None,
}
"""What the frame of a page needs."""


def refusal(detail: str, style: str = "/style") -> Page:
    """The page of a refusal."""
    error = CradleError("a.b", detail)
    return Page(render("refusal.html", **{**VALUES, "style": style, "error": error}))


@given(texts, texts)
def test_text_stays_text(content: str, attribute: str) -> None:
    """In an element and in an attribute; the elements are those of the template."""
    page = refusal(content, attribute)
    assert [tag for tag, _ in page.tags] == [tag for tag, _ in refusal("x").tags]
    assert ("link", {"rel": "stylesheet", "href": attribute}) in page.tags
    assert page.paragraphs == [content, "a.b"]


@pytest.mark.parametrize("left_out", ["title", "style", "error"])
def test_a_missing_value_is_an_error(left_out: str) -> None:
    """A page without one of its values is not rendered."""
    values = {**VALUES, "error": CradleError("a.b", "No.")}
    del values[left_out]
    with pytest.raises(UndefinedError, match=left_out):
        render("refusal.html", **values)


@pytest.mark.parametrize(
    ("text", "groups", "rest"),
    [
        ("1234567.125 kg", ["1", "234", "567"], ".125 kg"),
        ("12,5", ["12"], ",5"),
        ("\u22121000", ["\u22121", "000"], ""),
        ("until 2026", [], "until 2026"),
    ],
)
def test_digits_are_parted_before_the_decimal_mark(text: str, groups: list[str], rest: str) -> None:
    """A sign stays at the first group; a text that is not a number stays whole."""
    assert digit_groups(text) == (groups, rest)


@pytest.mark.parametrize(
    ("written", "english", "german"),
    [
        ('"12.3456789" | figure', "12.35", "12,35"),
        ('"1234.56789" | figure(3)', "1235", "1235"),
        ('"0.5" | percent', "50.0\u00a0%", "50,0\u00a0%"),
        ('"0.125" | per_cent', "0.12\u00a0%", "0,12\u00a0%"),
        ('"2.50" | quantity("kg")', "2.50\u00a0kg", "2,50\u00a0kg"),
        ("0 | minute", "1970-01-01 00:00 UTC", "1970-01-01 00:00 UTC"),
        ("none | figure", "", ""),
    ],
)
def test_a_filter_writes_a_value_in_the_language_of_the_page(
    written: str, english: str, german: str
) -> None:
    """A value of None is written as nothing."""
    template = f"{{{{ {written} }}}}"
    assert environment("en").from_string(template).render() == english
    assert environment("de").from_string(template).render() == german


@pytest.mark.parametrize(("language", "words"), [("en", "piece"), ("de", "Stück"), ("zh", "件")])
def test_the_unit_of_a_figure_is_in_the_language_of_the_page(
    language: Language, words: str
) -> None:
    """On the pages of a case, and on that of a checked file, which takes it from there."""
    source = '{% from "auditor/parts.html" import unit_of %}{{ unit_of("piece") }}'
    assert environment(language).from_string(source).render().endswith(words)
