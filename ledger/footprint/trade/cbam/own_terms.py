"""The own terms of an entry in each quantity of the carbon border, by the rows that the rulebook lists.

Gases count by the rulebook's characterization; carbon dioxide from biomass is zero only with evidence, else it counts
as fossil. A fuel counts by a factor of its combustion, and electricity by the direct factor of the grid of its site or,
if made there or brought by a direct line with evidence, by a direct factor. A contract proves no lower emissions, and a
life-cycle dataset is not accepted: each is a problem of the entry and not a silent zero. Source: Implementing
Regulation (EU) 2025/2547, Annex II (B, D.4.3), and the Commission's questions and answers, 4.24. Left out: measured
emissions, capture, mass balances of carbon, and the deduction of exported heat and waste gas, which the gases stated
are net of.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import EXACT, ZERO
from ledger.footprint.graph.resolution import EntryRecord, Problem
from ledger.footprint.graph.terms import OwnTerm
from ledger.footprint.trade.cbam.context import ACTUAL, CbamContext
from ledger.footprint.valuation.grid_mix import is_electricity
from schemas.cbam_rulebook import CbamRulebook, CountedRows, QuantityRule
from schemas.gases import Gas, GasOrigin
from schemas.inventory import Inventory
from schemas.rows import ActivityInput, Emission
from schemas.vocabulary import Purpose, Supply, Unit

Terms = Iterator[OwnTerm[str] | Problem]


class OwnTerms(NamedTuple):
    """The terms of an entry's own rows, and the rows that have no accepted value."""

    terms: tuple[OwnTerm[str], ...]
    problems: tuple[Problem, ...]


def own_terms(rule: QuantityRule, record: EntryRecord, context: CbamContext) -> OwnTerms:
    """The own terms of an entry in one quantity, over its whole period or lot."""
    if record.inventory is None:
        return OwnTerms((), ())
    rows = (_rows(counted, record, record.inventory, context) for counted in rule.counts)
    found = [term for part in rows for term in part]
    problems = tuple(dict.fromkeys(row for row in found if isinstance(row, Problem)))
    return OwnTerms(tuple(row for row in found if isinstance(row, OwnTerm)), problems)


def _rows(
    counted: CountedRows, record: EntryRecord, inventory: Inventory, context: CbamContext
) -> Terms:
    if counted.rows == "gases":
        for gas in inventory.emissions:
            yield from _gas(gas, context.rulebook)
    elif counted.rows == "carbon_prices":
        for paid in inventory.carbon_prices or ():
            yield OwnTerm(paid.currency, Decimal(paid.amount), "carbon_price", paid.scheme, None)
    else:
        rows = [row for row in inventory.inputs if isinstance(row, ActivityInput)]
        for row in rows:
            if counted.rows == "fuels":
                yield from _fuel(row, counted, record, context.table)
            elif _is_electric(row, context.table):
                amount_only = counted.rows == "electricity_amount"
                yield from _electricity(row, record, context.table, amount_only=amount_only)


def _gas(row: Emission, rulebook: CbamRulebook) -> Terms:
    """A gas that the rulebook characterizes; the others do not count at the border."""
    origin = row.origin
    if origin is GasOrigin.BIOGENIC and row.gas is Gas.CO2 and not row.evidence:
        origin = GasOrigin.FOSSIL
    for factor in rulebook.characterization.rows:
        if (factor.gas, factor.origin) == (row.gas, origin):
            value = EXACT.multiply(Decimal(row.amount), Decimal(factor.value))
            yield OwnTerm(ACTUAL, value, "direct", row.gas.value, Purpose.DIRECT, row)


def _is_electric(row: ActivityInput, table: FactorTable) -> bool:
    return is_electricity(row.flow, row.unit, "product", table, stated=row.electricity is not None)


def _fuel(
    row: ActivityInput, counted: CountedRows, record: EntryRecord, table: FactorTable
) -> Terms:
    """A fuel by its combustion; none if its gases are stated, which the carrier `fuel` of its factor says."""
    if row.purpose not in counted.purposes or _is_electric(row, table):
        return
    factor = table.factor(row.flow, row.unit, "product")
    if factor is not None and factor.direct:
        yield _valued(row, table)
    elif factor is None or factor.carrier != "fuel" or not _states_carbon_dioxide(record):
        detail = (
            f"{row.flow} is energy by a life-cycle dataset, which is not accepted; state the gases of its combustion"
            " as emissions, or name a factor that is marked `direct`"
        )
        yield Problem("cbam.dataset", record.id, detail)


def _states_carbon_dioxide(record: EntryRecord) -> bool:
    gases = () if record.inventory is None else record.inventory.emissions
    return any((row.gas, row.origin) == (Gas.CO2, GasOrigin.FOSSIL) for row in gases)


def _electricity(
    row: ActivityInput, record: EntryRecord, table: FactorTable, *, amount_only: bool
) -> Terms:
    if row.unit is not Unit.KWH:
        detail = f"{row.flow} is electricity in {row.unit.value}; state it in kWh (1 kWh = 3.6 MJ)"
        yield Problem("electricity.unit", record.id, detail)
    elif amount_only:
        yield OwnTerm(ACTUAL, Decimal(row.amount), "electricity", row.flow, row.purpose, row)
    elif _is_direct(row, record, table):
        yield _valued(row, table)
    else:
        detail = (
            f"{row.flow} has no direct factor of the grid of {record.entry.site.country}; name one (`grid`, boundary "
            "`direct`), or state a direct line or a plant on site with a factor that is marked `direct`"
        )
        yield Problem("cbam.electricity", record.id, detail)


def _is_direct(row: ActivityInput, record: EntryRecord, table: FactorTable) -> bool:
    """True if the factor counts the emissions of making the electricity, in the site's grid or beside it."""
    factor, site = table.factor(row.flow, row.unit, "product"), record.entry.site
    if factor is None:
        return False
    supply = Supply.GRID if row.electricity is None else row.electricity.supply
    if factor.grid in {site.country, site.zone} and factor.grid is not None:
        return factor.boundary == "direct"
    beside = supply is Supply.ON_SITE or (supply is Supply.DIRECT_LINE and bool(row.evidence))
    return beside and factor.direct is True


def _valued(row: ActivityInput, table: FactorTable) -> OwnTerm[str]:
    """A row by its factor; uptake does not count."""
    values = table.of_flow(row.flow, row.unit, "product").values()
    each = exact_sum(value for value in values if value > ZERO)
    value = EXACT.multiply(Decimal(row.amount), each)
    return OwnTerm(ACTUAL, value, row.source.value, row.flow, row.purpose, row)
