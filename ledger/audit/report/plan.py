"""The way down for the reader of a bundle, under its policy."""

from ledger.audit.context import AuditContext
from ledger.audit.findings import Findings
from ledger.audit.report.choices import choice_context, examined_choices
from ledger.audit.report.explanation import firm_of
from ledger.audit.report.published_life import counted_warranties, settled_life
from ledger.choices.context import CalculationContext, ChoiceContext
from ledger.choices.plan import make_plan
from ledger.choices.plan_report import PlannedFigure, PlanWords, report_plan
from schemas.errors import CradleError
from schemas.exchanged.examination_prices import ExaminationPrices
from schemas.views.plan import SettlingPlan


def bundle_plan(
    context: AuditContext,
    findings: Findings,
    policy: str,
    prices: ExaminationPrices | None = None,
) -> SettlingPlan:
    """The plan of a bundle's figure, whatever its verdict: what is contradicted is to be mended first.

    Args:
        context: all results of the audit.
        findings: of the audit; an attestation with a finding settles nothing.
        policy: the digest of the policy file's bytes.
        prices: the reader's price list.

    Raises:
        CradleError: `plan.no_figure`.
    """
    about = choice_context(context)
    firms = {} if about is None else _firms(context, about)
    words = PlanWords(firms, prices, policy)
    plan = None
    if about is not None:
        published = settled_life(about, counted_warranties(about, context.policy))
        plan = make_plan(about, examined_choices(context, published, findings), words.costs)
    if about is None or plan is None:
        detail = (
            "The figure of this bundle could not be recomputed, or its rulebook names no alternatives, so there is"
            " nothing to plan; see `cradle verify`."
        )
        raise CradleError("plan.no_figure", detail)
    figure = PlannedFigure(delivery=about.subject)
    if isinstance(about, CalculationContext):
        figure = PlannedFigure(
            about.subject, model=about.calculation.model, unit=about.calculation.unit
        )
    return report_plan(plan, figure, words)


def _firms(context: AuditContext, about: ChoiceContext) -> dict[str, str]:
    issuers = {record.entry.issuer for record in about.resolution.nodes.values()}
    if isinstance(about, CalculationContext):
        issuers.add(about.calculation.issuer)
    return {issuer: firm_of(issuer, context.bundle) for issuer in issuers}
