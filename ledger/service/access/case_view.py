"""A case with its figure opened for its engaged auditor: stages, the largest rows, and entries level by level.

Everybody with a part in what is shown reads so in the journal. A long chain that is not evaluated yet opens by the
stages of its signed figure.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from ledger.append.ledger import Ledger
from ledger.audit.findings import format_value, percent_of
from ledger.footprint.analysis.row_contributions import RowContribution
from ledger.footprint.graph.numbers import EXPLAIN, ZERO
from ledger.footprint.quality.own_data import collection_of
from ledger.footprint.valuation.dataset import dataset_of
from ledger.service.access.case_figure import CaseFigure, case_figure, sum_of
from ledger.service.access.case_subject import find_case
from ledger.service.access.cases import read_case
from ledger.service.access.disclosed_data import disclosed_by_entries, disclosure_lines
from ledger.service.access.journal import AccessRecord, note
from ledger.service.access.principal import Principal
from ledger.state.profiles import name_of
from ledger.state.view import View
from schemas.signed.calculation import Calculation
from schemas.views.audit_case import CaseNode, CaseRow, CaseStage, CaseView
from schemas.vocabulary import Sign, Stage

LARGEST: Final = 10
"""The rows of a case that are listed first, as in a report."""

LEVEL: Final = 20
"""The suppliers, and the rows, of an opened entry that are listed; the others are one sum."""

OPENED: Final = 50
"""The most entries that are open at a time."""


def open_case(
    ledger: Ledger, principal: Principal, subject: str, opened: Collection[str], now: int
) -> CaseView:
    """A case with its figure.

    Args:
        ledger: the ledger.
        principal: the engaged auditor.
        subject: of its engagement.
        opened: the entries of which the next level is shown, at most `OPENED`.
        now: the clock.

    Raises:
        CradleError: as `read_case`, `evaluate_stated` and `note`.
    """
    case = read_case(ledger, principal, subject)
    with ledger.view() as view:
        figure = case_figure(view, find_case(view, subject))
        if figure is None:
            return CaseView(case=case)
        wanted = frozenset(list(opened)[:OPENED])
        roots = tuple(
            _node(view, figure, *root, wanted) for root in figure.suppliers.get(None, ())[:LEVEL]
        )
        case_view = CaseView(
            case=case,
            stages=tuple(_stages(figure)),
            rows=tuple(_row(view, figure, row) for row in figure.rows[:LARGEST]),
            roots=roots,
            entries=len(figure.flows.own),
        )
    shown = {row.entry for row in case_view.rows or ()} | {node.entry for node in _walk(roots)}
    lines = disclosure_lines("case", disclosed_by_entries(figure.resolution, shown))
    note(ledger.store, principal, now, [AccessRecord("case", subject, None, ""), *lines])
    return case_view


def stated_case(ledger: Ledger, principal: Principal, subject: str) -> CaseView:
    """A case with the stages of its signed figure, which needs no evaluation.

    Raises:
        CradleError: as `read_case`.
    """
    case = read_case(ledger, principal, subject)
    with ledger.view() as view:
        statement = find_case(view, subject).stated
    figure = statement if isinstance(statement, Calculation) else statement.figure
    sums: dict[tuple[Stage, Sign], Decimal] = {}
    for cell in () if figure is None else figure.cells:
        at = cell.stage, cell.sign
        sums[at] = EXPLAIN.add(sums.get(at, ZERO), Decimal(cell.value))
    return CaseView(case=case, stages=tuple(_listed(sums)), evaluating=True)


def _stages(figure: CaseFigure) -> Iterator[CaseStage]:
    """Burdens and credits of every stage, from the rows."""
    sums: dict[tuple[Stage, Sign], Decimal] = {}
    for row in figure.rows:
        for key, value in row.cells.items():
            at = key.stage, key.sign
            sums[at] = EXPLAIN.add(sums.get(at, ZERO), value)
    yield from _listed(sums)


def _listed(sums: Mapping[tuple[Stage, Sign], Decimal]) -> Iterator[CaseStage]:
    """Every stage with its burdens and credits, in the order of the life cycle."""
    for stage in Stage:
        yield CaseStage(
            stage=stage,
            burdens=_shown(sums.get((stage, Sign.BURDEN))),
            credits=_shown(sums.get((stage, Sign.CREDIT))),
        )


def _node(
    view: View, figure: CaseFigure, name: str, total: Decimal, opened: Collection[str]
) -> CaseNode:
    """An entry as a customer draws on it; its own part is that share of what leaves it."""
    record = figure.resolution.record(name)
    leaving, own = figure.leaving[name], sum_of(figure.flows.own.get(name, {}))
    part = EXPLAIN.divide(total, leaving) if leaving else ZERO
    behind = figure.suppliers.get(name, ())
    members: dict[str, object] = {
        "entry": name,
        "firm": name_of(view, record.entry.issuer),
        "site": record.entry.site.code,
        "country": record.entry.site.country,
        "own": _shown(EXPLAIN.multiply(own, part)),
        "total": _shown(total),
        "leaf": not behind and not figure.of_entry.get(name),
    }
    if name in opened:
        scaled = [(source, EXPLAIN.multiply(value, part)) for source, value in behind]
        rows, smaller = figure.of_entry.get(name, ()), scaled[LEVEL:]
        members |= {
            "suppliers": tuple(
                _node(view, figure, source, value, opened) for source, value in scaled[:LEVEL]
            ),
            "rows": tuple(_row(view, figure, row) for row in rows[:LEVEL]),
            "smaller": len(smaller),
            "smaller_total": _shown(sum_of(dict(smaller))) if smaller else None,
            "more_rows": max(len(rows) - LEVEL, 0),
        }
    return CaseNode.model_validate(members)


def _row(view: View, figure: CaseFigure, row: RowContribution) -> CaseRow:
    entry = figure.resolution.record(row.entry).entry
    return CaseRow(
        entry=row.entry,
        place=row.place,
        label=row.label,
        name=_name(figure, row),
        source=row.source,
        firm=name_of(view, entry.issuer),
        site=entry.site.code,
        country=entry.site.country,
        known=collection_of(row.row),
        basis=row.basis,
        kg=_shown(row.value),
        percent=percent_of(row.value, figure.total),
    )


def _name(figure: CaseFigure, row: RowContribution) -> str | None:
    """The name of a row's factor, or of the goods of the delivery that it names."""
    if row.label in figure.resolution.sources:
        newest, maker = figure.resolution.sources[row.label]
        inventory = figure.resolution.record(maker).inventory
        output = None if inventory is None else inventory.output(figure.resolution.lines[newest])
        return None if output is None else output.name
    factor = dataset_of(row.label, row.row, figure.table)
    return None if factor is None else factor.name


def _walk(nodes: Sequence[CaseNode]) -> Iterator[CaseNode]:
    for node in nodes:
        yield node
        yield from _walk(node.suppliers)


def _shown(value: Decimal | None) -> str:
    return format_value(value) or "0"
