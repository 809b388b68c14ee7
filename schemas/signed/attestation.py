"""`attestation`: an auditor's statement on a calculation, or on a delivery with the figure that a supplier states.

It says how deep the auditor looked, with which assurance, and until when it holds. Which choices hold as stated is in
its section (`schemas.signed.settled`); the rules of level and validity are `ledger.rules.attestation`.
"""

from typing import Annotated, Literal

from pydantic import model_validator

from schemas.base import Grammar, Model, broken, require_sorted
from schemas.signed.cbam_good import VerifiedQuantity
from schemas.signed.commitment import AttestedSample
from schemas.signed.settled import AttestationSections
from schemas.signed.statement import Issued
from schemas.values import Amount, Date, Digest, Nonce, Period, StatementId, Text

Level = Literal["agreed_upon_procedures", "limited", "reasonable"]
"""The level of an attestation: no assurance, or one of the two of ISO 14064-3."""


class Depth(Model):
    """The depth of the audit: a default, and the statements that were examined differently."""

    default: Literal["recomputed", "sampled", "site_visit", "documents"]
    exceptions: tuple["DepthException", ...] = ()


class DepthException(Model):
    """A statement examined differently from the rest; `attested` rests on another auditor's attestation."""

    statement: StatementId
    depth: Literal["recomputed", "sampled", "site_visit", "documents", "attested"]


class Attestation(Issued):
    """An auditor's statement on either a calculation or a delivery with its figure.

    `bundle`, `policy` and `findings` are digests of files that the auditor keeps; only a holder of those files can
    check them. `materiality` is in per cent of the total. `sample` reveals the seed of the auditor's sample, and what
    was drawn; only an attestation of a calculation has one. `date` is the day of the statement, `valid_until` its last
    day; `standard` is the one under which it was made, `independence` the auditor's statement on its independence, and
    `notified_body` the body's number in NANDO. `quantities` of the carbon border are verified for goods made in
    `period` by a verifier with that `accreditation`; without them the attestation is of the carbon footprint. Its
    section `settled` lists the choices that hold as stated; without it none does, however deep the auditor looked.
    """

    calculation: StatementId | None = None
    delivery: StatementId | None = None
    bundle: Digest
    policy: Digest
    findings: Digest
    scope: Text
    level: Level
    materiality: Amount
    depth: Depth
    outcome: Literal["verified", "verified_with_remarks", "refused"]
    sample: AttestedSample | None = None
    standard: Text | None = None
    independence: Text | None = None
    notified_body: (
        Annotated[
            str,
            Grammar(
                r"^[0-9]{4}$", "attestation.notified_body", "the four digits of a notified body"
            ),
        ]
        | None
    ) = None
    date: Date | None = None
    valid_until: Date | None = None
    quantities: tuple[VerifiedQuantity, ...] | None = None
    period: Period | None = None
    accreditation: Text | None = None
    sections: AttestationSections | None = None
    nonce: Nonce

    @model_validator(mode="after")
    def _verifies_goods(self) -> "Attestation":
        if self.quantities is None:
            return self
        require_sorted(self.quantities, "attestation.quantities", "quantities")
        particulars = self.delivery, self.period, self.accreditation
        if not self.quantities or None in particulars:
            detail = (
                "quantities are of a delivery, for a period, by an accredited verifier; state delivery,"
                " period and accreditation, or leave them out"
            )
            raise broken("attestation.quantities", detail)
        return self

    @model_validator(mode="after")
    def _valid_from_a_day(self) -> "Attestation":
        if self.valid_until is not None and (self.date or "9") > self.valid_until:
            detail = (
                "valid_until is before the date, or there is no date; state both, the date first"
            )
            raise broken("attestation.date", detail)
        return self

    @model_validator(mode="after")
    def _one_of_two(self) -> "Attestation":
        if (self.calculation is None) == (self.delivery is None):
            detail = "an attestation names both a calculation and a delivery, or neither; name one"
            raise broken("attestation.subject", detail)
        if self.sample is not None and self.calculation is None:
            detail = "a sample is drawn from a calculation; leave it out for a delivery"
            raise broken("attestation.sample", detail)
        return self

    @property
    def subject(self) -> StatementId:
        """The id of the attested calculation or delivery."""
        return self.calculation or self.delivery or ""

    @property
    def rests_on(self) -> tuple[StatementId, ...]:
        """The ids of the deliveries whose figures other auditors have attested."""
        return tuple(row.statement for row in self.depth.exceptions if row.depth == "attested")
