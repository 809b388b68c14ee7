"""The comparison of a document with the bundle that a verification is about, value by value.

`same`: the document has what the bundle gives. `rounded`: the number equals the bundle's at the document's digits.
`differs`: the document has something else, or something that the bundle's document does not have. `not_found`: the
bundle gives a value that the document lacks. `not_in_bundle`: a value of the document that no bundle has.
`other_time`: a value that changes after a document is written. `unattributed`: a part of the file, such as its markup
or its look, that cannot be read as a value.
"""

from typing import Literal

from schemas.base import Model
from schemas.values import Digest

ValueState = Literal[
    "same", "rounded", "differs", "not_found", "not_in_bundle", "other_time", "unattributed"
]
DocumentKind = Literal[
    "declaration", "study", "passport", "pact-3", "catena-x-pcf-9", "battery-component-1"
]
DocumentFormat = Literal["json", "html", "pdf", "md"]


class ComparedValue(Model):
    """One value: its place in the document, what the document has there, and what the bundle gives.

    `document` or `bundle` is absent if there is nothing on that side. `digits` is the number of significant digits of
    a rounded number.
    """

    place: str
    state: ValueState
    document: str | None = None
    bundle: str | None = None
    digits: int | None = None


class StateCount(Model):
    """The number of values in a state."""

    state: ValueState
    count: int


class Unread(Model):
    """The reason why a document was not compared: the code of a refusal and its sentence."""

    code: str
    detail: str


class ComparedDocument(Model):
    """A document beside a bundle, and what became of each of its values.

    `kind`, `format` and `language` are absent if they were not recognised. `other_subject` is the calculation or
    delivery that the document is about, if it is not the bundle's; then nothing else is compared. `counts` counts all
    values; `values` lists at most 5,000, those that differ first.
    """

    file: str
    digest: Digest
    kind: DocumentKind | None = None
    format: DocumentFormat | None = None
    language: str | None = None
    unread: Unread | None = None
    other_subject: str | None = None
    counts: tuple[StateCount, ...] = ()
    values: tuple[ComparedValue, ...] = ()
