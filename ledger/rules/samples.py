"""The rules of an auditor's sample: a commitment, and the seed that an attestation reveals.

The seed has a part that the auditor fixed before it could know the other part, and a part that it cannot choose:

    nonce        drawn by the auditor, hidden by the digest in its commitment, which is in the log first
    signature    of the log, on the checkpoint whose last leaf is the commitment

The auditor cannot predict the signature, and the operator does not know the nonce, so neither chooses the sample. The
size of the checkpoint is that of the commitment's leaf, so there is no choice among checkpoints. An auditor commits
once to a calculation, and an attestation by an auditor that has committed reveals the nonce. Left out: an auditor and
an operator in league, who choose a sample by signing the checkpoint again until it suits them (Ed25519 signatures are
unique only if the signer derives them as RFC 8032 says).
"""

from collections.abc import Collection, Iterable, Iterator
from hashlib import sha256
from typing import NamedTuple

from ledger.footprint.graph.resolution import Change, Problem
from ledger.trust.canonical import canonical
from ledger.trust.checkpoint import Checkpoint, format_checkpoint
from ledger.trust.ed25519 import verify
from ledger.trust.encoding import decode_base64
from ledger.trust.leaves import digest
from ledger.trust.log_key import LogKey
from schemas.signed.attestation import Attestation
from schemas.signed.calculation import Calculation
from schemas.signed.commitment import AttestedSample, Commitment, SeedCheckpoint


class CommittedSample(NamedTuple):
    """A commitment with its id."""

    id: str
    commitment: Commitment


def commitment_digest(issuer: str, nonce: str, subject: str) -> str:
    """The digest by which an issuer commits to a nonce of 64 hexadecimal digits for a subject."""
    return digest(canonical({"issuer": issuer, "nonce": nonce, "subject": subject}))


def sample_seed(commitment: str, nonce: str, checkpoint: SeedCheckpoint) -> bytes:
    """The 32 bytes from which a sample is drawn: SHA-256 of canonical {checkpoint, commitment, nonce}."""
    members = {"checkpoint": checkpoint.to_json(), "commitment": commitment, "nonce": nonce}
    return sha256(canonical(members)).digest()


def commitment_problem(
    name: str, commitment: Commitment, calculation: Calculation
) -> Problem | None:
    """An auditor draws no sample of a figure that it states itself; None if it does not.

    Args:
        name: of the commitment.
        commitment: the statement.
        calculation: its subject.
    """
    if commitment.issuer != calculation.issuer:
        return None
    detail = "an auditor does not draw a sample of its own figure"
    return Problem("commitment.own", name, detail, "issuer")


def superseded_subject_problem(
    name: str, commitment: Commitment, change: Change | None
) -> Problem | None:
    """A commitment is to a calculation that had no successor when the log accepted it; None if it had none.

    Args:
        name: of the commitment.
        commitment: the statement.
        change: of its subject, as of then.
    """
    if change is None:
        return None
    detail = f"{commitment.subject} was {change.kind} by {change.by}; commit to the newest version"
    return Problem("commitment.superseded", name, detail, "subject")


def second_commitment_problem(
    name: str, commitment: Commitment, earlier: Iterable[CommittedSample]
) -> Problem | None:
    """An issuer commits once to a subject, so that it cannot keep the better of two nonces; None if it does.

    Args:
        name: of the commitment.
        commitment: the statement.
        earlier: other commitments, from before it in the log.
    """
    for other in earlier:
        first = other.commitment
        if (first.issuer, first.subject) == (commitment.issuer, commitment.subject):
            detail = f"{other.id} already commits this auditor to a sample of {commitment.subject}"
            return Problem("commitment.duplicate", name, f"{detail}; use that one", "subject")
    return None


def is_same_product(new: Calculation, old: Calculation) -> bool:
    """True if two calculations are of one model and plant, and share a day."""
    same = (new.issuer, new.model, new.site) == (old.issuer, old.model, old.site)
    return same and new.period.overlaps(old.period)


def missing_sample_problem(
    name: str, attestation: Attestation, commitments: Iterable[CommittedSample]
) -> Problem | None:
    """An auditor that has committed to a sample reveals it when it attests; None if it does.

    Args:
        name: of the attestation.
        attestation: the statement.
        commitments: commitments from before it in the log.
    """
    if attestation.sample is not None:
        return None
    about = attestation.issuer, attestation.calculation
    for row in commitments:
        if (row.commitment.issuer, row.commitment.subject) == about:
            detail = f"its auditor committed to a sample by {row.id} and does not reveal it; state `sample`"
            return Problem("sample.missing", name, detail, "sample")
    return None


def sample_problems(
    name: str, attestation: Attestation, sample: AttestedSample, commitment: Commitment
) -> Iterator[Problem]:
    """The sample is drawn by the attestation's own commitment on its calculation, and reveals the nonce of that.

    Args:
        name: of the attestation.
        attestation: the statement.
        sample: its sample.
        commitment: that the sample names.
    """
    about = attestation.issuer, attestation.calculation
    if (commitment.issuer, commitment.subject) != about:
        detail = f"{sample.commitment} is by another auditor, or on another calculation"
        yield Problem("sample.commitment", name, detail, "sample.commitment")
    elif commitment.digest != commitment_digest(
        commitment.issuer, sample.nonce, commitment.subject
    ):
        detail = f"the nonce is not the one that {sample.commitment} commits to; reveal that one"
        yield Problem("sample.nonce", name, detail, "sample.nonce")


def checkpoint_problems(
    name: str, checkpoint: SeedCheckpoint, index: int, root: bytes, key: LogKey | None
) -> Iterator[Problem]:
    """The checkpoint is the one whose last leaf is the commitment, signed by the log.

    Args:
        name: of the attestation.
        checkpoint: that its sample states.
        index: of the commitment in the entries log.
        root: of the tree whose last leaf is the commitment.
        key: of the entries log; None if the reader has none, and no signature is checked.
    """
    if (checkpoint.size, checkpoint.root) != (index + 1, root.hex()):
        detail = f"the seed is taken from size {index + 1} of the log, with root {root.hex()}"
        yield Problem("sample.checkpoint", name, detail, "sample.checkpoint")
        return
    if key is None:
        return
    text = format_checkpoint(Checkpoint(key.name, checkpoint.size, root))
    signature = decode_base64(checkpoint.signature)
    if not verify(key.first_at(checkpoint.size).key, signature, text.encode()):
        detail = "the log has not signed the checkpoint by this signature; copy it from the receipt"
        yield Problem("sample.signature", name, detail, "sample.checkpoint.signature")


def revealed_commitments(attestations: Iterable[Attestation]) -> Collection[str]:
    """The commitments that attestations by their own issuers reveal."""
    return {row.sample.commitment for row in attestations if row.sample is not None}
