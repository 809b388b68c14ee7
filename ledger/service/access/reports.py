"""Studies and ratings as a principal may know them.

The operator and the engaged auditor are shown everything. A manufacturer is shown its figure and
its own processes. The processes of others, the recoveries of a recycler, and the cost of a default
in place of a supplier's line would disclose amounts that their issuers hold back. These rows are
left out, and counted or named. The public study of a declared calculation is shown to every login
that reads statements, like its public bundle. Every participant with a part in the report reads in
the journal that it was shown.
"""

from collections.abc import Iterable
from typing import NamedTuple

from ledger.append.ledger import Ledger
from ledger.documents.study.building import state_study
from ledger.documents.study.context import Reader
from ledger.footprint.graph.composition import Part
from ledger.footprint.graph.resolution import Resolution
from ledger.footprint.quality.quality_document import round_process, round_quality
from ledger.service.access.disclosed_data import (
    DisclosedData,
    disclosed_by_entries,
    disclosed_by_figure,
    disclosure_lines,
)
from ledger.service.access.journal import AccessRecord
from ledger.service.access.permissions import Action, Scope, scope_of
from ledger.service.access.principal import Principal
from ledger.service.access.visibility import Visibility, unknown_statement
from ledger.service.answers.study import gather_study
from ledger.state.view import View
from ledger.store.log import LOGS, size_of
from schemas.signed.calculation import Calculation
from schemas.signed.delivery import Delivery
from schemas.signed.entry import Entry
from schemas.signed.quality import RatedProcess
from schemas.views.quality import QualityReport
from schemas.views.study import Study, StudyScope


def own_quality(view: View, principal: Principal, report: QualityReport) -> QualityReport:
    """A rating with the rows of a principal alone; what is left out is counted."""
    relevant, used = report.quality.most_relevant, report.defaults_in_use
    own, own_used = _own(view, principal, relevant), _own(view, principal, used)
    left_out = len(relevant) - len(own) + len(used) - len(own_used) + len(report.prices)
    quality = round_quality(report.quality.model_copy(update={"most_relevant": own}))
    used = tuple(map(round_process, own_used))
    shown = {"quality": quality, "prices": (), "defaults_in_use": used, "withheld": left_out}
    return report.model_copy(update=shown)


class ReadableStudy(NamedTuple):
    """A study that a principal may read; all who have an equal one read the same.

    Attributes:
        calculation: its id.
        reader: the rights of the principal.
        sizes: of the logs.
    """

    calculation: str
    reader: Reader
    sizes: tuple[int, ...]


def readable_study(
    ledger: Ledger, principal: Principal, calculation: str, scope: StudyScope
) -> ReadableStudy:
    """The study that a principal may read: the public one, or the full one as far as it may see.

    Raises:
        CradleError: `access.denied`, `statement.unknown`.
    """
    reader = _reader(ledger, principal, calculation, scope)
    with ledger.view() as view:
        sizes = tuple(size_of(view.connection, log) for log in LOGS)
    return ReadableStudy(calculation, reader, sizes)


def state_readable(
    ledger: Ledger, readable: ReadableStudy
) -> tuple[Study, tuple[AccessRecord, ...]]:
    """A study, and the lines that the journal must have (`note`) before a principal is shown it.

    Raises:
        CradleError: as `ledger.service.answers.study.build_study`.
    """
    with ledger.view() as view:
        gathered = gather_study(view, readable.calculation, readable.reader)
    study = state_study(gathered)
    done = AccessRecord("study", readable.calculation, None, study.scope)
    whole = readable.reader == "everything"
    resolution, rows = gathered.graph.resolution, gathered.rows
    lines = report_lines(done, gathered.calculation, resolution, rows, whole=whole)
    return study, tuple(lines)


def _reader(ledger: Ledger, principal: Principal, calculation: str, scope: StudyScope) -> Reader:
    """The rights with which a principal reads a study."""
    with ledger.view() as view:
        if scope == "full":
            return "everything" if sees_whole(view, principal, calculation) else "issuer"
        statement = view.statement(calculation, Calculation)
        if statement is None or Visibility(view, principal).standing(calculation) is None:
            raise unknown_statement(calculation)
    return "public"


def sees_whole(
    view: View,
    principal: Principal,
    calculation: str,
    named: str = "",
    model: type[Calculation | Delivery] = Calculation,
) -> bool:
    """True if the principal is shown everything behind a calculation, or behind a delivery.

    Args:
        view: the transaction.
        principal: the reader.
        calculation: its id.
        named: what the reader asked for, if it named the calculation's declaration.
        model: `Delivery` for a delivery.

    Raises:
        CradleError: `access.denied` before anything is read; `statement.unknown`, in the reader's own words, also for a
            calculation that is neither open to the principal nor its own.
    """
    scope = scope_of(principal, Action.EXPLAIN)
    statement = view.statement(calculation, model)
    if statement is None:
        raise unknown_statement(named or calculation)
    if scope is Scope.ALL or calculation in Visibility(view, principal).engaged:
        return True
    if statement.issuer != principal.participant:
        raise unknown_statement(named or calculation)
    return False


def report_lines(
    done: AccessRecord,
    calculation: Calculation,
    resolution: Resolution,
    rows: Iterable[Part],
    *,
    whole: bool,
) -> list[AccessRecord]:
    """The journal lines: the action, and for each owner every entry behind it or those that its figure shows."""
    disclosed: Iterable[DisclosedData] = disclosed_by_entries(resolution, resolution.nodes)
    if not whole:
        disclosed = disclosed_by_figure(resolution, (row.entry for row in rows), calculation.issuer)
    return [done, *disclosure_lines(done.action, disclosed)]


def _own(
    view: View, principal: Principal, rows: tuple[RatedProcess, ...]
) -> tuple[RatedProcess, ...]:
    entries = {row.entry: view.statement(row.entry, Entry) for row in rows}
    own = {
        name for name, entry in entries.items() if entry and entry.issuer == principal.participant
    }
    return tuple(row for row in rows if row.entry in own)
