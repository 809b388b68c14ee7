"""The register of choices in a report: each choice with its effect, and the conservative figure under the policy.

It is not a step: a choice changes no verdict. A choice is settled if an attestation that counts examined the statement
by its documents or on its site. The attestation of the calculation says so for all statements behind it, with
exceptions; that of a delivery says so for the entry behind the delivery.
"""

from typing import NamedTuple

from ledger.audit.context import AuditContext
from ledger.audit.findings import Findings, format_value
from ledger.audit.subject.subject import Subject, View
from ledger.choices.choice import Examined
from ledger.choices.conservative import (
    ConservativeFigure,
    WeighedChoice,
    conservative_figure,
    format_up,
)
from ledger.choices.context import ChoiceContext
from ledger.choices.log import LogWord
from ledger.footprint.graph.numbers import round_delivered
from ledger.footprint.plausibility.context import PlausibilityContext
from schemas.calculation import Attestation
from schemas.report import ConservativeTotal, ReportedChoice


class ReportedChoices(NamedTuple):
    """The choices and the conservative figure of a report; both None if the figure is unknown."""

    choices: tuple[ReportedChoice, ...] | None = None
    conservative: ConservativeTotal | None = None


def build_choices(context: AuditContext, policy: str, findings: Findings) -> ReportedChoices:
    """Build the choices behind a recomputed calculation.

    Args:
        context: all results of the audit.
        policy: the digest of the policy file's bytes.
        findings: of the audit; an attestation with a finding settles nothing.
    """
    view, method, figures = context.view, context.method, context.figures
    if not isinstance(view, View) or method is None or figures is None or not context.recomputed:
        return ReportedChoices()
    graph = PlausibilityContext(
        resolution=view.resolution,
        figures=figures,
        table=method.table,
        rulebook=method.rulebook,
        files=context.bundle.blobs,
        filling=view.calculation.filling,
    )
    log = LogWord.read(graph, view.records)
    about = ChoiceContext(view.id, view.calculation, view.rows, graph, log)
    found = conservative_figure(about, _examined(context, view, findings))
    return ReportedChoices() if found is None else report_choices(found, policy)


def report_choices(found: ConservativeFigure, policy: str | None) -> ReportedChoices:
    """The choices and the conservative figure as they are shown: effects to 4 digits, the total rounded up."""
    total = ConservativeTotal(
        total=format_up(found.total),
        policy=policy,
        interaction=format_value(round_delivered(found.interaction)) or "0",
    )
    return ReportedChoices(tuple(_reported(row) for row in found.choices), total)


def _reported(row: WeighedChoice) -> ReportedChoice:
    return ReportedChoice(
        code=row.choice.kind.code,
        subject=row.choice.subject,
        by=row.choice.by,
        detail=row.choice.detail,
        effect=None if row.effect is None else format_value(round_delivered(row.effect)),
        state=row.state,
        evidence=row.choice.evidence,
    )


def _examined(context: AuditContext, view: View, findings: Findings) -> Examined:
    """The depths at which accepted auditors have examined statements."""
    subject, default = context.subject, frozenset[str]()
    statements: dict[str, frozenset[str]] = {}
    if isinstance(subject, Subject) and (said := _accepted(context, subject, findings)) is not None:
        default = frozenset({said.depth.default})
        statements |= {row.statement: frozenset({row.depth}) for row in said.depth.exceptions}
    for delivery, rows in context.attested.items():
        maker = view.resolution.makers.get(delivery)
        if maker is not None:
            depths = {row.attestation.depth.default for row in rows}
            statements[maker] = statements.get(maker, default) | depths
    return Examined(default, statements)


def _accepted(context: AuditContext, subject: Subject, findings: Findings) -> Attestation | None:
    """The attestation of the calculation, if its auditor is accepted and nothing speaks against it."""
    said, declaration = subject.attestation, subject.declaration
    if said is None or declaration is None or said.outcome == "refused":
        return None
    name = declaration.attestation
    accepted = said.issuer in context.policy.auditors and not findings.has(name)
    proven = name in context.keys.able and name in context.leaves
    return said if accepted and proven else None
