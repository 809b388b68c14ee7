"""Constants of a method: each number with where it was read, and how sure that reading is.

`text` (read in the source, or in a verbatim copy of it), `second_hand` (in a summary of it), `recalled` (from memory of
the public text), `inferred`. A document lists the sources that its values name, so that none is a bare key.
"""

from collections.abc import Iterable, Iterator
from typing import Literal

from schemas.base import Model, broken
from schemas.values import Code, Quantity, Text

Confidence = Literal["text", "second_hand", "recalled", "inferred"]


class Reference(Model):
    """A source that the values of a file name by its key."""

    key: Code
    text: Text


class Constant(Model):
    """A number of a method, with where it was read and how sure that reading is."""

    value: Quantity
    source: Code
    confidence: Confidence


def require_references(document: Model, references: Iterable[Reference], code: str) -> None:
    """Requires that every source which the values of a document name is among its references."""
    missing = set(_sources(document)) - {row.key for row in references}
    if missing:
        raise broken(code, f"no reference for {', '.join(sorted(missing))}")


def _sources(value: object) -> Iterator[str]:
    """The keys that the values name, at any depth; a part with references of its own answers for itself."""
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
