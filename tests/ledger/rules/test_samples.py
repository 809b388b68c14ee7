"""The rules of samples on their own: digest, seed, and each rule's one finding."""

from hashlib import sha256

import pytest

from ledger.footprint.graph.resolution import Change
from ledger.rules.samples import (
    CommittedSample,
    commitment_digest,
    missing_sample_problem,
    revealed_commitments,
    sample_seed,
    second_commitment_problem,
    superseded_subject_problem,
)
from schemas.signed.attestation import Attestation, Depth
from schemas.signed.commitment import AttestedSample, Commitment, SeedCheckpoint

AUDITOR, OTHER, CALCULATION, NEXT, NAME = (f"sha256:{digit * 64}" for digit in "12345")
NONCE = "ab" * 32
CHECKPOINT = SeedCheckpoint(size=3, root="cd" * 32, signature="A" * 86 + "==")
SAMPLE = AttestedSample(
    commitment=NAME, nonce=NONCE, checkpoint=CHECKPOINT, processes=1, drawn=OTHER
)


def commitment(issuer: str = AUDITOR, subject: str = CALCULATION) -> Commitment:
    """A commitment of an auditor."""
    digest = commitment_digest(issuer, NONCE, subject)
    return Commitment(origin="l.example/x", issuer=issuer, subject=subject, digest=digest)


def attestation(sample: AttestedSample | None) -> Attestation:
    """An attestation of the calculation by the auditor."""
    return Attestation(
        origin="l.example/x",
        issuer=AUDITOR,
        calculation=CALCULATION,
        bundle=NAME,
        policy=NAME,
        findings=NAME,
        scope="all",
        level="limited",
        materiality="5",
        depth=Depth(default="sampled"),
        outcome="verified",
        sample=sample,
        nonce="0" * 32,
    )


def test_the_digest_is_of_canonical_issuer_nonce_and_subject() -> None:
    """As the format says, computed here without this code."""
    text = f'{{"issuer":"{AUDITOR}","nonce":"{NONCE}","subject":"{CALCULATION}"}}'
    expected = f"sha256:{sha256(text.encode()).hexdigest()}"
    assert commitment_digest(AUDITOR, NONCE, CALCULATION) == expected


def test_the_seed_is_of_canonical_checkpoint_commitment_and_nonce() -> None:
    """As the format says, computed here without this code."""
    head = f'{{"root":"{"cd" * 32}","signature":"{"A" * 86}==","size":3}}'
    text = f'{{"checkpoint":{head},"commitment":"{NAME}","nonce":"{NONCE}"}}'
    assert sample_seed(NAME, NONCE, CHECKPOINT) == sha256(text.encode()).digest()


@pytest.mark.parametrize(
    ("issuer", "subject", "refused"),
    [(AUDITOR, CALCULATION, True), (OTHER, CALCULATION, False), (AUDITOR, NEXT, False)],
)
def test_an_auditor_commits_once_to_a_calculation(
    issuer: str, subject: str, *, refused: bool
) -> None:
    """Other auditors and other calculations are free."""
    earlier = [CommittedSample(NAME, commitment(issuer, subject))]
    found = second_commitment_problem(NEXT, commitment(), earlier)
    assert (found is not None) == refused


@pytest.mark.parametrize(
    ("issuer", "subject", "refused"),
    [(AUDITOR, CALCULATION, True), (OTHER, CALCULATION, False), (AUDITOR, NEXT, False)],
)
def test_a_committed_auditor_states_its_sample(issuer: str, subject: str, *, refused: bool) -> None:
    """Only the commitment of the same auditor to the same calculation asks for it."""
    known = [CommittedSample(NAME, commitment(issuer, subject))]
    assert (missing_sample_problem(NEXT, attestation(None), known) is not None) == refused
    assert missing_sample_problem(NEXT, attestation(SAMPLE), known) is None


def test_a_replaced_calculation_is_not_sampled() -> None:
    """The change names its successor."""
    assert superseded_subject_problem(NAME, commitment(), None) is None
    found = superseded_subject_problem(NAME, commitment(), Change("superseded", NEXT))
    assert found is not None
    assert NEXT in found.detail


def test_attestations_reveal_the_commitments_that_they_name() -> None:
    """One without a sample reveals none."""
    assert revealed_commitments([attestation(None), attestation(SAMPLE)]) == {NAME}
