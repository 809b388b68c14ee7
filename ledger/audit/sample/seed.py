"""The seed of a sample before it is revealed: an auditor's secret nonce, and the receipt of its commitment."""

from ledger.audit.sample.draw import draw_sample
from ledger.audit.sample.population import Member
from ledger.rules.samples import commitment_digest
from ledger.trust.checkpoint import open_checkpoint
from ledger.trust.encoding import encode_base64
from ledger.trust.envelope import statement_id
from ledger.trust.leaves import model_bytes
from ledger.trust.log_key import LogKey
from ledger.trust.merkle import leaf_hash
from ledger.trust.note import parse_note
from ledger.trust.proof import check_inclusion
from ledger.trust.tlog_proof import parse_tlog_proof
from schemas.errors import CradleError
from schemas.signed.commitment import AttestedSample, Commitment, SeedCheckpoint
from schemas.signed.sample import Sample, SecretCommitment
from schemas.signed.statement import Kind


def seed_checkpoint(secret: SecretCommitment, origin: str, key: LogKey) -> SeedCheckpoint:
    """The signed checkpoint whose last leaf is a commitment, from its receipt.

    Args:
        secret: the nonce and the receipt.
        origin: of the log.
        key: of the entries log, as the reader's policy lists it.

    Raises:
        CradleError: `sample.receipt` without a receipt, or with one of another statement or checkpoint;
            `merkle.inclusion`, `tlog_proof.*`, `note.*` or `checkpoint.*`.
    """
    receipt = secret.receipt
    if receipt is None:
        detail = "The file has no receipt, so the commitment is not in the log; run `cradle commit` again."
        raise CradleError("sample.receipt", detail)
    digest = commitment_digest(secret.issuer, secret.nonce, secret.subject)
    commitment = Commitment(
        origin=origin, issuer=secret.issuer, subject=secret.subject, digest=digest
    )
    named = statement_id(Kind.COMMITMENT.payload_type, model_bytes(commitment))
    if not named == secret.commitment == receipt.id == receipt.leaf.id:
        detail = (
            "Nonce, commitment and receipt do not belong together; use the file as it was written."
        )
        raise CradleError("sample.receipt", detail)
    proof = parse_tlog_proof(receipt.proof.encode("utf-8"))
    head = open_checkpoint(proof.checkpoint, key)
    check_inclusion(
        leaf_hash(model_bytes(receipt.leaf)), proof.index, head.size, proof.path, head.root
    )
    first = key.first_at(head.size)
    lines = [row for row in parse_note(proof.checkpoint).signatures if row.is_by(first)]
    if head.size != proof.index + 1 or not lines:
        detail = "The receipt is not under the checkpoint that ends with the commitment; run `cradle commit` again."
        raise CradleError("sample.receipt", detail)
    signature = encode_base64(lines[0].raw)
    return SeedCheckpoint(size=head.size, root=head.root.hex(), signature=signature)


def draw_with(
    secret: SecretCommitment, checkpoint: SeedCheckpoint, calculation: str, population: list[Member]
) -> Sample:
    """The sample of a calculation that a secret nonce draws.

    Raises:
        CradleError: `sample.other` if the commitment is to another calculation.
    """
    if secret.subject != calculation:
        detail = f"The commitment is to {secret.subject}, and the bundle is about {calculation}."
        raise CradleError("sample.other", f"{detail} Use the file of this calculation.")
    return draw_sample(calculation, secret.commitment, secret.nonce, checkpoint, population)


def reveal(sample: Sample, nonce: str) -> AttestedSample:
    """The sample as an attestation states it, with the nonce."""
    return AttestedSample(
        commitment=sample.commitment,
        nonce=nonce,
        checkpoint=sample.checkpoint,
        processes=len(sample.items),
        drawn=sample.drawn,
    )
