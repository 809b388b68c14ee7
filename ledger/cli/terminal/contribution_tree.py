"""The page of a line's figure: its stages, a tree of contributions, and the sites behind it.

In the tree an entry is followed by its own contribution and its suppliers, each with its part of the root's figure.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ledger.documents.page import Block, Cell, Page, Paragraph, table
from ledger.documents.reports.stages import stage_table
from ledger.documents.shown import percent, short
from ledger.footprint.analysis.contributions import Contribution, group_by
from ledger.footprint.graph.cells import cut_off, stages_of, total_of
from ledger.footprint.graph.numbers import EXPLAIN, show_figure
from ledger.footprint.tally.recursion import share
from ledger.state.figures import ComputedGraph

DEEPEST = 6
SMALLEST_SHARE = Decimal("0.005")
TREE = ("contribution", ">kg CO2e per unit", ">of total")

Row = tuple[Cell, str, str]


@dataclass(frozen=True, slots=True)
class _Line:
    """The line of a branch, its depth, and the amount of it that one unit of the root uses."""

    entry: str
    line: str
    wanted: Decimal
    level: int


def layout_line(
    computed: ComputedGraph,
    entry: str,
    line: str,
    contributions: Sequence[Contribution],
    rulebook: str,
) -> Page:
    """The page of one unit of a line."""
    blocks = _blocks(computed, _Line(entry, line, Decimal(1), 0), contributions)
    return Page(f"kg CO2e per unit, under {rulebook}", blocks=tuple(blocks))


def _blocks(
    computed: ComputedGraph, root: _Line, contributions: Sequence[Contribution]
) -> Iterator[Block]:
    cells = computed.figures.entries[root.entry].lines[root.line].cells
    total, with_a_1 = total_of(cells), total_of(cut_off(cells))
    yield stage_table({stage.value: value for stage, value in stages_of(cells).items()}, "By stage")
    if with_a_1 != total:
        yield Paragraph(f"With A = 1 (cut-off) the total is {show_figure(with_a_1)}.")
    yield table("Contributions", TREE, _grow(computed, root, total, total))
    by_site = group_by(contributions, lambda row: row.site)
    sites = [(site, show_figure(value), percent(value, total)) for site, value in by_site.items()]
    yield table("Own contributions by site", ("site", *TREE[1:]), sites)


def _label(computed: ComputedGraph, entry: str) -> str:
    record = computed.resolution.record(entry)
    name = record.inventory.main.name if record.inventory is not None else short(entry)
    return f"{record.entry.site.code} {name} ({record.entry.site.country})"


def _grow(computed: ComputedGraph, at: _Line, part: Decimal, total: Decimal) -> Iterator[Row]:
    """An entry with what is below it; branches below half a per cent of the root are left out."""
    name = Cell(_label(computed, at.entry), level=at.level)
    yield name, show_figure(part), percent(part, total)
    record, resolution = computed.resolution.record(at.entry), computed.resolution
    output = record.inventory.output(at.line) if record.inventory is not None else None
    if record.inventory is None or output is None or at.level == DEEPEST:
        return
    numerator, denominator = share(record.inventory, output)
    whole = EXPLAIN.multiply(denominator, Decimal(output.amount))
    scale = EXPLAIN.divide(EXPLAIN.multiply(at.wanted, numerator), whole)
    figure = computed.figures.entries[at.entry]
    own = EXPLAIN.multiply(at.wanted, total_of(figure.lines[at.line].own))
    yield Cell("own", level=at.level + 1), show_figure(own), percent(own, total)
    for draw in figure.draws:
        newest, supplier = resolution.sources[draw.row.delivery]
        line = resolution.lines[newest]
        amount = EXPLAIN.multiply(EXPLAIN.divide(draw.amount, figure.divisor), scale)
        cells = computed.figures.entries[supplier].lines[line].cells
        below = EXPLAIN.multiply(amount, total_of(cells))
        if abs(below) >= abs(total) * SMALLEST_SHARE:
            yield from _grow(computed, _Line(supplier, line, amount, at.level + 1), below, total)
