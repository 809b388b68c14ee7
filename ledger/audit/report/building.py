"""The report: the judgement on one bundle under one policy, as values; `report.layout` is for people.

Its verdict is `verified`, `contradicted`, `attested` or `incomplete`; it does not say that a statement is true or
that a battery conforms to the law. Contradictions are listed first. Assertions of a calculation are listed apart,
because they cannot be recomputed. `Report.to_json` is the form for programs.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal

from ledger.audit.bundle.model import Bundle
from ledger.audit.context import AuditContext
from ledger.audit.figure.equality import exact_cells
from ledger.audit.findings import Findings, format_value
from ledger.audit.report.asserted import (
    CUSTODY,
    assert_attestation,
    assert_documents,
    assert_mixes,
    assert_recycling,
)
from ledger.audit.report.basis import build_basis
from ledger.audit.report.choices import build_choices, choice_context
from ledger.audit.report.coverage import build_coverage
from ledger.audit.report.explanation import (
    build_contributors,
    build_stages,
    firm_of,
    recomputed_cells,
    with_names,
)
from ledger.audit.report.goods import build_goods
from ledger.audit.report.objections import build_objections
from ledger.audit.report.standing import bundle_standing, bundle_worth, standing_word
from ledger.audit.subject.delivery_view import DeliveryView
from ledger.audit.subject.documents import read_document
from ledger.audit.subject.production import Production
from ledger.audit.subject.subject import DeliverySubject, Subject, View
from ledger.choices.listing import count_choices
from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.numbers import format_decimal, format_rounded
from ledger.footprint.valuation.told import ToldFigures
from ledger.rules.ledger_wide import LEDGER_WIDE
from ledger.trust.checkpoint import Checkpoint
from ledger.trust.leaves import digest
from schemas.errors import CradleError
from schemas.signed.rulebook import Rulebook
from schemas.values import RegistryState
from schemas.views.report import Asserted, Basis, Heading, Report, Verdict
from schemas.vocabulary import Unit

_VERDICTS: Mapping[int, Verdict] = {0: "verified", 1: "contradicted", 2: "incomplete"}
_NOT_CHECKED = "asserted by the log's operator"


def build_report(context: AuditContext, findings: Findings, policy: str) -> Report:
    """Build the report of an audit.

    Args:
        context: all results of the steps.
        findings: all their findings.
        policy: the digest of the policy file's bytes.
    """
    findings.require_checked()
    subject, logs, basis = context.subject, context.logs, build_basis(context)
    declared, recomputed = _declared(subject, context.bundle), context.recomputed
    about = choice_context(context)
    standing = bundle_standing(context)
    choices, stated = build_choices(
        context, about, policy, findings, standing_word(context, standing)
    )
    if standing is not None:
        standing = bundle_worth(context, standing, stated)
    report = Report(
        heading=_heading(context.bundle, subject),
        verdict=_verdict(findings, basis, context.production),
        exit_code=findings.exit_code,
        bundle=digest(context.data),
        policy=policy,
        subject=None if subject is None else subject.id,
        calculation=subject.calculation_id if isinstance(subject, Subject) else None,
        declared_total=declared,
        recomputed_total=_recomputed(context),
        stages=build_stages(context),
        contributors=build_contributors(context),
        quality=None if recomputed is None else recomputed.quality,
        standing=standing,
        entries=_state(logs.entries),
        registry=_state(logs.signed_registry),
        witnessed=logs.witnessed,
        quorum=context.policy.quorum,
        witnessed_at=_moment(logs.witnessed_at),
        steps=findings.steps(),
        findings=findings.listed(None if declared is None else Decimal(declared)),
        asserted=() if subject is None else tuple(_asserted(subject, context)),
        unit=_unit(subject),
        coverage=build_coverage(context),
        basis=basis,
        left_out=context.production.left_out or None,
        choices=choices.choices,
        choice_counts=None if choices.choices is None else count_choices(choices.choices),
        conservative=choices.conservative,
        sensitivity=choices.sensitivity,
        objections=build_objections(context, about),
        goods=build_goods(context),
    )
    return with_names(report, context.bundle)


def _unit(subject: Subject | DeliverySubject | None) -> Unit | None:
    """The unit of a delivery's goods, or the declared unit of a product; None of a battery."""
    if isinstance(subject, DeliverySubject):
        return subject.delivery.unit
    calculation = None if subject is None else subject.calculation
    declared = None if calculation is None else calculation.declared_unit
    return None if declared is None else declared.unit


