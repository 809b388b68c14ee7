"""The context of the register for one delivery: the figure of the goods that it delivers."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from ledger.choices.context import ChoiceContext
from ledger.footprint.analysis.contributions import Demand, Line
from ledger.footprint.graph.cells import Cells
from ledger.footprint.graph.numbers import ONE
from ledger.footprint.valuation.figure import Figures


@dataclass(frozen=True, kw_only=True)
class DeliveryContext(ChoiceContext):
    """A delivery, in kg CO2e per unit of the goods; `line` is the one that it delivers."""

    line: Line

    @cached_property
    def demand(self) -> Demand:
        """One unit of the delivered line."""
        return {self.line: ONE}

    @property
    def products(self) -> Sequence[Line]:
        """The delivered line."""
        return (self.line,)

    @property
    def units(self) -> Decimal:
        """The output of the delivered line."""
        entry, line = self.line
        inventory = self.graph.resolution.record(entry).inventory
        output = None if inventory is None else inventory.output(line)
        return ONE if output is None else Decimal(output.amount)

    @property
    def period(self) -> None:
        """None."""
        return

    def cells(self, figures: Figures) -> Cells | None:
        """The cells of the delivered line; arguments as `ChoiceContext`."""
        line = figures.line(*self.line)
        return None if line is None else line.cells
