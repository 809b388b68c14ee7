"""The figure of an entry by `exact-1`: kg CO2e per unit of each output line, by cell.

    cell = sum(amount x factor or cited cell) x share / output

with one exact sum and one division, which is the one rounding.

An allocation share is a ratio of two stated amounts and enters that same division, so sharing
rounds nothing by itself: numerator x value_i over (sum of values) x output_i. A by-product and scrap
carry no burden. The own share is rounded per cell in the same way, and upstream is total minus own.
`figures` does this for a whole graph, suppliers first.
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


def share(inventory: Inventory, output: Output) -> tuple[Decimal, Decimal]:
    """The part of the burdens that a line carries, as an exact ratio (numerator, denominator)."""
    if output.role in BURDEN_FREE:
        return ZERO, ONE
    if inventory.allocation is None:
        return ONE, ONE
    values = exact_sum(Decimal(row.allocation_value or "0") for row in inventory.sharing)
    return Decimal(output.allocation_value or "0"), values


def figure(
    record: EntryRecord,
    cited: Mapping[str, CitedLine],
    table: FactorTable,
    rulebook: Rulebook,
    filler: Filler | None = None,
) -> tuple[EntryFigure | None, Valuation]:
    """The figure of one entry.

    Args:
        record: the entry and its inventory.
        cited: every delivery that the inventory cites and that has a figure.
        table: the factors of the calculation.
        rulebook: the stages of rows, and the treatment of avoided lines.
        filler: fills the gaps of the entry, if the calculation requests it.

    Returns:
        The figure, None if a row could not be valued; and the valuation behind it.
    """
    valuation = value(record, cited, table, rulebook, filler)
    inventory = record.inventory
    if inventory is None or valuation.problems or not valuation.is_complete:
        return None, valuation
    own: dict[CellKey, Decimal] = {}
    for term in valuation.terms:
        own[term.key] = EXACT.add(own.get(term.key, ZERO), term.value)
    total = dict(own)
    add(total, valuation.upstream, ONE)
    try:
        lines = {
            output.line: _line(total, own, inventory, output, valuation.divisor)
            for output in inventory.outputs
        }
    except CradleError as error:
        return None, valuation._replace(problems=(Problem.of(error, record.id),))
    return EntryFigure(lines, valuation.terms, valuation.draws, valuation.divisor), valuation


def _line(
    total: Cells, own: Cells, inventory: Inventory, output: Output, divisor: Decimal
) -> LineFigure:
    numerator, denominator = share(inventory, output)
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
    supplied: Mapping[str, Cells] | None = None,
    done: Mapping[str, EntryFigure] | None = None,
) -> Figures:
    """The figures of all entries of a graph, and all problems, those of the graph included.

    Args:
        resolution: the graph.
        table: the factors of the calculation.
        rulebook: its rulebook.
        filling: the gaps that it fills.
        supplied: supplier figures, kg CO2e per unit by cell, for newest deliveries whose entries have no figure; for
            `split` only, because the result has no declared digits.
        done: figures of a part of the graph that are known, which are not computed again.
    """
    filler = None if filling is None else Filler(filling, resolution, table, rulebook)
    found = dict(done or {})
    problems = list(resolution.problems)
    remarks: list[Observation] = []
    for node in resolution.order:
        if node in found:
            continue
        record = resolution.record(node)
        cited, missing_lines = _cited(record, resolution, found, supplied or {})
        result, valuation = figure(record, cited, table, rulebook, filler)
        problems += missing_lines
        problems += valuation.problems
        remarks.extend(valuation.remarks)
        if result is not None:
            found[node] = result
    return Figures(found, tuple(problems), tuple(remarks))


def _cited(
    record: EntryRecord,
    resolution: Resolution,
    done: Mapping[str, EntryFigure],
    supplied: Mapping[str, Cells],
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
            if newest in supplied:
                cited[name] = CitedLine(supplied[newest], resolution.nodes[maker])
            continue
        line = resolution.lines[newest]
        found = made.lines.get(line)
        if found is None:
            detail = f"the newest version of entry {maker} has no line {line}"
            problems.append(Problem("delivery.line", newest, detail))
        else:
            cited[name] = CitedLine(found.cells, resolution.nodes[maker])
    return cited, problems
