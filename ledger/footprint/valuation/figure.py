"""The figure of an entry by `exact-1`: kg CO2e per unit of each output line, by cell.

    cell = sum(amount x factor or cited cell) x share / output

with one exact sum and one division, which is the one rounding.

An allocation share is a ratio of two stated amounts and enters that same division, so sharing
rounds nothing by itself: numerator x value_i over (sum of values) x output_i. A by-product and scrap
carry no burden. The own share is rounded per cell in the same way, and upstream is total minus own.
`figures` does this for a whole graph, suppliers first. A `Reading` may replace what entries state, so that the
conservative figure is the same pass over other values; a declared figure reads them as stated.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from ledger.footprint.graph.cells import CellKey, Cells, add, exact_sum
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import EXACT, ONE, ZERO, divide
from ledger.footprint.graph.resolution import EntryRecord, Observation, Problem, Resolution
from ledger.footprint.graph.terms import Draw, Term
from ledger.footprint.valuation.filling import Filler
from ledger.footprint.valuation.posting import CitedLine
from ledger.footprint.valuation.rows import Valuation, value
from schemas.calculation import Filling
from schemas.errors import CradleError
from schemas.inventory import BURDEN_FREE, Inventory, Output
from schemas.rulebook import Rulebook


class LineFigure(NamedTuple):
    """kg CO2e per unit of one output line: the total, and the part that the entry itself caused."""

    cells: Cells
    own: Cells


class EntryFigure(NamedTuple):
    """The figures of an entry's lines; the terms and draws of the whole entry, too large by the divisor."""

    lines: Mapping[str, LineFigure]
    terms: tuple[Term, ...]
    draws: tuple[Draw, ...]
    divisor: Decimal


@dataclass(frozen=True)
class Figures:
    """The figures of a graph; an entry without one is absent, and a problem says why."""

    entries: Mapping[str, EntryFigure]
    problems: tuple[Problem, ...]
    remarks: tuple[Observation, ...]

    def line(self, entry: str, line: str) -> LineFigure | None:
        """The figure of one line, or None if it is missing."""
        figure = self.entries.get(entry)
        return None if figure is None else figure.lines.get(line)


Ratio = tuple[Decimal, Decimal]
"""An exact ratio: numerator and denominator."""


def share(inventory: Inventory, output: Output) -> Ratio:
    """The part of the burdens that a line carries."""
    if output.role in BURDEN_FREE:
        return ZERO, ONE
    if inventory.allocation is None:
        return ONE, ONE
    values = exact_sum(Decimal(row.allocation_value or "0") for row in inventory.sharing)
    return Decimal(output.allocation_value or "0"), values


class Reading:
    """Entries read as they state themselves; a subclass replaces values, shares or lines by others.

    `done` are the figures of the entries before, in the order of the graph.
    """

    def delivered(self, delivery: str) -> Cells | None:
        """The kg CO2e per unit of a newest delivery whose entry has no figure; None if there is none."""
        del delivery
        return None

    def valued(
        self, record: EntryRecord, valuation: Valuation, done: Mapping[str, EntryFigure]
    ) -> Valuation:
        """The value of an entry's rows."""
        del record, done
        return valuation

    def share(
        self, record: EntryRecord, inventory: Inventory, output: Output, burdens: Cells
    ) -> Ratio:
        """The part of the burdens that a line carries."""
        del record, burdens
        return share(inventory, output)

    def line(
        self,
        record: EntryRecord,
        output: Output,
        figure: LineFigure,
        done: Mapping[str, EntryFigure],
    ) -> LineFigure:
        """The figure of a line."""
        del record, output, done
        return figure


AS_STATED = Reading()


def figure(
    record: EntryRecord, valuation: Valuation, reading: Reading, done: Mapping[str, EntryFigure]
) -> EntryFigure | None:
    """The figure of one entry; None if a row could not be valued.

    Args:
        record: the entry and its inventory.
        valuation: the value of its rows.
        reading: the shares and lines, as stated or replaced.
        done: the figures of the entries before.

    Raises:
        CradleError: `figure.overflow`.
    """
    inventory = record.inventory
    if inventory is None or valuation.problems or not valuation.is_complete:
        return None
    own: dict[CellKey, Decimal] = {}
    for term in valuation.terms:
        own[term.key] = EXACT.add(own.get(term.key, ZERO), term.value)
    total = dict(own)
    add(total, valuation.upstream, ONE)
    lines = {}
    for output in inventory.outputs:
        part = reading.share(record, inventory, output, total)
        line = _line(total, own, part, output, valuation.divisor)
        lines[output.line] = reading.line(record, output, line, done)
    return EntryFigure(lines, valuation.terms, valuation.draws, valuation.divisor)


def _line(total: Cells, own: Cells, part: Ratio, output: Output, divisor: Decimal) -> LineFigure:
    numerator, denominator = part
    divisor = EXACT.multiply(EXACT.multiply(divisor, denominator), Decimal(output.amount))
    return LineFigure(
        cells={key: divide(EXACT.multiply(v, numerator), divisor) for key, v in total.items()},
        own={key: divide(EXACT.multiply(v, numerator), divisor) for key, v in own.items()},
    )


def figures(
    resolution: Resolution,
    table: FactorTable,
    rulebook: Rulebook,
    filling: Filling | None = None,
    done: Mapping[str, EntryFigure] | None = None,
    reading: Reading = AS_STATED,
) -> Figures:
    """The figures of all entries of a graph, and all problems, those of the graph included.

    Args:
        resolution: the graph.
        table: the factors of the calculation.
        rulebook: its rulebook.
        filling: the gaps that it fills.
        done: figures of a part of the graph that are known, which are not computed again.
        reading: of the entries; another one than as stated gives no declared figure.
    """
    filler = None if filling is None else Filler(filling, resolution, table, rulebook)
    found = dict(done or {})
    problems = list(resolution.problems)
    remarks: list[Observation] = []
    for node in resolution.order:
        if node in found:
            continue
        record = resolution.record(node)
        cited, missing_lines = _cited(record, resolution, found, reading)
        stated = value(record, cited, table, rulebook, filler)
        problems += [*missing_lines, *stated.problems]
        remarks.extend(stated.remarks)
        try:
            result = figure(record, reading.valued(record, stated, found), reading, found)
        except CradleError as error:
            problems.append(Problem.of(error, record.id))
            continue
        if result is not None:
            found[node] = result
    return Figures(found, tuple(problems), tuple(remarks))


def _cited(
    record: EntryRecord,
    resolution: Resolution,
    done: Mapping[str, EntryFigure],
    reading: Reading,
) -> tuple[dict[str, CitedLine], list[Problem]]:
    """The line behind each cited delivery; a line that its entry does not have is a problem."""
    cited: dict[str, CitedLine] = {}
    problems: list[Problem] = []
    for name in dict.fromkeys(() if record.inventory is None else record.inventory.cited):
        source = resolution.sources.get(name)
        if source is None:
            continue
        newest, maker = source
        made = done.get(maker)
        if made is None:
            cells = reading.delivered(newest)
            if cells is not None:
                cited[name] = CitedLine(cells, resolution.nodes[maker])
            continue
        line = resolution.lines[newest]
        found = made.lines.get(line)
        if found is None:
            detail = f"the newest version of entry {maker} has no line {line}"
            problems.append(Problem("delivery.line", newest, detail))
        else:
            cited[name] = CitedLine(found.cells, resolution.nodes[maker])
    return cited, problems
