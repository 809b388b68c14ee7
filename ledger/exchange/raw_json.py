"""The members of a JSON document as the bytes they stand as: what others signed must survive byte for byte.

Parsing and writing again would lose the spelling of numbers, the order of keys and the space between them. So a member
is found by the ends of the values before it, and cut out. The document is one that `parse_document` has taken.
"""

import json
import re
from collections.abc import Iterator

_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()


def members_of(text: str) -> dict[str, str]:
    """The members of an object, each value as its text."""
    found, at = {}, _skip(text, 0) + 1
    while text[at := _skip(text, at)] != "}":
        name, at = _DECODER.raw_decode(text, at)
        at = _skip(text, _skip(text, at) + 1)
        value, at = _cut(text, at)
        found[name] = value
        at = _next(text, at, "}")
    return found


def items_of(text: str) -> Iterator[str]:
    """The items of an array, each as its text."""
    at = _skip(text, 0) + 1
    while text[at := _skip(text, at)] != "]":
        value, at = _cut(text, at)
        yield value
        at = _next(text, at, "]")


def _cut(text: str, at: int) -> tuple[str, int]:
    _, end = _DECODER.raw_decode(text, at)
    return text[at:end], end


def _next(text: str, at: int, close: str) -> int:
    """The place of the next value, or of the end."""
    at = _skip(text, at)
    return at if text[at] == close else at + 1


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return at if found is None else found.end()
