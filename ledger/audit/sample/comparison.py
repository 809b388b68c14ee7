"""Part of step 17, equality: the list that an attestation says was drawn is the one that its seed gives.

It is drawn again where the figure was recomputed. The seed itself is checked in step 10.
"""

from ledger.audit.context import AuditContext
from ledger.audit.findings import Findings, StepNumber
from ledger.audit.sample.draw import draw_sample
from ledger.audit.sample.population import Member, population_of
from ledger.audit.subject.subject import Subject, View, first_missing
from ledger.footprint.graph.resolution import Problem
from schemas.signed.commitment import AttestedSample
from schemas.signed.sample import Sample

STEP = StepNumber.EQUALITY


def population_in(context: AuditContext) -> list[Member] | None:
    """The processes behind the calculation of a bundle; None if its figure was not recomputed."""
    view, graph = context.view, context.plausibility
    if not isinstance(view, View) or graph is None or context.recomputed is None:
        return None
    return population_of(view.id, view.calculation, view.rows, graph)


def attested_sample(context: AuditContext) -> AttestedSample | None:
    """The sample that the attestation of the subject states; None if it states none."""
    subject = context.subject
    attestation = subject.attestation if isinstance(subject, Subject) else None
    return None if attestation is None else attestation.sample


def draw_again(context: AuditContext, sample: AttestedSample) -> Sample | None:
    """The sample that a revealed seed gives; None if the population is unknown."""
    population = population_in(context)
    if population is None or context.view is None:
        return None
    about = context.view.id, sample.commitment, sample.nonce
    return draw_sample(*about, sample.checkpoint, population)


def check_sample(context: AuditContext, findings: Findings) -> None:
    """Compare the list that the attestation of the subject states with the one that its seed gives."""
    sample, subject = attested_sample(context), context.subject
    if sample is None or not isinstance(subject, Subject) or subject.declaration is None:
        return
    drawn = draw_again(context, sample)
    if drawn is None:
        view = context.view
        cause = None if view is None else first_missing(context.bundle, view)
        findings.not_checked(STEP, cause or subject.calculation_id, "the list of the sample")
        return
    findings.checked(STEP)
    if (len(drawn.items), drawn.drawn) != (sample.processes, sample.drawn):
        name = subject.declaration.attestation
        detail = (
            f"it states {sample.processes} processes with digest {sample.drawn}; its seed draws "
            f"{len(drawn.items)} with digest {drawn.drawn}"
        )
        findings.contradict(STEP, Problem("sample.drawn", name, detail))
