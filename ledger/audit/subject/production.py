"""An account of the production of a model at a site: the entries that a figure counts, and those that it leaves out.

A manufacturer can lower a figure by its choice of entries: a batch may be excluded, withdrawn, or end just outside
the period. So each is listed: excluded entries, and entries that end within a year of the period, with their own
figure; entries that were withdrawn or entered later, without one. The figure is that of the main output, per kWh of
total energy if the output states a number of batteries. An effect assumes that all other rows of the composition
grow with the number of batteries. This account is not a step: it does not change the exit code.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from ledger.audit.findings import Findings, StepNumber, format_value, percent_of
from ledger.audit.log.registry import Registry
from ledger.audit.subject.method import Method
from ledger.audit.subject.subject import View
from ledger.footprint.analysis.unit_of_figure import made, made_by, per_unit
from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.composition import product_rows
from ledger.footprint.graph.numbers import EXPLAIN, ZERO, round_delivered
from ledger.footprint.graph.resolution import EntryRecord, Problem, Records
from ledger.footprint.valuation.figure import Figures, figures
from schemas.signed.inventory import Output
from schemas.views.report import Asserted, LeftOut, Why


class Production(NamedTuple):
    """The production of a model and site, as a figure counts it.

    Attributes:
        left_out: the entries that it does not count.
        asserted: the number of days of the period on which the counted entries were made.
        is_shown: True if the bundle shows the inventory of each required entry.
    """

    left_out: tuple[LeftOut, ...] = ()
    asserted: tuple[Asserted, ...] = ()
    is_shown: bool = True


class _Batch(NamedTuple):
    """A line of an entry, and the kg CO2e of its whole amount."""

    output: Output
    kg: Decimal


class _Sum(NamedTuple):
    """The kg CO2e of batches, and the number of batteries, or of declared units, in them."""

    kg: Decimal
    made: Decimal


def build_production(
    view: View,
    registry: Registry,
    method: Method | None,
    graph_figures: Figures | None,
    findings: Findings,
) -> Production:
    """Build the account of a figure; the effect of all exclusions together is a remark (step 16).

    Args:
        view: the graph behind the figure.
        registry: it names the entries that made the product.
        method: of the figure; None if a part of it is missing.
        graph_figures: the figures of the graph; None without a method.
        findings: the collector.
    """
    account = _Account(view, _figures(view, method, graph_figures))
    reasons = {view.records.newest(row.entry): row.reason for row in view.composition.exclusions}
    excluded = [account.main(record) for record in view.beside if record.id in reasons]
    if excluded:
        detail = f"entries of this model and site that it excludes: {len(excluded)}"
        problem = Problem("composition.excluded", view.id, detail)
        findings.remark(StepNumber.COMPOSITION, problem, account.effect(excluded))
    rows = [account.row(record, reasons.get(record.id)) for record in view.beside]
    rows.sort(key=lambda row: (row.why != "excluded", -Decimal(row.kg or 0), row.entry))
    shown = all(record.inventory is not None for record in view.beside)
    return Production((*rows, *_without_figure(view, registry)), (_days(view),), shown)


def _figures(view: View, method: Method | None, graph_figures: Figures | None) -> Figures:
    """The figures of the graph and of the entries that it leaves out; each entry is computed once."""
    if method is None or graph_figures is None:
        return Figures({}, (), ())
    if view.production is view.resolution:
        return graph_figures
    filling = view.calculation.filling
    return figures(
        view.production, method.table, method.rulebook, filling, done=graph_figures.entries
    )


@dataclass(frozen=True)
class _Account:
    """The figures of batches, compared with the product lines of a calculation."""

    view: View
    known: Figures

    @cached_property
    def counted(self) -> _Sum | None:
        """The product lines that are counted; None if one of them is unknown."""
        rows = product_rows(self.view.rows)
        return self._add(_Sum(ZERO, ZERO), (self._batch(part.entry, part.output) for part in rows))

    def main(self, record: EntryRecord) -> _Batch | None:
        """The main output of an entry; None if its figure is unknown."""
        inventory = record.inventory
        return None if inventory is None else self._batch(record.id, inventory.main)

    def _batch(self, entry: str, output: Output | None) -> _Batch | None:
        line = None if output is None else self.known.line(entry, output.line)
        if output is None or line is None:
            return None
        return _Batch(output, EXPLAIN.multiply(total_of(line.cells), Decimal(output.amount)))

    def row(self, record: EntryRecord, reason: str | None) -> LeftOut:
        """The row of the report on an entry with a required inventory."""
        batch = self.main(record)
        is_battery = self.view.calculation.declared_unit is None
        batteries = batch.output.batteries if batch is not None and is_battery else None
        effect = None if reason is None else self.effect([batch])
        return LeftOut(
            entry=record.id,
            why=_why(self.view, record) if reason is None else "excluded",
            period=record.entry.period,
            reason=reason,
            batteries=batteries,
            kg=None if batch is None else format_value(round_delivered(self._share(batch))),
            unit=None if batch is None or batteries is not None else batch.output.unit,
            effect_kg=format_value(effect),
            effect_percent=percent_of(effect, Decimal(self.view.calculation.total)),
        )

    def effect(self, batches: Iterable[_Batch | None]) -> Decimal | None:
        """The excess in the figure from leaving these out, below zero if it is too low; None if unknown."""
        counted_batch = self.counted
        whole = None if counted_batch is None else self._add(counted_batch, batches)
        if counted_batch is None or whole is None or not counted_batch.made:
            return None
        share, right = self._per_unit(*counted_batch), self._per_unit(*whole)
        return round_delivered(EXPLAIN.subtract(share, right))

    def _add(self, start: _Sum, batches: Iterable[_Batch | None]) -> _Sum | None:
        """The sum with some batches; None if the figure, or the number in it, of one is unknown."""
        kg, number = start
        for batch in batches:
            count = None if batch is None else made_by(self.view.calculation, batch.output)
            if batch is None or count is None:
                return None
            kg, number = EXPLAIN.add(kg, batch.kg), EXPLAIN.add(number, count)
        return _Sum(kg, number)

    def _share(self, batch: _Batch) -> Decimal:
        """The figure of a batch, per unit of the calculation's; of the line if it counts none of these."""
        count = made_by(self.view.calculation, batch.output)
        if count is None:
            return EXPLAIN.divide(batch.kg, Decimal(batch.output.amount))
        return self._per_unit(batch.kg, count)

    def _per_unit(self, kg: Decimal, count: Decimal) -> Decimal:
        """Convert the kg of a number of batteries, or of declared units, to kg per unit of the figure."""
        calculation = self.view.calculation
        each = EXPLAIN.multiply(per_unit(calculation), made(calculation))
        return EXPLAIN.multiply(EXPLAIN.divide(kg, count), each)


