"""A tally: one exact sum over the graph of entries, by `exact-1`, per unit of each output line.

    value = sum(own terms + amount x value of the delivered line) x share / output

with one exact sum and one division, which is the one rounding. A carbon footprint, embedded emissions, the mass of an
element by its country, and a carbon price are the same recursion with other own terms; a `Tally` states its name, its
unit, and the value of an entry's rows, in which a delivery is followed or something stands in for it.

An allocation share is a ratio of two stated amounts and enters that same division, so sharing rounds nothing by itself:
numerator x value_i over (sum of values) x output_i. A by-product and scrap carry nothing. The own share is rounded per
cell in the same way, and upstream is total minus own. A `Reading` may replace what entries state, so that the
conservative figure is the same pass over other values; a declared figure reads them as stated.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, NamedTuple

from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.numbers import EXACT, ONE, ZERO, divide
from ledger.footprint.graph.resolution import EntryRecord, Observation, Problem, Resolution
from ledger.footprint.graph.terms import Draw, OwnTerm
from ledger.footprint.tally.valuation import CitedLine, K, RowValues
from schemas.errors import CradleError
from schemas.signed.inventory import BURDEN_FREE, Inventory, Output


class LineValue(NamedTuple, Generic[K]):
    """The value per unit of one output line: the total, and the part that the entry itself caused."""

    cells: Mapping[K, Decimal]
    own: Mapping[K, Decimal]


class EntryValue(NamedTuple, Generic[K]):
    """The values of an entry's lines; the terms and draws of the whole entry, too large by the divisor.

    `remarks` are on rows assigned or counted otherwise than stated.
    """

    lines: Mapping[str, LineValue[K]]
    terms: tuple[OwnTerm[K], ...]
    draws: tuple[Draw, ...]
    divisor: Decimal
    remarks: tuple[Observation, ...] = ()


@dataclass(frozen=True)
class GraphValues(Generic[K]):
    """The values of a graph; an entry without one is absent, and a problem says why."""

    entries: Mapping[str, EntryValue[K]]
    problems: tuple[Problem, ...]
    remarks: tuple[Observation, ...]

    def line(self, entry: str, line: str) -> LineValue[K] | None:
        """The value of one line, or None if it is missing."""
        value = self.entries.get(entry)
        return None if value is None else value.lines.get(line)


@dataclass(frozen=True)
class Tally(Generic[K]):
    """One sum over the graph.

    Attributes:
        name: such as `carbon_footprint`.
        unit: of a value, such as `kg CO2e`.
        value: of an entry's rows, by the values of the lines it cites.
    """

    name: str
    unit: str
    value: Callable[[EntryRecord, Mapping[str, CitedLine[K]]], RowValues[K]]


Drawn = Callable[[EntryRecord, str, Mapping[str, EntryValue[K]]], EntryValue[K] | None]
"""The value of the goods of an entry for one that draws on them, by the values of the entries before."""

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


class Reading(Generic[K]):
    """Reads entries as stated; a subclass replaces values, shares or lines by others.

    `done` are the values of the entries before, in the order of the graph.
    """

    def delivered(self, delivery: str) -> Mapping[K, Decimal] | None:
        """The value per unit of a newest delivery whose entry has none; None if there is none."""
        del delivery
        return None

    def valued(
        self, record: EntryRecord, valuation: RowValues[K], done: Mapping[str, EntryValue[K]]
    ) -> RowValues[K]:
        """The value of an entry's rows."""
        del record, done
        return valuation

    def share(
        self,
        record: EntryRecord,
        inventory: Inventory,
        output: Output,
        burdens: Mapping[K, Decimal],
    ) -> Ratio:
        """The part of the burdens that a line carries."""
        del record, burdens
        return share(inventory, output)

    def line(
        self,
        record: EntryRecord,
        output: Output,
        figure: LineValue[K],
        done: Mapping[str, EntryValue[K]],
    ) -> LineValue[K]:
        """The value of a line."""
        del record, output, done
        return figure


