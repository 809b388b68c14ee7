"""Part of step 10, rules: commitments in the bundle, and the seeds of the samples that attestations reveal.

The root of the tree whose last leaf is a commitment follows from the proof of the leaves. The list that was drawn is
compared in step 17, which needs the figure. A bundle cannot show that a commitment was left out of it; a commitment to
a sample of a declared calculation that no attestation reveals is a remark.
"""

from collections.abc import Iterator

from ledger.audit.bundle.citations import require_statement
from ledger.audit.bundle.files import PROOF
from ledger.audit.bundle.model import Bundle
from ledger.audit.context import AuditContext
from ledger.audit.findings import Findings, StepNumber
from ledger.audit.policy import log_key
from ledger.audit.subject.subject import Subject
from ledger.footprint.graph.resolution import Problem
from ledger.rules.samples import (
    CommittedSample,
    checkpoint_problems,
    commitment_problem,
    missing_sample_problem,
    revealed_commitments,
    sample_problems,
    second_commitment_problem,
    superseded_subject_problem,
)
from ledger.trust.multiproof import root_after
from schemas.signed.attestation import Attestation
from schemas.signed.calculation import Calculation
from schemas.signed.commitment import AttestedSample, Commitment

STEP = StepNumber.RULES


def check_samples(context: AuditContext, findings: Findings) -> None:
    """Check every commitment in the bundle, and the seed of every sample that an attestation states."""
    commitments = _commitments(context.bundle)
    for at, row in enumerate(commitments):
        findings.checked(STEP)
        subject = row.commitment.subject
        calculation = require_statement(context.bundle, subject, Calculation, STEP, findings)
        for problem in _commitment_problems(context, row, calculation, commitments[:at]):
            findings.contradict(STEP, problem)
    for signed, said in context.bundle.of(Attestation):
        if said.calculation is None:
            continue
        place = context.bundle.place(signed.id)
        before = [row for row in commitments if context.bundle.place(row.id) < place]
        missing = missing_sample_problem(signed.id, said, before)
        if missing is not None:
            findings.contradict(STEP, missing)
        if said.sample is not None:
            _check_sample(context, signed.id, said, said.sample, findings)
    _remark_unrevealed(context, commitments, findings)


def _commitments(bundle: Bundle) -> list[CommittedSample]:
    """The commitments in the bundle, in the order of the log as far as it is known."""
    commitments = [
        CommittedSample(signed.id, commitment) for signed, commitment in bundle.of(Commitment)
    ]
    return sorted(commitments, key=lambda row: (bundle.place(row.id), row.id))


def _commitment_problems(
    context: AuditContext,
    row: CommittedSample,
    calculation: Calculation | None,
    earlier: list[CommittedSample],
) -> Iterator[Problem]:
    """The rules that a commitment breaks, as far as the bundle has its calculation."""
    second = second_commitment_problem(row.id, row.commitment, earlier)
    if second is not None:
        yield second
    own = None if calculation is None else commitment_problem(row.id, row.commitment, calculation)
    if own is not None:
        yield own
    leaf = context.leaves.get(row.id)
    if leaf is not None and context.registry is not None:
        changes = context.registry.changes_at(leaf.registry.size)
        change = changes.get(row.commitment.subject)
        late = superseded_subject_problem(row.id, row.commitment, change)
        if late is not None:
            yield late


def _check_sample(
    context: AuditContext,
    name: str,
    said: Attestation,
    sample: AttestedSample,
    findings: Findings,
) -> None:
    """Check a sample against its commitment, and its checkpoint against the log."""
    bundle = context.bundle
    commitment = require_statement(bundle, sample.commitment, Commitment, STEP, findings)
    if commitment is None:
        return
    findings.checked(STEP)
    for problem in sample_problems(name, said, sample, commitment):
        findings.contradict(STEP, problem)
    leaf = context.leaves.get(sample.commitment)
    if leaf is None or context.logs.entries is None or bundle.excerpt is None:
        cause = sample.commitment if findings.has(sample.commitment) else PROOF
        findings.not_checked(STEP, cause, "the seed of the sample")
        return
    key = log_key(context.policy, "entries")
    if key is None:
        findings.not_checked(STEP, "policy logs", "the signature of the sample's seed")
    root = root_after(bundle.excerpt.proof, leaf.at)
    for problem in checkpoint_problems(name, sample.checkpoint, leaf.at, root, key):
        findings.contradict(STEP, problem)


def _remark_unrevealed(
    context: AuditContext, commitments: list[CommittedSample], findings: Findings
) -> None:
    """Remark on auditors that drew a sample of a declared calculation and have not stated what they found."""
    subject = context.subject
    if not isinstance(subject, Subject) or subject.declaration is None:
        return
    revealed = revealed_commitments(said for _, said in context.bundle.of(Attestation))
    for row in commitments:
        if row.commitment.subject == subject.calculation_id and row.id not in revealed:
            detail = (
                f"{row.commitment.issuer} committed to a sample, and no attestation here reveals it"
            )
            findings.remark(STEP, Problem("commitment.unrevealed", row.id, detail))
