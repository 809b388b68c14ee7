"""A figure as a tree: an entry, its own contribution, and its suppliers, each with its part of the root's figure."""

from dataclasses import dataclass
from decimal import Decimal

from rich.tree import Tree

from ledger.cli.terminal.display import short, show_figure, show_percent
from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.numbers import EXPLAIN
from ledger.footprint.tally.recursion import share
from ledger.state.figures import ComputedGraph

DEEPEST = 6
SMALLEST_SHARE = Decimal("0.005")


@dataclass(frozen=True, slots=True)
class _Line:
    """The line of a branch, and the amount of it that one unit of the root uses."""

    entry: str
    line: str
    wanted: Decimal


def build_tree(computed: ComputedGraph, entry: str, line: str) -> Tree:
    """The tree of one unit of a line; branches below half a per cent of the root are left out."""
    total = total_of(computed.figures.entries[entry].lines[line].cells)
    root = Tree(_label(computed, entry, total, total))
    _grow(computed, _Line(entry, line, Decimal(1)), total, root, DEEPEST)
    return root


def _label(computed: ComputedGraph, entry: str, part: Decimal, total: Decimal) -> str:
    record = computed.resolution.record(entry)
    name = record.inventory.main.name if record.inventory is not None else short(entry)
    site = record.entry.site
    return f"{site.code} {name} ({site.country}): {show_figure(part)}, {show_percent(part, total)}"


def _grow(computed: ComputedGraph, at: _Line, total: Decimal, branch: Tree, depth: int) -> None:
    record, resolution = computed.resolution.record(at.entry), computed.resolution
    output = record.inventory.output(at.line) if record.inventory is not None else None
    if record.inventory is None or output is None or not depth:
        return
    numerator, denominator = share(record.inventory, output)
    whole = EXPLAIN.multiply(denominator, Decimal(output.amount))
    scale = EXPLAIN.divide(EXPLAIN.multiply(at.wanted, numerator), whole)
    figure = computed.figures.entries[at.entry]
    own = EXPLAIN.multiply(at.wanted, total_of(figure.lines[at.line].own))
    branch.add(f"own: {show_figure(own)}, {show_percent(own, total)}")
    for draw in figure.draws:
        newest, supplier = resolution.sources[draw.row.delivery]
        line = resolution.lines[newest]
        amount = EXPLAIN.multiply(EXPLAIN.divide(draw.amount, figure.divisor), scale)
        cells = computed.figures.entries[supplier].lines[line].cells
        part = EXPLAIN.multiply(amount, total_of(cells))
        if abs(part) >= abs(total) * SMALLEST_SHARE:
            child = branch.add(_label(computed, supplier, part, total))
            _grow(computed, _Line(supplier, line, amount), total, child, depth - 1)
