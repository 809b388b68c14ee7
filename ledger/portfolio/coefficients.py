"""The coefficients of a graph of entries: what the exact engine multiplies each delivered figure by, as numbers.

The valuation of an entry is linear in the figures of the deliveries it cites. So it is asked once, with a marker of
value 1 under a key of its own in place of each delivered figure: what comes back under a marker is the coefficient of
that delivery, and the stage that the rulebook assigns it to, if any. No rule of valuation is written twice, and the
figures of the entries need not be known. Left out: gaps that a calculation fills, whose amounts depend on the figures.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Generic, NamedTuple, cast

import numpy as np

from ledger.footprint.analysis.declared_figure import declared_cells
from ledger.footprint.graph.cells import CellKey
from ledger.footprint.graph.composition import Part
from ledger.footprint.graph.numbers import EXACT, EXPLAIN, ONE, ZERO
from ledger.footprint.graph.resolution import EntryRecord, Problem, Resolution
from ledger.footprint.tally.recursion import EntryValue, GraphValues, LineValue, Tally, share
from ledger.footprint.tally.valuation import CitedLine, K, RowValues
from ledger.portfolio.kernels import Booleans, Floats, Integers
from schemas.signed.calculation import AssertedCalculation
from schemas.signed.inventory import Inventory, Output
from schemas.signed.rulebook import Rulebook
from schemas.vocabulary import Group, Sign, Stage

STAGES: Final = tuple(Stage)
DECLARED: Final = "kWh"
"""The line of a calculation, which counts kWh of total energy."""

KEPT: Final = -1
"""The stage of an input that keeps the stages of its supplier."""


class _Marker(NamedTuple):
    """The place of a delivery among those that an entry cites; of a stage, that it is kept."""

    number: int


_AS_DELIVERED: Final = _Marker(-1)


class Line(NamedTuple):
    """A product of the engine: an output line of an entry, or a calculation."""

    subject: str
    line: str

    @property
    def id(self) -> str:
        """The id of the product in the arrays."""
        return f"{self.subject}#{self.line}"


@dataclass(frozen=True, eq=False)
class Coefficients(Generic[K]):
    """A linear graph of n products with m inputs, as given.

    Attributes:
        lines: the products.
        rows: of each input, the number of the product that takes it.
        columns: of each input, the number of the product that is taken.
        amounts: of each input, per unit of the product that takes it.
        stages: of each input, the number of the stage that the rulebook assigns all of it to, or `KEPT`.
        drawn: of each input, False if it only has the value of another delivery, as replaced material does.
        keys: of the tally's values: cells of a carbon footprint, or the keys of another tally.
        own: shape (n, keys): the value per unit that a product causes itself.
    """

    lines: tuple[Line, ...]
    rows: Integers
    columns: Integers
    amounts: Floats
    stages: Integers
    drawn: Booleans
    keys: tuple[K, ...]
    own: Floats


class _Input(NamedTuple):
    """An input of a line: the line that is taken, and the columns of `Coefficients`."""

    taking: Line
    taken: Line
    amount: float
    stage: int
    drawn: bool


@dataclass
class _Book:
    """The inputs so far, and what each line causes itself."""

    inputs: list[_Input] = field(default_factory=list)
    own: dict[Line, Mapping[CellKey, float]] = field(default_factory=dict)


class Declared(NamedTuple):
    """A calculation as a product of its own: per kWh of total energy, it takes the rows of its composition."""

    id: str
    calculation: AssertedCalculation
    rows: Sequence[Part]


def coefficients(
    resolution: Resolution,
    tally: Tally[CellKey],
    rulebook: Rulebook,
    declared: Iterable[Declared] = (),
) -> tuple[Coefficients[CellKey], tuple[Problem, ...]]:
    """The coefficients of a carbon footprint, and the reasons why some entries have none.

    Args:
        resolution: the graph.
        tally: the carbon footprint by a rulebook and its factors, without a filler.
        rulebook: the same, for the rows of calculations.
        declared: calculations; one with a row that has no coefficients is left out, as the problems say why.
    """
    book, problems = _Book(), list(resolution.problems)
    for node in resolution.order:
        record = resolution.record(node)
        cited = _cited(record, resolution)
        markers = {
            name: CitedLine(_marked_cells(number), resolution.nodes[line.subject])
            for number, (name, line) in enumerate(cited.items())
        }
        row_values = tally.value(record, markers)
        problems.extend(row_values.problems)
        whole = row_values.is_complete and all(line in book.own for line in cited.values())
        if record.inventory is not None and whole and not row_values.problems:
            _enter(book, record.inventory, node, row_values, list(cited.values()))
    for figure in declared:
        _declare(book, figure, rulebook)
    return _arrays(book), tuple(problems)


def _cited(record: EntryRecord, resolution: Resolution) -> dict[str, Line]:
    """The line behind each delivery that an entry cites."""
    lines = {}
    for name in dict.fromkeys(() if record.inventory is None else record.inventory.cited):
        if name in resolution.sources:
            newest, maker = resolution.sources[name]
            lines[name] = Line(maker, resolution.lines[newest])
    return lines


def _marked_cells(number: int) -> Mapping[CellKey, Decimal]:
    """A figure of 1 under a key that names its delivery; stage and group are opaque to the valuation."""
    stage, group = cast("Stage", _AS_DELIVERED), cast("Group", _Marker(number))
    return {CellKey(stage, group, Sign.BURDEN): ONE}


def _enter(
    book: _Book,
    inventory: Inventory,
    node: str,
    row_values: RowValues[CellKey],
    taken: Sequence[Line],
) -> None:
    own, inputs = _parted(_posted(row_values))
    for output in inventory.outputs:
        line, per_unit = Line(node, output.line), _per_unit(inventory, output, row_values.divisor)
        book.own[line] = {
            key: float(EXPLAIN.multiply(value, per_unit)) for key, value in own.items()
        }
        for (place, number, drawn), value in inputs.items():
            amount = float(EXPLAIN.multiply(value, per_unit))
            book.inputs.append(_Input(line, taken[place], amount, number, drawn))


def _declare(book: _Book, figure: Declared, rulebook: Rulebook) -> None:
    taken = list(dict.fromkeys(Line(part.entry, part.row.line) for part in figure.rows))
    if not all(line in book.own for line in taken):
        return
    marked: dict[str, dict[str, LineValue[CellKey]]] = {}
    for number, line in enumerate(taken):
        marked.setdefault(line.subject, {})[line.line] = LineValue(_marked_cells(number), {})
    entries = {node: EntryValue(lines, (), (), ONE) for node, lines in marked.items()}
    cells = (
        declared_cells(figure.rows, GraphValues(entries, (), ()), figure.calculation, rulebook)
        or {}
    )
    own, inputs = _parted((key, value, True) for key, value in cells.items())
    product = Line(figure.id, DECLARED)
    book.own[product] = {key: float(value) for key, value in own.items()}
    for (place, number, drawn), value in inputs.items():
        book.inputs.append(_Input(product, taken[place], float(value), number, drawn))


def _parted(
    posted: Iterable[tuple[CellKey, Decimal, bool]],
) -> tuple[dict[CellKey, Decimal], dict[tuple[int, int, bool], Decimal]]:
    """The own values; and the amount of each delivery, by its place, its stage, and whether it is drawn."""
    own: dict[CellKey, Decimal] = {}
    inputs: dict[tuple[int, int, bool], Decimal] = {}
    for key, value, drawn in posted:
        place, stage = _marker_of(key)
        if place is None:
            own[key] = EXACT.add(own.get(key, ZERO), value)
        else:
            at = place, stage, drawn
            inputs[at] = EXACT.add(inputs.get(at, ZERO), value)
    return own, inputs


def _marker_of(key: CellKey) -> tuple[int | None, int]:
    """The place of the delivery that a key marks, or None; and the number of the stage it is assigned to."""
    stage, group = cast("Stage | _Marker", key.stage), cast("Group | _Marker", key.group)
    if isinstance(group, _Marker):
        return group.number, KEPT if isinstance(stage, _Marker) else STAGES.index(stage)
    return None, KEPT


def _posted(row_values: RowValues[CellKey]) -> Iterator[tuple[CellKey, Decimal, bool]]:
    """The value under each key, and whether goods were drawn for it."""
    for term in row_values.terms:
        yield term.key, term.value, False
    for key, value in row_values.upstream.items():
        yield key, value, True


def _per_unit(inventory: Inventory, output: Output, divisor: Decimal) -> Decimal:
    """The part of an entry's burdens that one unit of a line carries."""
    numerator, denominator = share(inventory, output)
    divisor = EXACT.multiply(EXACT.multiply(divisor, denominator), Decimal(output.amount))
    return EXPLAIN.divide(numerator, divisor)


def _arrays(book: _Book) -> Coefficients[CellKey]:
    lines, inputs = tuple(book.own), book.inputs
    number = {line: place for place, line in enumerate(lines)}
    keys = {key: None for values in book.own.values() for key in values}
    column = {key: place for place, key in enumerate(keys)}
    own = np.zeros((len(lines), len(keys)))
    for row, values in enumerate(book.own.values()):
        for key, value in values.items():
            own[row, column[key]] = value
    return Coefficients(
        lines=lines,
        rows=np.array([number[row.taking] for row in inputs], np.int64),
        columns=np.array([number[row.taken] for row in inputs], np.int64),
        amounts=np.array([row.amount for row in inputs], np.float64),
        stages=np.array([row.stage for row in inputs], np.int64),
        drawn=np.array([row.drawn for row in inputs], np.bool_),
        keys=tuple(keys),
        own=own,
    )
