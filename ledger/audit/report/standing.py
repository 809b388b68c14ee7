"""The standing of the subject's figure by its bundle: as of its checkpoints, or of an earlier size of its log.

The registry in a bundle is complete, so what replaced a figure by then is known. What a figure rests on, and objections
to it, are known only where the whole graph is shown, and a bundle has the attestation of a calculation only where its
declaration names it; otherwise the standing says that they are not told. Later statements are in no bundle: the log is
asked for them.
"""

from collections.abc import Iterator

from ledger.audit.context import AuditContext
from ledger.audit.log.registry import Registry
from ledger.audit.report.choices import audit_word
from ledger.audit.report.explanation import firm_of
from ledger.audit.subject.documents import read_document
from ledger.audit.subject.objections import contested_statements
from ledger.audit.subject.subject import Subject, View
from ledger.audit.subject.touches import registry_touches
from ledger.choices.choice import AuditWord
from ledger.choices.report import ReportedChoices
from ledger.documents.worth import with_worth
from ledger.rules.period import period_problems
from ledger.rules.standing import (
    EVER,
    Attested,
    Contested,
    Declared,
    FigureEvents,
    LogEvent,
    Replaced,
    Touched,
    figure_standing,
    legal_standing,
)
from schemas.errors import CradleError
from schemas.signed.attestation import Attestation
from schemas.signed.calculation import Calculation, Declaration
from schemas.signed.kinds import reason_of
from schemas.signed.rulebook import Rulebook
from schemas.signed.statement import Issued
from schemas.views.standing import FigureStanding, LegalStanding, UnknownPart


def bundle_standing(context: AuditContext, until: int = EVER) -> FigureStanding | None:
    """The standing of the subject's figure, without what takes its evaluation; None without a subject or a registry.

    Args:
        context: all results of the audit.
        until: the size of the entries log whose events count.
    """
    events = bundle_events(context)
    named = "" if context.subject is None else context.subject.id
    return None if events is None else figure_standing(events, named, until)


def bundle_worth(
    context: AuditContext, standing: FigureStanding, choices: ReportedChoices
) -> FigureStanding:
    """A standing with what the evaluation in the bundle gives; arguments as `with_worth`."""
    graph, view = context.plausibility, context.view
    if graph is None or not isinstance(view, View) or context.recomputed is None:
        return standing
    about = view.calculation.model, view.calculation, view.made, view.records
    return with_worth(standing, choices, graph, next(period_problems(*about), None))


def standing_word(context: AuditContext, standing: FigureStanding | None) -> AuditWord | None:
    """The attestation that a standing names, with the choices that it settles."""
    audit = None if standing is None else standing.audit
    return audit_word(context.bundle, None if audit is None else audit.attestation)


def bundle_events(context: AuditContext) -> FigureEvents | None:
    """What a bundle says of its subject's figure; None without a subject or a registry."""
    subject, registry = context.subject, context.registry
    if subject is None or registry is None:
        return None
    figure = subject.calculation_id if isinstance(subject, Subject) else subject.id
    declarations = sorted(
        (
            Declared(_placed(context, signed.id), declared.attestation, declared.date)
            for signed, declared in context.bundle.of(Declaration)
            if declared.calculation == figure
        ),
        key=lambda row: row.event.at,
    )
    attested = sorted(_attested(context, figure), key=lambda row: row.event.at)
    law, unknown = _law(context), list[UnknownPart]()
    if law is None:
        unknown.append("law")
    if context.view is None:
        unknown += ["changed", "objections"]
    if isinstance(subject, Subject) and not declarations and not attested:
        unknown.append("audit")
    names = [figure, *(row.event.statement for row in declarations)]
    touches = sorted(_touched(context, registry), key=lambda row: row.registry_index)
    around = {*names, *(row.event.statement for row in touches)}
    around |= {row.event.statement for row in attested}
    return FigureEvents(
        figure=_placed(context, figure),
        law=law or "study",
        declarations=declarations,
        replaced=tuple(_replaced(context, registry, names)),
        touches=touches,
        attested=attested,
        contested=tuple(_contested(context, registry, around)),
        unknown=tuple(unknown),
        registry_at=lambda at: _registry_at(context, registry, at),
    )


def _placed(context: AuditContext, statement: str) -> LogEvent:
    return LogEvent(statement, context.bundle.place(statement))


def _registry_at(context: AuditContext, registry: Registry, at: int) -> int:
    """The size of the registry that a leaf of the entries log names; that of the bundle if the leaf is not in it."""
    named = (leaf for leaf in context.bundle.places.values() if leaf.at == at)
    leaf = next(named, None)
    return registry.size if leaf is None else leaf.registry.size


def _law(context: AuditContext) -> LegalStanding | None:
    """What figures by the subject's method may be used for; None if the bundle lacks the rulebook."""
    stated = context.stated
    data = None if stated is None else context.bundle.blobs.get(stated.rulebook)
    try:
        rulebook = None if data is None else read_document(data, Rulebook)
    except CradleError:
        return None
    is_product = isinstance(stated, Calculation) and stated.declared_unit is not None
    return None if rulebook is None else legal_standing(rulebook, is_product=is_product)


def _replaced(
    context: AuditContext, registry: Registry, names: list[str]
) -> Iterator[tuple[str, Replaced]]:
    """The replacing of these statements, and of those that replaced them."""
    for changed in registry.touching(names):
        reason = reason_of(context.bundle.stated(changed.leaf.by, Issued))
        yield changed.leaf.old, Replaced(_placed(context, changed.leaf.by), changed.at, reason)


def _touched(context: AuditContext, registry: Registry) -> Iterator[Touched]:
    """The leaves that touch what the figure rests on; none where the graph is not shown."""
    for touch in () if context.view is None else registry_touches(context.view, registry):
        by = context.bundle.stated(touch.by, Issued)
        firm = None if by is None else firm_of(by.issuer, context.bundle)
        event, reason = _placed(context, touch.by), reason_of(by)
        yield Touched(event, touch.at, touch.kind, touch.old, firm, reason)


def _attested(context: AuditContext, figure: str) -> Iterator[Attested]:
    for signed, word in context.bundle.of(Attestation):
        if word.subject == figure and word.quantities is None:
            auditor = firm_of(word.issuer, context.bundle)
            yield Attested(_placed(context, signed.id), word, auditor)


def _contested(context: AuditContext, registry: Registry, around: set[str]) -> Iterator[Contested]:
    """The objections to these statements, and to what the figure rests on; none where the graph is not shown."""
    if context.view is None:
        return
    about = {*around, *context.view.resolution.lineage}
    changes = registry.changes_at(registry.size)
    for row in contested_statements(context.bundle, context.logs):
        if row.objection.subject in about:
            change = changes.get(row.id)
            closing = (change and change.by, row.answer and row.answer.id)
            places = [context.bundle.place(name) for name in closing if name is not None]
            yield Contested(_placed(context, row.id), min(places, default=None))