def _why(view: View, record: EntryRecord) -> Why:
    """The position of the end of an entry that is not excluded; an end within the period contradicts (step 11)."""
    ends, period = record.entry.period, view.calculation.period
    if ends.ends_within(period):
        return "within"
    return "before" if ends.end <= period.start else "after"


def _without_figure(view: View, registry: Registry) -> Iterator[LeftOut]:
    """Entries near the period that were withdrawn, or that are later than the figure's state."""
    then, size = view.records, view.as_of.size
    now = Records(then.entries, then.deliveries, registry.changes_at(registry.size))
    listed = dict[str, Why]()
    for at, leaf in registry.made_of(view.product):
        records = then if at < size else now
        newest = records.newest(leaf.id)
        if newest is None:
            listed[records.last(leaf.id)] = "withdrawn"
        elif at >= size and not _corrects(view, leaf.id):
            listed[newest] = "later"
    for name, why in listed.items():
        record = then.entries.get(name)
        if record is not None and record.entry.period.ends_near(view.calculation.period):
            yield LeftOut(entry=name, why=why, period=record.entry.period)


def _corrects(view: View, entry: str) -> bool:
    """True for a new version of an entry; its old one is listed, or remarked as stale."""
    record = view.records.entries.get(entry)
    return record is not None and record.entry.supersedes is not None


def _days(view: View) -> Asserted:
    """The number of days of the period on which the counted entries state production."""
    period = view.calculation.period
    first, last = _day(period.start), _day(period.end)
    spans = {part.entry: part.record.entry.period for part in product_rows(view.rows)}
    production_days, reached, days = 0, first, last - first
    for start, stop in sorted((_day(span.start), _day(span.end)) for span in spans.values()):
        end = min(stop, last)
        production_days += max(0, end - max(start, reached))
        reached = max(reached, end)
    entries = "1 entry" if len(spans) == 1 else f"{len(spans)} entries"
    value = (
        f"on {production_days} of the {days} days from {period.start} to {period.end}, by {entries}"
    )
    return Asserted(name="production that is counted", value=value)


def _day(day: str) -> int:
    return date.fromisoformat(day).toordinal()
