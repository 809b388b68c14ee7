"""Part of step 14, supplier figures: an auditor's attestation of the figure that a supplier states to a customer.

A reader who may not see a supplier's inventory cannot recompute its figure. An auditor that the reader's policy lists
can recompute it and attest the delivery. An attestation counts if

    the policy lists its auditor, who is not the supplier itself
    it is in the log, signed by a key that could sign there and is not disputed
    it is of the version that the subject rests on, and of a figure by the subject's method
    it is the last one by this auditor on this delivery, and its outcome is not `refused`

An attestation by an auditor that the policy does not list is a remark: any auditor may attest any delivery, so it
must not change a verdict. A refusal by a listed auditor contradicts the supplier. An attested figure is reported as
attested, not as recomputed. A bundle cannot show that an attestation was left out of it.
"""

from collections.abc import Iterator, Mapping

from ledger.audit.bundle.citations import require_statement
from ledger.audit.bundle.model import Bundle
from ledger.audit.context import AuditContext, CountedAttestations, DeliveryAttestation
from ledger.audit.findings import Findings, StepNumber
from ledger.audit.subject.subject import Graph
from ledger.footprint.graph.resolution import Problem
from ledger.rules.attestation import level_problem, validity_problem
from ledger.rules.documents import attestation_problem
from schemas.signed.attestation import Attestation
from schemas.signed.delivery import Delivery
from schemas.signed.policy import Policy

STEP = StepNumber.SUPPLIER_FIGURES

_BROKEN = ("attestation.own", "attestation.validity", "attestation.level")
"""The rules that a ledger would have enforced; breaking one contradicts, whoever the auditor is."""


def attestor_problems(
    name: str, attestation: Attestation, issuer: str, policy: Policy
) -> Iterator[Problem]:
    """The reasons why an attestation of a figure does not count, regardless of its content.

    Args:
        name: of the attestation.
        attestation: its content.
        issuer: of the figure.
        policy: the auditors that the reader accepts.
    """
    if attestation.issuer not in policy.auditors:
        detail = f"it is by {attestation.issuer}, which the policy does not list as an auditor"
        yield Problem("policy.auditor", name, detail)
    for problem in (
        attestation_problem(name, attestation, issuer),
        validity_problem(name, attestation),
        level_problem(name, attestation),
    ):
        if problem is not None:
            yield problem


def check_attestations(
    context: AuditContext, fitting: frozenset[str], findings: Findings
) -> CountedAttestations:
    """Check the attestations of deliveries in the bundle; return those that count.

    Args:
        context: as of step 13.
        fitting: the deliveries whose figures are comparable with the subject's.
        findings: the collector.
    """
    last: dict[tuple[str, str], DeliveryAttestation] = {}
    for row in _listed(context.bundle):
        delivery = _delivery(row, context.bundle, findings)
        if delivery is None:
            continue
        findings.checked(STEP)
        attestation_problems = attestor_problems(
            row.id, row.attestation, delivery.issuer, context.policy
        )
        problems = {problem.code: problem for problem in attestation_problems}
        broken = [problems[code] for code in _BROKEN if code in problems]
        if broken:
            findings.contradict(STEP, broken[0])
            continue
        stranger = problems.get("policy.auditor")
        who = row.attestation.issuer
        why = doubt(row.id, who, context, findings) if stranger is None else stranger.detail
        why = why or _misfit(row, context.view, fitting)
        if why is not None:
            findings.remark(STEP, Problem("attestation.not_counted", row.id, why))
        else:
            last[row.delivery, row.attestation.issuer] = row
    return _counted(last, findings)


def _listed(bundle: Bundle) -> list[DeliveryAttestation]:
    """The attestations of figures of deliveries in the bundle, in the order of the log as far as it is known."""
    attestations = [
        DeliveryAttestation(signed.id, said, said.delivery)
        for signed, said in bundle.of(Attestation)
        if said.delivery is not None and said.quantities is None
    ]
    return sorted(attestations, key=lambda row: (bundle.place(row.id), row.id))


def _delivery(row: DeliveryAttestation, bundle: Bundle, findings: Findings) -> Delivery | None:
    """Return the attested delivery; a wrong kind is a finding on the attestation, not on the cited statement."""
    other = bundle.statements.get(row.delivery)
    if other is None or isinstance(other.statement, Delivery):
        return require_statement(bundle, row.delivery, Delivery, STEP, findings)
    detail = f"it attests {row.delivery}, which is not a delivery but of kind {other.kind.value}"
    findings.contradict(STEP, Problem("citation.kind", row.id, detail))
    return None


def doubt(name: str, auditor: str, context: AuditContext, findings: Findings) -> str | None:
    """Return the reason to doubt that the auditor made an attestation of that name; None if there is none."""
    if any(dispute.use.signed.id == name for dispute in context.keys.disputes):
        return "the key that signed it is reported compromised"
    signed = name in context.keys.able and name in context.leaves
    if not signed or findings.has(name) or findings.has(auditor):
        return "its signature, its key or its place in the log could not be confirmed"
    return None


def _misfit(row: DeliveryAttestation, view: Graph | None, fitting: frozenset[str]) -> str | None:
    """Return the reason why it does not apply to the subject; None if there is none."""
    if view is None or row.delivery not in view.resolution.lines:
        return f"it attests {row.delivery}, which is not a version that the subject rests on"
    if row.delivery not in fitting:
        return f"the figure of {row.delivery} has another method or state than the subject's"
    return None


def _counted(
    last: Mapping[tuple[str, str], DeliveryAttestation], findings: Findings
) -> CountedAttestations:
    counted: dict[str, tuple[DeliveryAttestation, ...]] = {}
    for row in last.values():
        if row.attestation.outcome == "refused":
            detail = f"its auditor has refused the figure of {row.delivery}"
            findings.contradict(STEP, Problem("attestation.refused", row.id, detail))
        else:
            counted[row.delivery] = (*counted.get(row.delivery, ()), row)
    return counted
