"""A choice that an auditor settles: which one, how deep it looked, at which documents, and what explains a mass.

A choice is named by its kind, the statement that makes it, and its coordinate there, as a report lists them. Only what
is named settles anything (docs/choices.md): a depth says how statements were examined, and not which words hold. A
shortfall of mass is explained by substances and their kg, since a document that is read may still leave some open.

The list is a section of the attestation, for the auditor and the operator: its ids name entries behind a figure, and
its kilograms follow from their production.
"""

from typing import Annotated, Literal, NamedTuple

from pydantic import Field, field_validator

from schemas.base import Grammar, Model, require_sorted
from schemas.values import Amount, Code, Digest, StatementId, Text

Coordinate = Annotated[
    str,
    Grammar(
        r"^\S(.{0,198}\S)?$",
        "coordinate.grammar",
        "the place of a choice in its statement, as a report lists it",
    ),
]


class ChoiceId(NamedTuple):
    """A choice: its kind, the statement that makes it, and its coordinate there; empty for the whole statement."""

    kind: str
    statement: str
    coordinate: str = ""

    def __str__(self) -> str:
        """The id as text: the three parts between slashes, and two where there is no coordinate."""
        return "/".join(filter(None, self))


class Explanation(Model):
    """A substance that explains mass which no row states, in kg over the period of the entry."""

    substance: Text
    kg: Amount


class SettledChoice(Model):
    """A choice that an auditor settles, by digests of the documents that it saw.

    `explained` is of a shortfall of mass alone, which it must reach.
    """

    choice: Code
    statement: StatementId
    coordinate: Coordinate | None = None
    depth: Literal["site_visit", "documents"]
    evidence: tuple[Digest, ...] = Field(min_length=1, max_length=32)
    explained: tuple[Explanation, ...] | None = Field(default=None, min_length=1, max_length=32)

    @property
    def id(self) -> ChoiceId:
        """The id of the choice."""
        return ChoiceId(self.choice, self.statement, self.coordinate or "")


class Settled(Model):
    """Section `settled` of an attestation: the choices that hold as stated."""

    choices: tuple[SettledChoice, ...] = Field(min_length=1, max_length=4096)

    @field_validator("choices")
    @classmethod
    def _in_order(cls, choices: tuple[SettledChoice, ...]) -> tuple[SettledChoice, ...]:
        require_sorted((row.id for row in choices), "settled.order", "choices")
        return choices


class AttestationSections(Model):
    """The digest of the list of settled choices."""

    settled: Digest
