"""Commitments, and the samples that attestations reveal: whether the seed could have been chosen.

A commitment is to a live calculation of another participant. An auditor that has drawn a sample of a calculation
attests or refuses it, and reveals that sample, before it commits to another calculation of the same product and days:
otherwise a manufacturer could state a figure again until its auditor draws an easy sample.
"""

from collections.abc import Iterator

from ledger.admission.common import require_role
from ledger.footprint.graph.resolution import Change
from ledger.rules.samples import (
    CommittedSample,
    checkpoint_problems,
    commitment_problem,
    is_same_product,
    missing_sample_problem,
    revealed_commitments,
    sample_problems,
    second_commitment_problem,
    superseded_subject_problem,
)
from ledger.state.admission import Admitted
from ledger.state.problems import refuse_first
from ledger.state.view import View
from ledger.store.log import edge_of, key_of
from ledger.store.statements import ids_about
from schemas.errors import CradleError
from schemas.signed.attestation import Attestation
from schemas.signed.calculation import Calculation
from schemas.signed.commitment import Commitment
from schemas.signed.statement import Kind


def check_commitment(view: View, admitted: Admitted, commitment: Commitment) -> None:
    """Refuse a commitment by an issuer that is no auditor, to no live calculation, or by which it could draw again.

    Raises:
        CradleError: `issuer.*` or `commitment.*`.
    """
    require_role(view, admitted)
    calculation = view.statement(commitment.subject, Calculation)
    if calculation is None:
        detail = "There is no calculation with this id."
        raise CradleError("commitment.subject", detail, "subject")
    refuse_first([commitment_problem(admitted.id, commitment, calculation)], admitted.id)
    earlier = list(_commitments_of(view, commitment.issuer))
    refuse_first([second_commitment_problem(admitted.id, commitment, earlier)], admitted.id)
    change = view.facts.changes.one(commitment.subject)
    subject_change = None if change is None else Change(change.kind, change.by)
    refuse_first([superseded_subject_problem(admitted.id, commitment, subject_change)], admitted.id)
    for row in earlier:
        old = view.statement(row.commitment.subject, Calculation)
        drawn = old is not None and is_same_product(calculation, old)
        if drawn and row.id not in _revealed(view, row.commitment):
            detail = (
                f"{row.id} commits this auditor to a sample of {row.commitment.subject}, a calculation of the same"
                " product and days; attest or refuse that one first, with its sample."
            )
            raise CradleError("commitment.unrevealed", detail, "subject")


def check_attested_sample(view: View, admitted: Admitted, attestation: Attestation) -> None:
    """Refuse an attestation that hides the sample of its auditor, or that states one drawn from another seed.

    Raises:
        CradleError: `sample.*`.
    """
    commitments = _commitments_of(view, attestation.issuer)
    refuse_first([missing_sample_problem(admitted.id, attestation, commitments)], admitted.id)
    sample = attestation.sample
    if sample is None:
        return
    commitment = view.statement(sample.commitment, Commitment)
    if commitment is None:
        detail = "There is no commitment with this id."
        raise CradleError("sample.commitment", detail, "sample.commitment")
    refuse_first(sample_problems(admitted.id, attestation, sample, commitment), admitted.id)
    (stored,) = view.stored([sample.commitment])
    root = edge_of(view.connection, "entries", stored.index + 1).root()
    key = key_of(view.connection, "entries")
    problems = checkpoint_problems(admitted.id, sample.checkpoint, stored.index, root, key)
    refuse_first(problems, admitted.id)


def _commitments_of(view: View, issuer: str) -> Iterator[CommittedSample]:
    """The commitments of an issuer, in the order of the log."""
    for name in view.issued(issuer, Kind.COMMITMENT):
        commitment = view.statement(name, Commitment)
        if commitment is not None:
            yield CommittedSample(name, commitment)


def _revealed(view: View, commitment: Commitment) -> frozenset[str]:
    """The commitments that the issuer's attestations of the same calculation reveal."""
    names = ids_about(view.connection, Kind.ATTESTATION.value, [commitment.subject])
    attestations = (view.statement(name, Attestation) for name in names)
    own = [row for row in attestations if row is not None and row.issuer == commitment.issuer]
    return frozenset(revealed_commitments(own))
