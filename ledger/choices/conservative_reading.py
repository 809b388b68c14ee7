"""The conservative reading of entries: each coordinate at the largest of its stated value and its alternatives.

A change adds what its best option exceeds the stated contribution by, as a term of its own, so the engine that
computes the declared figure computes this one too. A gap is filled with rows as they are after their own alternatives.
Credits are constants: they keep their declared value and do not grow with the burdens upstream. Outside end of life
what is to be shared is at least zero.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from ledger.choices.coordinates import (
    Change,
    Contributions,
    Known,
    LineChange,
    Option,
    RowChange,
    ShareChange,
    key_of,
)
from ledger.footprint.graph.cells import CellKey, Cells, cell_key, exact_sum, total_of
from ledger.footprint.graph.numbers import EXACT, EXPLAIN, ZERO, explained_sum
from ledger.footprint.graph.resolution import EntryRecord, Resolution
from ledger.footprint.graph.terms import OwnTerm
from ledger.footprint.tally.recursion import LineValue, Ratio, Reading
from ledger.footprint.valuation.figure import EntryFigure, Figures, LineFigure
from ledger.footprint.valuation.rows import Valuation
from schemas.signed.inventory import Inventory, Output
from schemas.vocabulary import Group, Sign, Stage

CONSERVATIVE = "conservative"
"""The source of terms that a conservative reading adds and no row states."""


def contributions_of(
    figure: EntryFigure | Valuation, resolution: Resolution, done: Mapping[str, EntryFigure]
) -> Contributions:
    """The contribution of each row to what an entry's lines share.

    Args:
        figure: the terms and draws of the entry.
        resolution: the graph.
        done: the figures of the entries that it draws on.
    """
    sums: dict[int | str, Decimal] = defaultdict(lambda: ZERO)
    for term in figure.terms:
        if term.row is not None:
            sums[id(term.row)] = EXACT.add(sums[id(term.row)], term.value)
    for draw in figure.draws:
        newest, maker = resolution.sources[draw.row.delivery]
        drawn = Option(draws=(((maker, resolution.lines[newest]), draw.amount),)).worth(done)
        sums[id(draw.row)] = EXACT.add(sums[id(draw.row)], drawn or ZERO)
    return {key: EXPLAIN.divide(kg, figure.divisor) for key, kg in sums.items()}


def excess(
    contribution: Decimal,
    options: Iterable[Option],
    done: Known,
    rows: Contributions,
) -> Decimal:
    """The amount by which the largest of some options exceeds a stated contribution; zero if none does."""
    worths = (option.worth(done, rows) for option in options)
    known_worths = [worth for worth in worths if worth is not None]
    return max(ZERO, EXPLAIN.subtract(max(known_worths), contribution)) if known_worths else ZERO


class Earlier(NamedTuple):
    """The pass before, for suppliers of alternatives that would close a loop.

    `closing` has them by the entry that draws on them: true for one that counts at its figure of the pass before, false
    for one that counts for nothing.
    """

    closing: Mapping[str, Mapping[str, bool]]
    figures: Mapping[str, EntryFigure]

    def beside(self, user: str, done: Known) -> Known:
        """The figures of a pass so far as an entry sees them; around a loop those of the pass before."""
        hidden = self.closing.get(user)
        return done if hidden is None else _Beside(done, hidden, self.figures)


class _Beside(NamedTuple):
    """The figures of a pass so far, but for suppliers that would close a loop."""

    done: Known
    hidden: Mapping[str, bool]
    earlier: Known

    def get(self, entry: str, /) -> EntryFigure | None:
        """The figure that counts for an entry; None if it has none, or counts for nothing."""
        if entry not in self.hidden:
            return self.done.get(entry)
        return self.earlier.get(entry) if self.hidden[entry] else None


ONE_PASS = Earlier({}, {})
"""No alternative draws on an entry that rests on it."""


class ConservativeReading(Reading[CellKey]):
    """Entries read at the alternatives of some choices."""

    def __init__(
        self,
        resolution: Resolution,
        declared: Figures,
        changes: Iterable[Change],
        earlier: Earlier = ONE_PASS,
    ) -> None:
        self._resolution, self._declared, self._earlier = resolution, declared, earlier
        self._rows: dict[str, dict[int | str, list[Option]]] = defaultdict(
            lambda: defaultdict(list)
        )
        self._shares: dict[tuple[str, str], Ratio] = {}
        self._lines: dict[tuple[str, str], list[LineChange]] = defaultdict(list)
        for change in changes:
            if isinstance(change, RowChange):
                self._rows[change.entry][key_of(change.key)].extend(change.options)
            elif isinstance(change, ShareChange):
                self._shares[change.entry, change.line] = change.share
            elif isinstance(change, LineChange):
                self._lines[change.entry, change.line].append(change)

    def valued(
        self, record: EntryRecord, valuation: Valuation, done: Mapping[str, EntryFigure]
    ) -> Valuation:
        """The rows as stated, and a term for the excess of each alternative."""
        options = self._options(record)
        if not options or valuation.problems or not valuation.is_complete:
            return valuation
        contributions = contributions_of(valuation, self._resolution, done)
        earlier_figures = self._earlier.beside(record.id, done)
        raised = dict(contributions)
        for key in sorted(options, key=lambda key: _rests_on_rows(options[key])):
            more = excess(contributions.get(key, ZERO), options[key], earlier_figures, raised)
            raised[key] = EXPLAIN.add(contributions.get(key, ZERO), more)
        more = explained_sum(
            EXPLAIN.subtract(raised[key], contributions.get(key, ZERO)) for key in options
        )
        total = EXPLAIN.add(more, _burden(valuation))
        if total < ZERO and record.entry.process.stage is not Stage.END_OF_LIFE:
            more = EXPLAIN.subtract(more, total)
        if not more:
            return valuation
        term = OwnTerm(
            _key(record), EXACT.multiply(more, valuation.divisor), CONSERVATIVE, "", None
        )
        return valuation._replace(terms=(*valuation.terms, term))

    def _options(self, record: EntryRecord) -> Mapping[int | str, list[Option]]:
        """The options of each row; a credit has its declared contribution among them, if the entry has a figure."""
        options_by_row = {key: [*options] for key, options in self._rows.get(record.id, {}).items()}
        avoided = () if record.inventory is None else record.inventory.avoided
        done = self._declared.entries
        figure = done.get(record.id)
        if avoided and figure is not None:
            declared = contributions_of(figure, self._resolution, done)
            for row in avoided:
                options_by_row.setdefault(id(row), []).append(Option(declared.get(id(row), ZERO)))
        return options_by_row

    def share(
        self, record: EntryRecord, inventory: Inventory, output: Output, burdens: Cells
    ) -> Ratio:
        """The share of a line by its alternative; as stated if none is larger, or a credit is shared."""
        ratio = super().share(record, inventory, output, burdens)
        alternative = self._shares.get((record.id, output.line))
        return ratio if alternative is None or total_of(burdens) <= ZERO else alternative

    def line(
        self,
        record: EntryRecord,
        output: Output,
        figure: LineFigure,
        done: Mapping[str, EntryFigure],
    ) -> LineFigure:
        """The figure of a line, or of the line in its place that is largest."""
        best, largest = figure, total_of(figure.cells)
        earlier_figures = self._earlier.beside(record.id, done)
        for change in self._lines.get((record.id, output.line), ()):
            worth = Option(draws=((change.instead, change.factor),)).worth(earlier_figures)
            if worth is not None and worth > largest:
                best, largest = LineValue({_key(record): worth}, {}), worth
        return best


def _rests_on_rows(options: Iterable[Option]) -> bool:
    """True if some options are shares of other rows, which have to be known before."""
    return any(option.rows for option in options)


def _burden(valuation: Valuation) -> Decimal:
    """The kg CO2e that the lines share."""
    terms = exact_sum(term.value for term in valuation.terms)
    whole = EXACT.add(terms, total_of(valuation.upstream))
    return EXPLAIN.divide(whole, valuation.divisor)


def _key(record: EntryRecord) -> CellKey:
    return cell_key(record.entry.process.stage, Group.UNSPECIFIED, Sign.BURDEN)
