"""Embedded free allocation (SEFA) of goods: the allowances that an installation in the EU would have received.

    actual data:   SEFA = CBAM_y x CSCF_y x benchmark (column A) + sum of m_i x SEFA_i
    default:       SEFA = CBAM_y x CSCF_y x benchmark (column B) of the default's route

A precursor whose maker's free allocation was not verified takes column B: of the maker's route if its emissions count
as actual, and of the default's route if they do not; a maker of scrap steel gains nothing by leaving it unverified. A
precursor that embeds no emissions embeds no allocation. Column A of the good alone, without its precursors, is the
common error: it is what a joint process has, and both are reported. Source: Implementing Regulation (EU) 2025/2620,
equations 2 to 4 and 6.
"""

from collections.abc import Collection, Mapping
from decimal import Decimal

from ledger.footprint.graph.numbers import CELL, EXACT, ZERO
from ledger.footprint.graph.resolution import EntryRecord, Problem
from ledger.footprint.graph.terms import OwnTerm
from ledger.footprint.tally.recursion import EntryValue, LineValue, Tally
from ledger.footprint.tally.valuation import CitedLine, RowValues, follow
from ledger.footprint.trade.cbam.context import ACTUAL, DEFAULT, SEE, SEFA, CbamContext
from ledger.footprint.trade.cbam.goods import good_of
from ledger.footprint.trade.cbam.precursors import Precursor, Standing, Worked
from ledger.footprint.trade.cbam.sharing import BorderSharing
from schemas.signed.inventory import BURDEN_FREE, Output
from schemas.signed.rows import DeliveryInput


def free_allocation_tally(context: CbamContext, worked: Worked) -> Tally[str]:
    """The tally of the free allocation of precursors; `OwnAllocation` adds that of each line's own process."""

    def value(record: EntryRecord, cited: Mapping[str, CitedLine[str]]) -> RowValues[str]:
        precursors = worked[record.id, SEFA]
        problems = tuple(row for row in precursors if isinstance(row, Problem))
        bought = {id(row.row): row for row in precursors if isinstance(row, Precursor)}
        actual = {
            id(row.row): row
            for row in worked[record.id, SEE]
            if isinstance(row, Precursor) and row.is_followed
        }

        def stand_in(row: DeliveryInput) -> list[OwnTerm[str]] | None:
            precursor = bought.get(id(row))
            if precursor is None or precursor.is_followed:
                return None
            each = _of_default(precursor, context, is_actual=id(row) in actual)
            kg = EXACT.multiply(precursor.kg, each)
            return [OwnTerm(DEFAULT, kg, DEFAULT, precursor.delivery, row.purpose, row)]

        rows = follow(record, cited, (), stand_in)
        return rows._replace(problems=(*rows.problems, *problems))

    return Tally("sefa", "kg CO2e/kg", value)


def _of_default(precursor: Precursor, context: CbamContext, *, is_actual: bool) -> Decimal:
    """t CO2e per tonne of a precursor by column B; zero for one that embeds no emissions."""
    if precursor.standing is not Standing.DEFAULT or precursor.good is None:
        return ZERO
    default = precursor.default
    route = precursor.good.route if is_actual or default is None else default.route or None
    benchmark = context.tables.benchmark(precursor.good.cn, "B", route, context.year)
    return EXACT.multiply(context.remaining, benchmark or ZERO)


class OwnAllocation(BorderSharing):
    """Adds the allocation of a line's own process, column A, to that of its precursors.

    Entries `within` a joint process have none: it has that of the good at its end alone.
    """

    def __init__(self, context: CbamContext, within: Collection[str] = ()) -> None:
        super().__init__(context)
        self._within = within

    def line(
        self,
        record: EntryRecord,
        output: Output,
        figure: LineValue[str],
        done: Mapping[str, EntryValue[str]],
    ) -> LineValue[str]:
        """The allocation of a line per unit."""
        del done
        good = good_of(record, output.line, self.context.rulebook)
        if good is None or good.kg_per_unit is None or output.role in BURDEN_FREE:
            return figure
        if record.id in self._within:
            return figure
        cbam_good = good.stated
        benchmark = self.context.tables.benchmark(
            cbam_good.cn, "A", cbam_good.route, self.context.year
        )
        each = EXACT.multiply(self.context.remaining, benchmark or ZERO)
        own = CELL.multiply(each, good.kg_per_unit)
        cells = {**figure.cells, ACTUAL: CELL.add(figure.cells.get(ACTUAL, ZERO), own)}
        return LineValue(cells, {**figure.own, ACTUAL: own})
