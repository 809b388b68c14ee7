"""The figure of a case, opened for its engaged auditor: stages, the largest rows, and entries level by level.

The ledger's own evaluation is read, not a bundle, so that a chain of 10,000 entries opens at once; whether it is right
is the verifier's word (`cradle verify`, or the page Recompute). What was computed is kept as long as the figures are.
Everybody with a part in what is shown reads so in the journal.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final

from ledger.audit.findings import format_value, percent_of
from ledger.footprint.analysis.contributions import Demand, contributions, declared_demand
from ledger.footprint.analysis.flows import Flows, flows
from ledger.footprint.analysis.row_contributions import (
    RowContribution,
    by_row,
    declared_contributions,
)
from ledger.footprint.graph.cells import CellKey, total_of
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import EXPLAIN, ONE, ZERO
from ledger.footprint.graph.resolution import Resolution
from ledger.service.access.cases import CaseSubject, find_case, read_case, require_engaged
from ledger.service.access.disclosed_data import disclosed_by_entries, disclosure_lines
from ledger.service.access.journal import AccessRecord, note
from ledger.service.access.principal import Principal
from ledger.service.append.ledger import Ledger
from ledger.service.state.evaluation import evaluate_stated
from ledger.service.state.figures import Method, compute
from ledger.service.state.profiles import name_of
from ledger.service.state.view import View
from schemas.audit_case import CaseNode, CaseRow, CaseStage, CaseView
from schemas.calculation import Calculation
from schemas.delivery import Delivery
from schemas.rows import Waste
from schemas.vocabulary import Sign, Stage

LARGEST: Final = 10
"""The rows of a case that are listed first, as in a report."""

LEVEL: Final = 20
"""The suppliers, and the rows, of an opened entry that are listed; the others are one sum."""

OPENED: Final = 50
"""The most entries that are open at a time."""


@dataclass(frozen=True)
class CaseFigure:
    """A computed figure with its rows and flows.

    Attributes:
        total: of all cells.
        rows: the contributions by row, the largest first.
        flows: each entry's own part, and what goes between entries.
        resolution: the graph.
        table: the factors of the method.
    """

    total: Decimal
    rows: tuple[RowContribution, ...]
    flows: Flows
    resolution: Resolution
    table: FactorTable

    @cached_property
    def of_entry(self) -> Mapping[str, Sequence[RowContribution]]:
        """The rows of each entry, the largest first."""
        found: dict[str, list[RowContribution]] = {}
        for row in self.rows:
            found.setdefault(row.entry, []).append(row)
        return found

    @cached_property
    def suppliers(self) -> Mapping[str | None, Sequence[tuple[str, Decimal]]]:
        """What each entry draws from each supplier's, the largest first; that of None is the target's."""
        found: dict[str | None, list[tuple[str, Decimal]]] = {}
        for (source, target), sums in self.flows.between.items():
            found.setdefault(target, []).append((source, total_of(sums)))
        for rows in found.values():
            rows.sort(key=lambda row: (row[1].copy_abs().copy_negate(), row[0]))
        return found

    @cached_property
    def leaving(self) -> Mapping[str, Decimal]:
        """What leaves each entry, to all of its customers together."""
        found: dict[str, Decimal] = {}
        for (source, _), sums in self.flows.between.items():
            found[source] = EXPLAIN.add(found.get(source, ZERO), total_of(sums))
        return found


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
        found = case_figure(view, find_case(view, subject))
        if found is None:
            return CaseView(case=case)
        wanted = frozenset(list(opened)[:OPENED])
        roots = tuple(
            _node(view, found, root, wanted) for root in found.suppliers.get(None, ())[:LEVEL]
        )
        made = CaseView(
            case=case,
            stages=tuple(_stages(found)),
            rows=tuple(_row(view, found, row) for row in found.rows[:LARGEST]),
            roots=roots,
            entries=len(found.flows.own),
        )
    shown = {row.entry for row in made.rows or ()} | {one.entry for one in _walk(roots)}
    lines = disclosure_lines("case", disclosed_by_entries(found.resolution, shown))
    note(ledger.store, principal, now, [AccessRecord("case", subject, None, ""), *lines])
    return made


def is_evaluated(ledger: Ledger, principal: Principal, subject: str) -> bool:
    """True if a case's figure is kept, or there is none, so that the case opens at once.

    Raises:
        CradleError: as `require_engaged`.
    """
    with ledger.view() as view:
        require_engaged(view, principal, subject)
        about = find_case(view, subject)
        kept = ("case", about.figure) in view.memory.computed
    return kept or (isinstance(about.stated, Delivery) and about.stated.figure is None)


def evaluate_case(ledger: Ledger, subject: str) -> None:
    """Compute and keep a case's figure.

    Raises:
        CradleError: as `case_figure`.
    """
    with ledger.view() as view:
        case_figure(view, find_case(view, subject))


def stated_case(ledger: Ledger, principal: Principal, subject: str) -> CaseView:
    """A case with the stages of its signed figure, which needs no evaluation.

    Raises:
        CradleError: as `read_case`.
    """
    case = read_case(ledger, principal, subject)
    with ledger.view() as view:
        stated = find_case(view, subject).stated
    figure = stated if isinstance(stated, Calculation) else stated.figure
    sums: dict[tuple[Stage, Sign], Decimal] = {}
    for cell in () if figure is None else figure.cells:
        at = cell.stage, cell.sign
        sums[at] = EXPLAIN.add(sums.get(at, ZERO), Decimal(cell.value))
    return CaseView(case=case, stages=tuple(_listed(sums)), evaluating=True)


def case_entries(ledger: Ledger, principal: Principal, subject: str) -> Mapping[str, int]:
    """The entries behind a case's figure, each with the number of its rows that add to it; empty without a figure.

    Raises:
        CradleError: as `require_engaged` and `evaluate_stated`.
    """
    with ledger.view() as view:
        require_engaged(view, principal, subject)
        found = case_figure(view, find_case(view, subject))
    if found is None:
        return {}
    counted = dict.fromkeys(found.flows.own, 0)
    for name, rows in found.of_entry.items():
        counted[name] = sum(row.row is not None for row in rows)
    return counted


def shares_of(ledger: Ledger, principal: Principal, subject: str) -> Mapping[str, Decimal]:
    """The share of each entry in the sizes of all entries' own parts; empty without a figure.

    Raises:
        CradleError: as `case_entries`.
    """
    with ledger.view() as view:
        require_engaged(view, principal, subject)
        found = case_figure(view, find_case(view, subject))
    if found is None:
        return {}
    sizes = {
        name: _sum({key: value.copy_abs() for key, value in own.items()})
        for name, own in found.flows.own.items()
    }
    whole = _sum(sizes)
    return {name: EXPLAIN.divide(size, whole) for name, size in sizes.items()} if whole else {}


def case_figure(view: View, subject: CaseSubject) -> CaseFigure | None:
    """The computed figure of a case; None for a delivery that states none.

    Raises:
        CradleError: as `evaluate_stated` and `compute`.
    """
    key = ("case", subject.figure)
    kept = view.memory.computed.get(key)
    if isinstance(kept, CaseFigure):
        return kept
    stated = subject.stated
    if isinstance(stated, Calculation):
        _, evaluated = evaluate_stated(view, subject.figure)
        computed, rulebook = evaluated.computed, evaluated.computed.rulebook
        resolution, figures = computed.resolution, computed.figures
        demand: Demand = declared_demand(evaluated.rows, stated, rulebook)
        parts = declared_contributions(evaluated.rows, stated, rulebook, resolution, figures)
    elif stated.figure is None:
        return None
    else:
        figure = stated.figure
        method = Method(figure.rulebook, figure.factor_sets)
        computed = compute(view, [stated.entry], [], figure.registry.size, method)
        resolution, figures = computed.resolution, computed.figures
        newest = computed.records.newest(stated.entry) or stated.entry
        demand = {(newest, stated.line): ONE}
        parts = contributions(demand, resolution, figures)
    rows = by_row(parts, resolution)
    total = Decimal(0)
    for row in rows:
        total = EXPLAIN.add(total, row.value)
    made = CaseFigure(total, rows, flows(demand, resolution, figures), resolution, computed.table)
    view.memory.computed[key] = made
    return made


def _stages(found: CaseFigure) -> Iterator[CaseStage]:
    """Burdens and credits of every stage, from the rows."""
    sums: dict[tuple[Stage, Sign], Decimal] = {}
    for row in found.rows:
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
    view: View, found: CaseFigure, drawn: tuple[str, Decimal], opened: Collection[str]
) -> CaseNode:
    """An entry as a customer draws on it; its own part is that share of what leaves it."""
    name, total = drawn
    record = found.resolution.record(name)
    leaving, own = found.leaving[name], _sum(found.flows.own.get(name, {}))
    part = EXPLAIN.divide(total, leaving) if leaving else ZERO
    behind = found.suppliers.get(name, ())
    members: dict[str, object] = {
        "entry": name,
        "firm": name_of(view, record.entry.issuer),
        "site": record.entry.site.code,
        "country": record.entry.site.country,
        "own": _shown(EXPLAIN.multiply(own, part)),
        "total": _shown(total),
        "leaf": not behind and not found.of_entry.get(name),
    }
    if name in opened:
        scaled = [(source, EXPLAIN.multiply(value, part)) for source, value in behind]
        rows, smaller = found.of_entry.get(name, ()), scaled[LEVEL:]
        members |= {
            "suppliers": tuple(_node(view, found, one, opened) for one in scaled[:LEVEL]),
            "rows": tuple(_row(view, found, row) for row in rows[:LEVEL]),
            "smaller": len(smaller),
            "smaller_total": _shown(_sum(dict(smaller))) if smaller else None,
            "more_rows": max(len(rows) - LEVEL, 0),
        }
    return CaseNode.model_validate(members)


def _row(view: View, found: CaseFigure, row: RowContribution) -> CaseRow:
    entry = found.resolution.record(row.entry).entry
    return CaseRow(
        entry=row.entry,
        place=row.place,
        label=row.label,
        name=_name(found, row),
        source=row.source,
        firm=name_of(view, entry.issuer),
        site=entry.site.code,
        country=entry.site.country,
        known=None if row.row is None else row.row.known,
        basis=row.basis,
        kg=_shown(row.value),
        percent=percent_of(row.value, found.total),
    )


def _name(found: CaseFigure, row: RowContribution) -> str | None:
    """The name of a row's factor, or of the goods of the delivery that it names."""
    if row.label in found.resolution.sources:
        newest, maker = found.resolution.sources[row.label]
        inventory = found.resolution.record(maker).inventory
        output = None if inventory is None else inventory.output(found.resolution.lines[newest])
        return None if output is None else output.name
    if row.row is None:
        return None
    direction = "treatment" if isinstance(row.row, Waste) else "product"
    factor = found.table.factor(row.label, row.row.unit, direction)
    return None if factor is None else factor.name


def _walk(nodes: Sequence[CaseNode]) -> Iterator[CaseNode]:
    for node in nodes:
        yield node
        yield from _walk(node.suppliers)


def _sum(values: Mapping[CellKey, Decimal] | Mapping[str, Decimal]) -> Decimal:
    total = ZERO
    for value in values.values():
        total = EXPLAIN.add(total, value)
    return total


def _shown(value: Decimal | None) -> str:
    return format_value(value) or "0"
