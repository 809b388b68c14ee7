"""Disclosure: the readers of a ledger, their standing towards a statement, and the open sections.

One table says which sections a standing opens; one rule says which issuers' citations a reader
follows. The operator sees all and is no reader here. An inventory and a composition name the
statements they rest on, so a reader who may not read them is not shown these either: a supplier's
suppliers stay unknown.

    engaged     the auditor that the operator has engaged: everything
    sole        the issuer of a calculation that rests on its own statements alone: everything
    issuer      of the statement: everything but exact cells, in which those of others are summed
    recipient   of a delivery: what it opens; and so of the goods of the entry behind it, not of their recipe
    anyone      the envelope, and the profile behind a registration

The statements that a reader is shown at all follow from its subject
(`ledger.bundles.selection`).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from schemas.signed.delivery import Delivery
from schemas.signed.statement import Issued, SectionName, Statement
from schemas.vocabulary import Audience


class Standing(StrEnum):
    """A reader's relation to a statement."""

    ENGAGED = "engaged"
    SOLE = "sole"
    ISSUER = "issuer"
    RECIPIENT = "recipient"
    ANYONE = "anyone"


OPEN: Mapping[Standing, frozenset[SectionName]] = {
    Standing.ENGAGED: frozenset(SectionName),
    Standing.SOLE: frozenset(SectionName),
    Standing.ISSUER: frozenset(SectionName) - {SectionName.EXACT},
    Standing.RECIPIENT: frozenset({SectionName.PRODUCT, SectionName.QUALITY, SectionName.OPENING}),
    Standing.ANYONE: frozenset({SectionName.PROFILE}),
}
"""The sections that a standing opens."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader: an audience, its participant if it is one, and whether the subject rests on that one alone."""

    audience: Audience
    participant: str | None = None
    is_sole: bool = False

    def reads(self, issuer: str) -> bool:
        """True if it reads all that an issuer states, and so sees where its citations lead."""
        return self.audience is Audience.AUDITOR or issuer == self.participant

    @property
    def computes(self) -> bool:
        """True if it is shown recipes, so that rulebook and factor sets are of use to it."""
        return self.audience in {Audience.AUDITOR, Audience.MANUFACTURER, Audience.SUPPLIER}

    def standing(
        self, name: str, statement: Statement, received: Collection[str] = frozenset()
    ) -> Standing:
        """The reader's standing towards a statement.

        Args:
            name: the id of the statement.
            statement: its payload.
            received: the entries whose goods were delivered to the reader.
        """
        if self.audience is Audience.AUDITOR:
            return Standing.ENGAGED
        if isinstance(statement, Issued) and statement.issuer == self.participant:
            return Standing.SOLE if self.is_sole else Standing.ISSUER
        delivered = isinstance(statement, Delivery) and statement.recipient == self.participant
        if delivered or name in received:
            return Standing.RECIPIENT
        return Standing.ANYONE

    def sections(
        self, name: str, statement: Statement, received: Collection[str] = frozenset()
    ) -> frozenset[SectionName]:
        """The sections of a statement that are open to it; arguments as `standing`."""
        return OPEN[self.standing(name, statement, received)]