def _heading(bundle: Bundle, subject: Subject | DeliverySubject | None) -> Heading | None:
    """Build the heading of the report on a calculation; return None without a calculation.

    The firm is named by its signed profile, the rulebook by its id and version, if the bundle contains them; else
    each by its id or digest. A report on a delivery has no heading, because a delivery has no model.
    """
    if not isinstance(subject, Subject) or subject.calculation is None:
        return None
    calculation = subject.calculation
    rulebook = _rulebook(bundle, calculation.rulebook)
    return Heading(
        firm=firm_of(calculation.issuer, bundle),
        issuer=calculation.issuer,
        model=calculation.model,
        site=calculation.site,
        period=calculation.period,
        rulebook=calculation.rulebook if rulebook is None else rulebook.id,
        rulebook_version=None if rulebook is None else rulebook.version,
        rulebook_digest=calculation.rulebook,
    )


def _rulebook(bundle: Bundle, digest: str) -> Rulebook | None:
    data = bundle.blobs.get(digest)
    try:
        return None if data is None else read_document(data, Rulebook)
    except CradleError:
        return None


def _verdict(
    findings: Findings, basis: tuple[Basis, ...] | None, production: Production
) -> Verdict:
    """The verdict for the exit code; `attested` if attestations cover all withheld sections.

    They are attestations of deliveries, so they do not cover a withheld batch of the manufacturer that the figure
    leaves out.
    """
    parts = {row.basis for row in basis or ()}
    redacted = findings.is_only_redacted and production.is_shown
    if redacted and "attested" in parts and parts <= {"recomputed", "attested"}:
        return "attested"
    return _VERDICTS[findings.exit_code]


def _declared(subject: Subject | DeliverySubject | None, bundle: Bundle) -> str | None:
    """The total that the subject states, with all digits where its exact cells are shown."""
    if isinstance(subject, DeliverySubject):
        return None if subject.delivery.figure is None else subject.delivery.figure.total
    if subject is None or subject.calculation is None:
        return None
    exact = exact_cells(bundle, subject.calculation_id)
    if exact is None or subject.calculation.digits is None:
        return subject.calculation.total
    return format_decimal(total_of(exact))


def _recomputed(context: AuditContext) -> str | None:
    """The recomputed total: of a calculation, or of a delivery, rounded as it is stated to the customer."""
    if context.recomputed is not None:
        return format_value(context.recomputed.total)
    cells, view, method = recomputed_cells(context), context.view, context.method
    if cells is None:
        return None
    exact = format_rounded(total_of(cells))
    exact_figures = context.figures
    # There are cells of nothing else.
    assert isinstance(view, DeliveryView) and method is not None and exact_figures is not None  # noqa: S101, PT018
    if view.delivery.figure is None or view.delivery.figure.total == exact:
        return exact  # An older delivery states the exact figure, rounded.
    told = ToldFigures(exact_figures, view.resolution, method.table, method.rulebook).of_makers
    return format_rounded(total_of(told[view.line[0]].lines[view.line[1]].cells))


def _state(checkpoint: Checkpoint | None) -> RegistryState | None:
    if checkpoint is None:
        return None
    return RegistryState(size=checkpoint.size, root=checkpoint.root.hex())


def _moment(seconds: int | None) -> str | None:
    """Format a POSIX time as RFC 3339 in UTC."""
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _asserted(subject: Subject | DeliverySubject, context: AuditContext) -> Iterator[Asserted]:
    """The assertions of the documents that cannot be recomputed from the bundle."""
    if isinstance(subject, Subject):
        rows = context.view.rows if isinstance(context.view, View) else ()
        km = None if context.recomputed is None else context.recomputed.distance
        yield from assert_documents(subject, rows, km)
        yield from context.production.asserted
    yield from assert_mixes(context.method, context.figures)
    if context.figures is not None:
        yield from assert_recycling(context.figures)
    for attested in context.attested.values():
        for row in attested:
            yield from assert_attestation(row.attestation, f"{row.delivery}: ")
    for key in context.keys.custody:
        yield Asserted(name=CUSTODY, value=key)
    counted = _NOT_CHECKED if context.monitor_report is None else str(context.monitor_report)
    for unseen in LEDGER_WIDE.values():
        yield Asserted(name=unseen, value=counted)
