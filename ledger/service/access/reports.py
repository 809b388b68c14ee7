"""Studies and ratings as a principal may know them.

The operator and the engaged auditor are shown everything. A manufacturer is shown its figure and
its own processes. The processes of others, the recoveries of a recycler, and the cost of a default
in place of a supplier's line would disclose amounts that their issuers hold back. These rows are
left out, and counted or named. Every participant with a part in the report reads in the journal
that it was shown.
"""

from collections.abc import Iterable

from ledger.choices.report import ReportedChoices
from ledger.service.access.disclosed_data import (
    DisclosedData,
    disclosed_by_entries,
    disclosed_by_figure,
    disclosure_lines,
)
from ledger.service.access.journal import AccessRecord, note
from ledger.service.access.permissions import Action, Scope, scope_of
from ledger.service.access.principal import Principal
from ledger.service.access.visibility import Visibility, unknown_statement
from ledger.service.answers.choices import choices_for
from ledger.service.answers.quality import format_report, rate_declared
from ledger.service.answers.study import study_of
from ledger.service.append.ledger import Ledger
from ledger.service.state.evaluation import Evaluation, evaluate_stated
from ledger.service.state.view import View
from schemas.calculation import Calculation
from schemas.entry import Entry
from schemas.quality import QualityReport, RatedProcess
from schemas.study import Study


def quality_for(ledger: Ledger, principal: Principal, calculation: str, now: int) -> QualityReport:
    """The rating of a calculation, with the rows that the principal may see.

    Raises:
        CradleError: `access.denied`, `statement.unknown`, or as `note` and
            `ledger.service.answers.quality.explain_quality`.
    """
    whole = sees_whole(ledger, principal, calculation)
    with ledger.view() as view:
        stated, declared = evaluate_stated(view, calculation)
    report = format_report(calculation, rate_declared(stated, declared))
    done = AccessRecord("quality", calculation, None, "")
    note(ledger.store, principal, now, report_lines(done, stated, declared, whole=whole))
    if whole:
        return report
    relevant, used = report.quality.most_relevant, report.defaults_in_use
    with ledger.view() as view:
        own, own_used = _own(view, principal, relevant), _own(view, principal, used)
    left_out = len(relevant) - len(own) + len(used) - len(own_used) + len(report.prices)
    quality = report.quality.model_copy(update={"most_relevant": own})
    shown = {"quality": quality, "prices": (), "defaults_in_use": own_used, "withheld": left_out}
    return report.model_copy(update=shown)


def study_for(ledger: Ledger, principal: Principal, calculation: str, now: int) -> Study:
    """The study of a calculation, with the parts that the principal may see.

    Raises:
        CradleError: `access.denied`, `statement.unknown`, or as `ledger.service.answers.study.build_study` and `note`.
    """
    whole = sees_whole(ledger, principal, calculation)
    with ledger.view() as view:
        stated, declared = evaluate_stated(view, calculation)
    study = study_of(calculation, stated, declared)
    done = AccessRecord("study", calculation, None, "")
    note(ledger.store, principal, now, report_lines(done, stated, declared, whole=whole))
    if whole:
        return study
    withheld = {name for name in ("end_of_life", "recovered") if getattr(study, name)}
    quality = study.quality
    if quality is not None:
        with ledger.view() as view:
            own = _own(view, principal, quality.most_relevant)
        withheld |= {"quality"} if len(own) < len(quality.most_relevant) else set()
        quality = quality.model_copy(update={"most_relevant": own})
    seen = choices_for(ReportedChoices(study.choices), stated.issuer)
    withheld |= {"choices"} if seen.hidden else set()
    chosen = {"choices": seen.choices, "choices_hidden": seen.hidden or None}
    shown = {"end_of_life": (), "recovered": (), "quality": quality, **chosen}
    return study.model_copy(update={**shown, "withheld": tuple(sorted(withheld))})


def sees_whole(ledger: Ledger, principal: Principal, calculation: str) -> bool:
    """True if the principal is shown the whole report.

    A calculation that is neither open to the principal nor its own is refused as unknown.
    """
    scope = scope_of(principal, Action.EXPLAIN)
    with ledger.view() as view:
        statement = view.statement(calculation, Calculation)
        if statement is None:
            raise unknown_statement(calculation)
        if scope is Scope.ALL or calculation in Visibility(view, principal).engaged:
            return True
    if statement.issuer != principal.participant:
        raise unknown_statement(calculation)
    return False


def report_lines(
    done: AccessRecord, stated: Calculation, declared: Evaluation, *, whole: bool
) -> list[AccessRecord]:
    """The journal lines: the action, and for each owner every entry behind it or those that its figure shows."""
    resolution = declared.computed.resolution
    disclosed: Iterable[DisclosedData] = disclosed_by_entries(resolution, resolution.nodes)
    if not whole:
        disclosed = disclosed_by_figure(
            resolution, (row.entry for row in declared.rows), stated.issuer
        )
    return [done, *disclosure_lines(done.action, disclosed)]


def _own(
    view: View, principal: Principal, rows: tuple[RatedProcess, ...]
) -> tuple[RatedProcess, ...]:
    entries = {row.entry: view.statement(row.entry, Entry) for row in rows}
    own = {name for name, one in entries.items() if one and one.issuer == principal.participant}
    return tuple(row for row in rows if row.entry in own)
