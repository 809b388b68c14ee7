"""The register of choices in a report: each choice with its effect, and the conservative figure under the policy.

It is not a step: a choice changes no verdict, and a rulebook without a conservative part leaves one open in step 17.
The figure is that of a calculation, or of a delivery whose whole graph is shown. Factor sets that the policy accepts
count beside those that it names, as far as the bundle has them or the reader supplies its own. A choice is settled if
an attestation that counts names it, of the calculation or of a delivery behind it, by evidence deep enough for its
kind, or if a published warranty of the policy answers it. What is named and is none of the choices found here settles
nothing; the conservative figure lists it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from ledger.audit.bundle.homes import homes_in
from ledger.audit.bundle.model import Bundle
from ledger.audit.context import AuditContext
from ledger.audit.findings import Findings
from ledger.audit.report.explanation import recomputed_cells
from ledger.audit.report.published_life import counted_warranties, settled_life
from ledger.audit.rules.attestations import doubt
from ledger.audit.subject.delivery_view import DeliveryView
from ledger.audit.subject.documents import read_document
from ledger.audit.subject.subject import Subject
from ledger.choices.choice import NOT_EXAMINED, AuditWord, Examined
from ledger.choices.conservative import (
    ConservativeFigure,
    conservative_figure,
    conservative_figures,
)
from ledger.choices.context import CalculationContext, ChoiceContext
from ledger.choices.delivery_context import DeliveryContext
from ledger.choices.log import LogWord
from ledger.choices.report import ReportedChoices, report_choices
from ledger.footprint.graph.numbers import round_delivered
from ledger.trust.leaves import digest
from schemas.errors import CradleError
from schemas.signed.attestation import Attestation
from schemas.signed.rulebook import FactorSet
from schemas.signed.settled import ChoiceId, Settled
from schemas.signed.statement import SectionName


class JudgedChoices(NamedTuple):
    """The choices behind a figure: by the reader's policy, and under none, as the figure's documents state them."""

    by_policy: ReportedChoices
    by_documents: ReportedChoices


def build_choices(
    context: AuditContext,
    about: ChoiceContext | None,
    policy: str,
    findings: Findings,
    audit: AuditWord | None,
) -> JudgedChoices:
    """Build the choices behind a recomputed calculation or delivery, for the reader and as its documents state them.

    Args:
        context: all results of the audit.
        about: its figure, as `choice_context` gives it.
        policy: the digest of the policy file's bytes.
        audit: the attestation that the figure's standing names, which documents go by; None without one.
        findings: of the audit; an attestation with a finding settles nothing, and a mass that is missing gets its
            effect.
    """
    view = context.view
    if view is None or about is None:
        return JudgedChoices(ReportedChoices(), ReportedChoices())
    warranties = counted_warranties(about, context.policy)
    accepted = examined_choices(context, settled_life(about, warranties), findings)
    readers = NOT_EXAMINED, Examined.by(audit), accepted
    documents = calculation_choices(context)
    if documents is None or (documents.listed == about.listed and not about.accepted):
        before, after, conservative = conservative_figures(about, readers)
    else:
        conservative = conservative_figure(about, readers[2])
        before, after = conservative_figures(documents, readers[:2])
    if conservative is not None:
        findings.estimate("balance.mass", _gaps(conservative))
    stated = ReportedChoices() if documents is None else report_choices(before, None, after)
    return JudgedChoices(report_choices(conservative, policy, warranties=warranties), stated)


def choice_context(context: AuditContext) -> ChoiceContext | None:
    """The figure whose choices are listed; None if it was not recomputed."""
    view, graph = context.view, context.plausibility
    if view is None or graph is None or recomputed_cells(context) is None:
        return None
    opened, accepted = context.bundle.closure, tuple(_accepted_sets(context))
    beside = None if opened is None else opened.closure.beside
    log = LogWord.read(graph, view.records, beside)
    issuers = {record.entry.issuer for record in log.resolution.nodes.values()}
    homes = homes_in(context.bundle, issuers)
    if isinstance(view, DeliveryView):
        return DeliveryContext(
            subject=view.id,
            graph=graph,
            accepted=accepted,
            log=log,
            line=view.line,
            homes=homes,
            listed=frozenset(context.policy.factor_sets),
        )
    return CalculationContext(
        subject=view.id,
        graph=graph,
        accepted=accepted,
        log=log,
        rows=view.rows,
        calculation=view.calculation,
        homes=homes,
        listed=frozenset(context.policy.factor_sets),
    )


def calculation_choices(context: AuditContext) -> CalculationContext | None:
    """The recomputed calculation, as its documents value choices: under no policy, by its own factor sets."""
    about = choice_context(context)
    if context.stated is None or not isinstance(about, CalculationContext):
        return None
    return replace(about, accepted=(), listed=frozenset(context.stated.factor_sets))


def _gaps(conservative: ConservativeFigure) -> Mapping[str, Decimal]:
    """The effect of the missing mass of each entry, below zero: what its alternative would add is missing."""
    return {
        row.choice.subject: round_delivered(row.effect).copy_negate()
        for row in conservative.choices
        if row.choice.kind.code == "mass.gap" and row.effect is not None
    }


def _accepted_sets(context: AuditContext) -> Iterator[FactorSet]:
    """The factor sets in the bundle, or of the reader, that the policy lists and that the figure does not name."""
    named = () if context.stated is None else context.stated.factor_sets
    available = {**context.bundle.blobs, **{digest(data): data for data in context.own}}
    for name in sorted({*context.policy.factor_sets} - {*named}):
        if name in available:
            try:
                yield read_document(available[name], FactorSet)
            except CradleError:
                continue  # It values nothing here; a set that the figure names has a finding of its own.


def examined_choices(
    context: AuditContext, published: frozenset[ChoiceId], findings: Findings
) -> Examined:
    """The choices that are settled: by accepted auditors, of the calculation and of deliveries behind it, or published.

    `published` are those that published documents settle.
    """
    subject = context.subject
    said = _accepted(context, subject, findings) if isinstance(subject, Subject) else None
    rows = (row.id for counted in context.attested.values() for row in counted)
    examined = Examined.by(said, *(audit_word(context.bundle, name) for name in rows))
    return replace(examined, published=published)


def audit_word(bundle: Bundle, name: str | None) -> AuditWord | None:
    """An attestation of a bundle with the choices that it settles; None without a name, or if the bundle lacks it."""
    signed = bundle.statements.get(name or "")
    if signed is None or not isinstance(signed.statement, Attestation):
        return None
    settled = signed.sections.get(SectionName.SETTLED)
    return AuditWord(signed.statement, settled if isinstance(settled, Settled) else None)


def _accepted(context: AuditContext, subject: Subject, findings: Findings) -> AuditWord | None:
    """The attestation of the calculation, if its auditor is accepted and nothing speaks against it."""
    said, declaration = subject.attestation, subject.declaration
    if said is None or declaration is None:
        return None
    doubted = doubt(declaration.attestation, said.issuer, context, findings) is not None
    if doubted or said.issuer not in context.policy.auditors:
        return None
    return audit_word(context.bundle, declaration.attestation)
