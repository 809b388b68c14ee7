"""Making a statement: sections sealed under fresh salts, the payload's bytes, signatures.

    sealed = seal(Kind.ENTRY, issuer, {SectionName.INVENTORY: inventory, ...}, fresh)
    entry = Entry(..., sections=EntrySections.model_validate(sealed.digests))
    submission = sign_draft(Draft(entry, sealed.documents), [signer])

This is the submitter's side: it needs no ledger, and the values of `schemas` are the drafts' only
definition. Keys, and the random source behind salts and nonces, come in from the rim.
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
from schemas.kinds import MODELS
from schemas.statement import Kind, Section, SectionName, Statement

Fresh = Callable[[], str]
"""Draws 128 random bits, as 32 hexadecimal digits."""

_KIND_OF = {model: kind for kind, model in MODELS.items()}


@dataclass(frozen=True, slots=True)
class Sealed:
    """Sections as documents, and the digests that a payload names them by."""

    documents: tuple[bytes, ...]
    digests: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement before it is signed; its id does not depend on the signatures.

    Attributes:
        statement: what it says.
        sections: the documents that it names.
        remarks: what its signer should know first, as sentences.
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
        """The bytes that will be signed, but for their type."""
        return model_bytes(self.statement)

    @property
    def id(self) -> str:
        """The id that the statement has and will have."""
        return statement_id(self.kind.payload_type, self.payload)


def derive_fresh(secret: bytes, content: bytes) -> Fresh:
    """Salts that are the same whenever the same content is drafted with the same secret.

    They are HMAC-SHA-256 of the content and a count: to whoever lacks the secret they are random bits, and no two
    contents share one. The content names the log and the issuer beside what is stated, so that nothing links two.
    """
    key = hmac.digest(secret, content, "sha256")
    numbers = count()

    def fresh() -> str:
        return hmac.digest(key, next(numbers).to_bytes(8, "big"), "sha256")[:16].hex()

    return fresh


def seal(
    kind: Kind, issuer: str | None, values: Mapping[SectionName, Model], fresh: Fresh
) -> Sealed:
    """Close sections under a fresh salt each; `issuer` is None for a registration."""
    documents = {
        name.value: model_bytes(
            Section(kind=kind, issuer=issuer, section=name, salt=fresh(), value=value.to_json())
        )
        for name, value in values.items()
    }
    digests = {name: digest(document) for name, document in documents.items()}
    return Sealed(tuple(documents.values()), digests)


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