def entry_value(
    record: EntryRecord,
    valuation: RowValues[K],
    reading: Reading[K],
    done: Mapping[str, EntryValue[K]],
) -> EntryValue[K] | None:
    """The value of one entry; None if a row could not be valued.

    Args:
        record: the entry and its inventory.
        valuation: the value of its rows.
        reading: the shares and lines, as stated or replaced.
        done: the values of the entries before.

    Raises:
        CradleError: `figure.overflow`.
    """
    inventory = record.inventory
    if inventory is None or valuation.problems or not valuation.is_complete:
        return None
    own: dict[K, Decimal] = {}
    for term in valuation.terms:
        own[term.key] = EXACT.add(own.get(term.key, ZERO), term.value)
    total = dict(own)
    for key, value in valuation.upstream.items():
        total[key] = EXACT.add(total.get(key, ZERO), value)
    lines = {}
    for output in inventory.outputs:
        part = reading.share(record, inventory, output, total)
        line = _line(total, own, part, output, valuation.divisor)
        lines[output.line] = reading.line(record, output, line, done)
    return EntryValue(lines, valuation.terms, valuation.draws, valuation.divisor, valuation.remarks)


def _line(
    total: Mapping[K, Decimal],
    own: Mapping[K, Decimal],
    part: Ratio,
    output: Output,
    divisor: Decimal,
) -> LineValue[K]:
    numerator, denominator = part
    divisor = EXACT.multiply(EXACT.multiply(divisor, denominator), Decimal(output.amount))
    return LineValue(
        cells={key: divide(EXACT.multiply(v, numerator), divisor) for key, v in total.items()},
        own={key: divide(EXACT.multiply(v, numerator), divisor) for key, v in own.items()},
    )


def run(
    tally: Tally[K],
    resolution: Resolution,
    done: Mapping[str, EntryValue[K]] | None = None,
    reading: Reading[K] | None = None,
    drawn: Drawn[K] | None = None,
) -> GraphValues[K]:
    """The values of all entries of a graph, and all problems, those of the graph included.

    Args:
        tally: the sum.
        resolution: the graph.
        done: values of a part of the graph that are known, which are not computed again; by the same reading.
        reading: of the entries; without one as stated, and another one gives no declared figure.
        drawn: the goods that an entry draws on, if they are not read as they are made.
    """
    reads = Reading[K]() if reading is None else reading
    values = dict(done or {})
    problems = list(resolution.problems)
    remarks: list[Observation] = []
    for node in resolution.order:
        if (value := values.get(node)) is not None:
            remarks.extend(value.remarks)
            continue
        record = resolution.record(node)
        around = _draws(record, resolution, values, drawn)
        cited, missing_lines = _cited_lines(record, resolution, around, reads)
        row_values = tally.value(record, cited)
        problems += [*missing_lines, *row_values.problems]
        remarks.extend(row_values.remarks)
        try:
            result = entry_value(record, reads.valued(record, row_values, values), reads, values)
        except CradleError as error:
            problems.append(Problem.of(error, record.id))
            continue
        if result is not None:
            values[node] = result
    return GraphValues(values, tuple(problems), tuple(remarks))


def _draws(
    record: EntryRecord,
    resolution: Resolution,
    done: Mapping[str, EntryValue[K]],
    drawn: Drawn[K] | None,
) -> Mapping[str, EntryValue[K]]:
    """The entries that one draws on, as it reads them."""
    if drawn is None or record.inventory is None:
        return done
    makers = {
        resolution.sources[name][1] for name in record.inventory.cited if name in resolution.sources
    }
    read = ((maker, drawn(record, maker, done)) for maker in makers)
    return {maker: value for maker, value in read if value is not None}


def _cited_lines(
    record: EntryRecord,
    resolution: Resolution,
    done: Mapping[str, EntryValue[K]],
    reading: Reading[K],
) -> tuple[dict[str, CitedLine[K]], list[Problem]]:
    """The line behind each cited delivery; a line that its entry does not have is a problem."""
    cited: dict[str, CitedLine[K]] = {}
    problems: list[Problem] = []
    for name in dict.fromkeys(() if record.inventory is None else record.inventory.cited):
        source = resolution.sources.get(name)
        if source is None:
            continue
        newest, maker = source
        maker_value = done.get(maker)
        if maker_value is None:
            cells = reading.delivered(newest)
            if cells is not None:
                cited[name] = CitedLine(cells, resolution.nodes[maker])
            continue
        line = resolution.lines[newest]
        line_value = maker_value.lines.get(line)
        if line_value is None:
            detail = f"the newest version of entry {maker} has no line {line}"
            problems.append(Problem("delivery.line", newest, detail))
        else:
            cited[name] = CitedLine(line_value.cells, resolution.nodes[maker])
    return cited, problems
