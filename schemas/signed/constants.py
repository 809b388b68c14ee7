"""Constants of a method: each number with its source and the confidence of its reading.

The confidence is `text` (read in the source, or in a verbatim copy of it), `second_hand` (in a summary of it),
`recalled` (from memory of the public text) or `inferred`. A document lists every source that its values name by key.
"""

from collections.abc import Iterable, Iterator
from typing import Literal

from schemas.base import Model, broken
from schemas.values import Code, Quantity, Text

Confidence = Literal["text", "second_hand", "recalled", "inferred"]


class Reference(Model):
    """A source, which the values of a file name by its key."""

    key: Code
    text: Text


class Constant(Model):
    """A number of a method, with its source and the confidence of its reading."""

    value: Quantity
    source: Code
    confidence: Confidence


def require_references(document: Model, references: Iterable[Reference], code: str) -> None:
    """Require a reference for every source that the values of a document name."""
    missing = set(_sources(document)) - {row.key for row in references}
    if missing:
        named = ", ".join(sorted(missing))
        raise broken(code, f"no reference for {named}; add it to the references")


def _sources(value: object) -> Iterator[str]:
    """The source keys that the values name, at any depth, except in parts that have references of their own."""
    if isinstance(value, Model):
        for name in type(value).model_fields:
            item = getattr(value, name)
            if name == "source":
                yield item
            elif not hasattr(item, "references"):
                yield from _sources(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from _sources(item)
