"""The texts and the markup of an HTML file, in order, read in linear time.

The reader knows no more of HTML than its own documents have: tags, attributes and text. A file that a browser reads in
another way, with a comment or a script, differs in its tokens from the document that the bundle gives, and that is
reported. Attributes that people see or follow are texts; of the others the tag is one piece of markup.
"""

import re
from collections.abc import Iterator
from html import unescape

from ledger.exchange.comparison.items import TOP, Item

_TOKEN = re.compile(r"<[^<>]*>|[^<]+|<")
_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
_ATTRIBUTE = re.compile(r"""([^\s=/>"']+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+))?""")
_SHOWN = frozenset({"alt", "aria-label", "content", "href", "lang", "title"})
_HEADINGS = frozenset({"h1", "h2", "h3"})
_LABELS = frozenset({"dt", "caption", "th"})
_RAW = frozenset({"script", "style"})


class _Place:
    """Where a text stands: under the last heading, after the last label."""

    def __init__(self) -> None:
        self.heading = self.label = self.tag = ""
        self.is_first = False

    def open(self, tag: str, token: str) -> None:
        """Follow a tag."""
        self.tag = "" if token.startswith("</") else tag
        self.is_first = self.is_first or (tag == "tr" and not token.startswith("</"))

    def follow(self, text: str) -> str:
        """Name the place of a text, and remember it if it is a heading or a label."""
        if self.tag in _HEADINGS:
            self.heading, self.label = text, ""
        elif self.tag in _LABELS:
            self.label = text
        elif self.tag == "td" and self.is_first:
            self.label, self.is_first = text, False
        return self.name

    @property
    def name(self) -> str:
        """The last heading and the last label."""
        return ": ".join(filter(None, (self.heading, self.label))) or TOP


def html_items(text: str) -> Iterator[Item]:
    """The items of an HTML file."""
    place = _Place()
    for token in _TOKEN.findall(text):
        if token.startswith("<"):
            yield from _tag(token, place)
            continue
        shown = " ".join(unescape(token).split())
        if shown:
            yield Item(shown, place.follow(shown), is_text=place.tag not in _RAW)


def _tag(token: str, place: _Place) -> Iterator[Item]:
    """The tag as markup, then each attribute that people see as a text."""
    named = _NAME.match(token)
    if named is None:
        yield Item(" ".join(token.split()).lower(), place.name, is_text=False)
        return
    name = named[1].lower()
    place.open(name, token)
    rest: list[str] = []
    shown: list[str] = []
    for key, value in _ATTRIBUTE.findall(token[named.end() :].removesuffix(">")):
        plain = " ".join(unescape(value.strip("\"'")).split())
        if key.lower() in _SHOWN:
            shown.append(plain)
        rest.append(key.lower() if key.lower() in _SHOWN else f'{key.lower()}="{plain}"')
    start = "</" if token.startswith("</") else "<"
    yield Item(f"{start}{' '.join([name, *sorted(rest)])}>", place.name, is_text=False)
    yield from (Item(row, f"{place.name}, attribute of {name}") for row in shown if row)
