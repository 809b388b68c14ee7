"""Drafts of statements: sections sealed under fresh salts, the payload's bytes, signatures.

    sealed = seal(Kind.ENTRY, issuer, {SectionName.INVENTORY: inventory, ...}, fresh)
    entry = Entry(..., sections=EntrySections.model_validate(sealed.digests))
    submission = sign_draft(Draft(entry, sealed.documents), [signer])

This is the submitter's side: it needs no ledger, and the values of `schemas` are the drafts' only
definition. The caller supplies the keys, and the random source of salts and nonces.
"""

import hmac
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import count

from ledger.trust.envelope import Envelope, format_envelope, sign, statement_id
from ledger.trust.keys import Signer
from ledger.trust.leaves import digest, model_bytes
from ledger.trust.submission import Submission
from schemas.base import Model
from schemas.errors import CradleError
from schemas.signed.delivery import Delivery, DeliverySections
from schemas.signed.kinds import MODELS
from schemas.signed.opening import Opening
from schemas.signed.statement import Kind, Section, SectionName, Statement

SaltSource = Callable[[], str]
"""A source of 128 random bits, as 32 hexadecimal digits."""

_KIND_OF = {model: kind for kind, model in MODELS.items()}


@dataclass(frozen=True, slots=True)
class SealedSections:
    """Sections as documents, and the digests that a payload names them by."""

    documents: tuple[bytes, ...]
    digests: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement before it is signed; its id does not depend on the signatures.

    Attributes:
        statement: its payload.
        sections: the documents that it names.
        remarks: sentences that its signer should read first.
    """

    statement: Statement
    sections: tuple[bytes, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def kind(self) -> Kind:
        """The kind of the statement."""
        return _KIND_OF[type(self.statement)]

    @property
    def payload(self) -> bytes:
        """The bytes that will be signed, without their type."""
        return model_bytes(self.statement)

    @property
    def id(self) -> str:
        """The statement's id, before and after signing."""
        return statement_id(self.kind.payload_type, self.payload)


def derive_fresh(secret: bytes, content: bytes) -> SaltSource:
    """Salts that are the same whenever the same content is drafted with the same secret.

    They are HMAC-SHA-256 of the content and a count: without the secret they are random bits, and
    no two contents share one. The content names the log and the issuer beside the statement, so
    that no two can be linked.
    """
    key = hmac.digest(secret, content, "sha256")
    numbers = count()

    def fresh() -> str:
        return hmac.digest(key, next(numbers).to_bytes(8, "big"), "sha256")[:16].hex()

    return fresh


def seal(
    kind: Kind, issuer: str | None, values: Mapping[SectionName, Model], fresh: SaltSource
) -> SealedSections:
    """Seal each section under a fresh salt; `issuer` is None for a registration."""
    documents = {
        name.value: model_bytes(
            Section(kind=kind, issuer=issuer, section=name, salt=fresh(), value=value.to_json())
        )
        for name, value in values.items()
    }
    digests = {name: digest(document) for name, document in documents.items()}
    return SealedSections(tuple(documents.values()), digests)


def draft_delivery(delivery: Delivery, opening: Opening | None, fresh: SaltSource) -> Draft:
    """The draft of a delivery with what it opens, if it opens anything."""
    if opening is None:
        return Draft(delivery)
    sealed = seal(Kind.DELIVERY, delivery.issuer, {SectionName.OPENING: opening}, fresh)
    sections = DeliverySections.model_validate(sealed.digests)
    return Draft(delivery.model_copy(update={"sections": sections}), sealed.documents)


def sign_draft(draft: Draft, signers: Iterable[Signer]) -> Submission:
    """The submission of a draft, signed by each signer."""
    envelope = sign(draft.kind.payload_type, draft.payload, signers)
    return Submission(format_envelope(envelope), draft.sections)


def countersign(submission: Submission, signer: Signer) -> Submission:
    """The submission with one more signature, as a registrar adds its own.

    Raises:
        CradleError: as `parse_envelope`, or `signature.repeated`.
    """
    envelope = submission.parsed_envelope
    added = sign(envelope.payload_type, envelope.payload, [signer]).signatures
    if set(added) <= set(envelope.signatures):
        raise CradleError("signature.repeated", "This key has signed already.", "signatures")
    signatures = tuple(sorted((*envelope.signatures, *added)))
    signed = Envelope(envelope.payload_type, envelope.payload, signatures)
    return Submission(format_envelope(signed), submission.sections)
