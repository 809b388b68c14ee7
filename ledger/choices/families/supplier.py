"""Choices of data: a dataset, a file of another exchange, or mere work, in place of a supplier's own figure.

The alternative is the line of a supplier in the graph that makes the product: for a dataset the product that its
factor set calls it a default for, for a file the one that it names. A supplier that itself rests on the entry is none:
that would close a loop. Of many suppliers of one product the sixteen with the highest figures are compared. `factors`
compares datasets with each other; a file also counts at least as the highest dataset of its product, and as the dearest
goods of the main element that its user makes, whether or not the log knows them: a name in a file is its author's word.
"""

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from itertools import islice

from ledger.choices.choice import Choice
from ledger.choices.context import ChoiceContext
from ledger.choices.coordinates import Option, RowChange
from ledger.choices.sources import LOOKED_AT, goods_price
from ledger.choices.wording import in_words
from ledger.footprint.analysis.contributions import Line
from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.factors import group_values
from ledger.footprint.graph.goods import GOODS
from ledger.footprint.graph.numbers import ZERO, format_rounded
from ledger.footprint.graph.resolution import EntryRecord
from ledger.footprint.plausibility.context import product
from schemas.signed.inventory import Inventory
from schemas.signed.rows import ActivityInput, ExternalInput
from schemas.vocabulary import Purpose, Unit

MOST = 16
"""The number of suppliers of one product that are compared with a row, those with the highest figures."""


def supplier_choices(context: ChoiceContext) -> Iterator[Choice]:
    """The rows with other data than a supplier's, where there is another figure for the product."""
    suppliers = _Suppliers(context)
    for record, inventory in context.graph.entries:
        if record.id in context.needed:
            yield from suppliers.choices(record, inventory)


class _Suppliers:
    """The lines and datasets of the products that a figure could rest on instead."""

    def __init__(self, context: ChoiceContext) -> None:
        self._context = context

    def choices(self, record: EntryRecord, inventory: Inventory) -> Iterator[Choice]:
        """The choices in the inputs of an entry."""
        for row in inventory.inputs:
            if isinstance(row, ExternalInput):
                code, name, source = "supplier.external", row.product, row.file
            elif isinstance(row, ActivityInput) and row.purpose in GOODS | {Purpose.PROCESSING}:
                factor = self._context.graph.table.factor(row.flow, row.unit, "product")
                if factor is None or factor.stands_for is None:
                    continue
                work = row.purpose is Purpose.PROCESSING
                code = "supplier.processing" if work else "supplier.dataset"
                name, source = factor.stands_for, row.flow
            else:
                continue
            options, words = self._options(record, row, name)
            detail = f"{in_words(row.amount, row.unit)} of {name} by {source}; instead {words}"
            changes = [RowChange(record.id, row, options)] if options else []
            if options or code == "supplier.external":
                yield self._context.choice(code, record, detail, changes, row)

    def _options(
        self, record: EntryRecord, row: ActivityInput | ExternalInput, name: str
    ) -> tuple[tuple[Option, ...], str]:
        """The other figures of a row's goods, and what they are in words."""
        graph, amount = self._context.graph, Decimal(row.amount)
        counted = graph.counted(amount, record.id, row.purpose)
        others = (
            line
            for line in self._lines.get((name, row.unit), ())
            if not self._context.rests_on(line[0], record.id)
        )
        lines = [*islice(others, MOST)]
        options = [Option(draws=((line, counted),)) for line in lines]
        words = [f"the figure of {entry}" for entry, _ in lines[:1]]
        if len(lines) > 1:
            words.append(f"of {len(lines) - 1} other suppliers")
        if isinstance(row, ExternalInput):
            datasets = [
                (exact_sum(group_values(factor).values()), factor.flow)
                for table in self._context.tables
                for factor in table.default_datasets(name, row.unit)
            ]
            for price, flow in sorted(datasets)[-1:]:
                options.append(Option(product(counted, price)))
                words.append(f"{flow} at {format_rounded(price)} kg CO2e")
            options += self._as_goods(record, row, counted)
        return tuple(options), " or ".join(words) or "the dearest goods that could be meant"

    def _as_goods(self, record: EntryRecord, row: ExternalInput, amount: Decimal) -> list[Option]:
        """Goods of a file as the dearest of which its user could make what it makes: nobody knows what they hold."""
        price = goods_price(self._context, record) if row.unit is Unit.KG else None
        return [] if price is None else [Option(product(amount, price))]

    @cached_property
    def _lines(self) -> dict[tuple[str, Unit], list[Line]]:
        """The lines of the graph by the product and unit that they make, the highest figures first."""
        lines_by_product: dict[tuple[str, Unit], list[Line]] = {}
        for record, inventory in self._context.graph.entries:
            for output in inventory.outputs:
                lines_by_product.setdefault((output.product, output.unit), []).append(
                    (record.id, output.line)
                )
        return {
            key: sorted(lines, key=self._figure, reverse=True)[:LOOKED_AT]
            for key, lines in lines_by_product.items()
        }

    def _figure(self, line: Line) -> Decimal:
        return self._context.graph.line_price(*line) or ZERO
