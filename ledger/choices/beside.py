"""The entries that only the log knows, which an alternative may draw on: their own words are claims too.

They are read as a figure of their own, of one unit of each of their lines, so that the families find choices in them.
What they make is goods, whatever their stage, but for the firms that only treat the waste of the figure's product:
their other entries at the end of life are treatments too, for no goods stand in the place of a treatment.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ledger.choices.accounts import behind_product, makes_goods
from ledger.choices.context import ChoiceContext
from ledger.footprint.analysis.contributions import Demand, Line
from ledger.footprint.graph.cells import Cells
from ledger.footprint.graph.numbers import ONE
from ledger.footprint.valuation.figure import Figures
from schemas.vocabulary import Stage


@dataclass(frozen=True, kw_only=True)
class BesideContext(ChoiceContext):
    """The entries beside a figure; no figure is of them together.

    Attributes:
        base: the context of the figure.
        outputs: their lines.
        goods: the lines of them that are no treatment.
    """

    base: ChoiceContext
    outputs: Sequence[Line]
    goods: Sequence[Line]

    @property
    def demand(self) -> Demand:
        """One unit of each line."""
        return dict.fromkeys(self.outputs, ONE)

    @property
    def products(self) -> Sequence[Line]:
        """All lines that are goods."""
        return self.goods

    @property
    def units(self) -> Decimal:
        """One."""
        return ONE

    @property
    def period(self) -> None:
        """None."""
        return

    def cells(self, figures: Figures) -> Cells | None:
        """None."""
        del figures
        return None


def beside_figure(context: ChoiceContext) -> BesideContext | None:
    """The entries that the log shows beside those of the figure; None if it shows none with a figure."""
    log = context.log
    if log is None:
        return None
    own, figures, treating = context.graph.resolution.nodes, log.figures.entries, _treating(context)
    records = [
        record
        for record in log.records.entries.values()
        if record.id not in own and record.id in figures and record.inventory is not None
    ]
    lines = {
        (record.id, output.line): record
        for record in records
        for output in (() if record.inventory is None else record.inventory.outputs)
    }
    if not lines:
        return None
    return BesideContext(
        subject=context.subject,
        graph=replace(context.graph, resolution=log.resolution, figures=log.figures),
        accepted=context.accepted,
        log=log,
        rows=context.rows,
        homes=context.homes,
        listed=context.listed,
        base=context,
        outputs=list(lines),
        goods=[
            line
            for line, record in lines.items()
            if record.entry.process.stage is not Stage.END_OF_LIFE
            or record.entry.issuer not in treating
        ],
    )


def _treating(context: ChoiceContext) -> frozenset[str]:
    """The firms whose entries behind the figure are all treatments of its waste."""
    behind = behind_product(context)
    making = {it.record.entry.issuer for it in context.entries if makes_goods(it.record, behind)}
    return frozenset(it.record.entry.issuer for it in context.entries) - making
