"""What all statements share: kinds, payload types, header, sections.

A statement is the payload of a DSSE envelope. Its header names the log's origin, so that it cannot be replayed into
another log, and its issuer (the registration it signs under; absent only in a registration itself). Confidential parts
travel beside the envelope as sections: the payload holds only each section's digest, SHA-256 of the canonical JSON of
`Section`, whose fresh 128-bit salt keeps small numbers from being guessed.
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

    @property
    def payload_type(self) -> str:
        """The media type that the signature binds to the payload (DSSE v1)."""
        return f"application/vnd.cradle.{self.value}.v1+json"


class SectionName(StrEnum):
    """The sections there are; `schemas.kinds` says which kind carries which."""

    PROFILE = "profile"
    INVENTORY = "inventory"
    PRODUCT = "product"
    QUALITY = "quality"
    COMPOSITION = "composition"
    BALANCE = "balance"


class Statement(Model):
    """The header of every statement."""

    origin: Origin


class Issued(Statement):
    """The header of every statement but a registration: who states it."""

    issuer: StatementId


class Superseding(Model):
    """The statement that this one replaces, and why."""

    id: StatementId
    reason: Reason


class Section(Model):
    """A part of a statement that travels beside it; its digest is what the payload names.

    `issuer` is absent for a registration, whose id does not exist before its sections do.
    """

    kind: Kind
    issuer: StatementId | None = None
    section: SectionName
    salt: Salt
    value: dict[str, Any]
