"""The common parts of all statements: kinds, payload types, header and sections.

A statement is the payload of a DSSE envelope. Its header names the log's origin, so that it cannot be replayed into
another log, and its issuer by the id of its registration (absent only in a registration itself). Confidential parts
travel beside the envelope as sections: the payload holds only each section's digest, SHA-256 of the canonical JSON of
`Section`. Its fresh 128-bit salt prevents guessing of small numbers.
"""

from enum import StrEnum
from typing import Any

from schemas.base import Model
from schemas.values import Origin, Salt, StatementId
from schemas.vocabulary import Reason


class Kind(StrEnum):
    """The kinds of signed statements."""

    PARTICIPANT = "participant"
    KEY = "key"
    ENTRY = "entry"
    DELIVERY = "delivery"
    WITHDRAWAL = "withdrawal"
    CALCULATION = "calculation"
    ATTESTATION = "attestation"
    DECLARATION = "declaration"
    SITE_BALANCE = "site_balance"
    COMMITMENT = "commitment"
    OBJECTION = "objection"
    ANSWER = "answer"
    ADMISSION = "admission"

    @property
    def payload_type(self) -> str:
        """The media type that the signature binds to the payload (DSSE v1)."""
        return f"application/vnd.cradle.{self.value}.v1+json"


class SectionName(StrEnum):
    """The names of sections; `schemas.signed.kinds` lists the sections of each kind."""

    PROFILE = "profile"
    INVENTORY = "inventory"
    PRODUCT = "product"
    QUALITY = "quality"
    COMPOSITION = "composition"
    EXACT = "exact"
    BALANCE = "balance"
    OPENING = "opening"
    SETTLED = "settled"


class Statement(Model):
    """The header of every statement."""

    origin: Origin


class Issued(Statement):
    """The header of every statement but a registration, with its issuer."""

    issuer: StatementId


class Superseding(Model):
    """The statement that this one replaces, and the reason."""

    id: StatementId
    reason: Reason


class Section(Model):
    """A part of a statement that travels beside it; the payload names its digest.

    `issuer` is absent for a registration, because its id depends on the digests of its sections.
    """

    kind: Kind
    issuer: StatementId | None = None
    section: SectionName
    salt: Salt
    value: dict[str, Any]
