"""Markup: whatever text goes in comes out as that text, and makes no element or attribute of its own."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from api.web.markup import Html, joined, tag

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=40)


class Read(HTMLParser):
    """What a reader of a fragment sees."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.text += data


@given(texts, texts)
def test_text_stays_text(content: str, attribute: str) -> None:
    """In an element and in an attribute."""
    read = Read(tag("p", content, title=attribute))
    assert read.tags == [("p", [("title", attribute)])]
    assert read.text == content


def test_elements_and_attributes() -> None:
    """Markup is not escaped again; attributes that are words of Python, true or false."""
    inner = tag("input", id="a", required=True, disabled=False)
    assert inner == '<input id="a" required>'
    label = tag("label", inner, " <b>", for_="a")
    assert label == '<label for="a"><input id="a" required> &lt;b&gt;</label>'
    assert isinstance(joined(label, "&"), Html)
