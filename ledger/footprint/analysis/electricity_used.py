"""The electricity behind goods as a tally: kWh per unit of each line, by the entry that used it.

    value = sum(kWh that the entry bought + amount x value of the delivered line) x share / output

Electricity is what `grid_mix` recognises: rows in kWh, and rows in MJ whose factor or supply says so, which are divided
by 3.6. A delivery in kWh is electricity itself: it is counted where it is used, and the goods behind it are not, so no
kWh counts twice. Treatments and avoided lines count nothing.

Left out: the electricity inside bought goods, such as glass by a factor, whose rows state none.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from ledger.footprint.analysis.contributions import Demand
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import EXPLAIN, ZERO, divide
from ledger.footprint.graph.resolution import EntryRecord, Resolution
from ledger.footprint.graph.terms import OwnTerm
from ledger.footprint.tally.recursion import Tally, run
from ledger.footprint.tally.valuation import CitedLine, RowValues, follow
from ledger.footprint.valuation.grid_mix import MJ_PER_KWH, supply_of
from schemas.signed.rows import ActivityInput, DeliveryInput
from schemas.vocabulary import Unit

Term = OwnTerm[str]


def electricity_used(table: FactorTable) -> Tally[str]:
    """The tally of electricity; its keys are the ids of the entries that used it."""

    def valued(record: EntryRecord, cited: Mapping[str, CitedLine[str]]) -> RowValues[str]:
        def delivered(row: DeliveryInput) -> tuple[Term] | None:
            return None if row.unit is not Unit.KWH else (_term(record, row),)

        return follow(record, cited, _bought(record, table), delivered)

    return Tally("electricity", "kWh", valued)


def _bought(record: EntryRecord, table: FactorTable) -> Iterator[Term]:
    """The rows of electricity that a factor values."""
    for row in () if record.inventory is None else record.inventory.inputs:
        if isinstance(row, ActivityInput) and supply_of(row, table) is not None:
            yield _term(record, row)


def _term(record: EntryRecord, row: ActivityInput | DeliveryInput) -> Term:
    amount = Decimal(row.amount)
    kwh = amount if row.unit is Unit.KWH else divide(amount, MJ_PER_KWH)
    label = row.flow if isinstance(row, ActivityInput) else row.delivery
    return OwnTerm(record.id, kwh, row.type, label, row.purpose, row)


def electricity_behind(
    demand: Demand, resolution: Resolution, table: FactorTable
) -> Mapping[str, Decimal]:
    """The kWh behind the amounts of some lines, by the entry that used them.

    Args:
        demand: the amount of each line; each has a figure.
        resolution: the graph.
        table: the factors, which say what is electricity.
    """
    values = run(electricity_used(table), resolution)
    total: dict[str, Decimal] = {}
    for (entry, line), amount in demand.items():
        for user, kwh in values.entries[entry].lines[line].cells.items():
            total[user] = EXPLAIN.fma(amount, kwh, total.get(user, ZERO))
    return total
