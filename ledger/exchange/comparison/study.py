"""The study that a verified bundle gives, as far as its reader may see, built by the same functions as the ledger's."""

from collections.abc import Iterator
from dataclasses import replace

from ledger.audit.bundle.container import SIZE_LIMIT
from ledger.audit.context import AuditContext
from ledger.audit.report.explanation import firm_of
from ledger.audit.subject.subject import View
from ledger.documents.study.context import (
    ExcludedRecord,
    Reader,
    SignedAttestation,
    StudyContext,
)
from ledger.exchange.comparison.declaration import changes_since, choices_of
from ledger.rules.period import period_problems
from ledger.trust.leaves import read_model
from schemas.signed.calculation import Attestation
from schemas.signed.rulebook import FactorSet


def study_context(context: AuditContext, reader: Reader) -> StudyContext | None:
    """What a bundle says about its calculation, for the study; None if the figure was not recomputed."""
    view, recomputed, graph = context.view, context.recomputed, context.plausibility
    registry = context.registry
    if not isinstance(view, View) or recomputed is None or graph is None or registry is None:
        return None
    calculation = view.calculation
    entries = [record.entry for record in view.resolution.nodes.values()]
    deliveries = [view.records.deliveries[name].delivery for name in view.resolution.makers]
    issuers = {calculation.issuer, *(row.issuer for row in entries)}
    return StudyContext(
        id=view.id,
        calculation=calculation,
        rows=view.rows,
        graph=graph if reader == "everything" else replace(graph, figures=recomputed.told),
        factor_sets=_factor_sets(context, calculation.factor_sets),
        excluded=tuple(_excluded(view)),
        firms={issuer: firm_of(issuer, context.bundle) for issuer in issuers},
        attestations=tuple(_attestations(context, view.id)),
        choices=choices_of(context, is_exact=reader == "everything"),
        quality=recomputed.quality,
        short=next(period_problems(calculation.model, calculation, view.made, view.records), None),
        replaced=sum(row.supersedes is not None for row in entries)
        + sum(row.supersedes is not None for row in deliveries),
        since=sum(1 for _ in changes_since(view, registry)),
        reader=reader,
    )


def _factor_sets(context: AuditContext, names: tuple[str, ...]) -> dict[str, FactorSet]:
    blobs = context.bundle.blobs
    return {name: read_model(blobs[name], FactorSet, SIZE_LIMIT) for name in names}


def _excluded(view: View) -> Iterator[ExcludedRecord]:
    for row in view.composition.exclusions:
        record = view.records.entries.get(row.entry)
        if record is not None:
            yield ExcludedRecord(row, record)


def _attestations(context: AuditContext, calculation: str) -> Iterator[SignedAttestation]:
    """The attestations of the calculation in the bundle, in the order of the log."""
    bundle = context.bundle
    found = [
        SignedAttestation(signed.id, stated, firm_of(stated.issuer, bundle))
        for signed, stated in bundle.of(Attestation)
        if stated.calculation == calculation
    ]
    yield from sorted(found, key=lambda row: bundle.place(row.id))
