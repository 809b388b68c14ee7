"""The own terms of an entry in each quantity of the carbon border, by the rows that the rulebook lists.

Gases count by the rulebook's characterization, whatever origin of their carbon is stated: biomass is zero only with
proof of its sustainability and of the emissions saved, and no signed form states the kind of a proof yet; one that is
called taken up is given off, or nobody would state it otherwise. The carbon of
a gas that burns counts as carbon dioxide. A fuel, and heat from elsewhere, is what its factor says or what is counted
in MJ, whatever purpose its row states: it counts by a factor of its combustion, and by none only if the gases stated
explain it. Electricity counts by the direct factor of the grid of its site or,
if made there or brought by a direct line with evidence, by a direct factor. A contract proves no lower emissions, and a
life-cycle dataset is not accepted: each is a problem of the entry and not a silent zero. Source: Implementing
Regulation (EU) 2025/2547, Annex II (B, D.4.3), and the Commission's questions and answers, 4.24. Left out: measured
emissions, capture, mass balances of carbon, and the deduction of exported heat and waste gas, which the gases stated
are net of.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import EXACT, ZERO, format_decimal
from ledger.footprint.graph.resolution import EntryRecord, Problem
from ledger.footprint.graph.terms import OwnTerm
from ledger.footprint.trade.cbam.context import ACTUAL, CbamContext
from ledger.footprint.valuation.grid_mix import is_electricity
from schemas.gases import Gas, GasOrigin
from schemas.signed.cbam_rulebook import CbamRulebook, CountedRows, QuantityRule
from schemas.signed.inventory import Inventory
from schemas.signed.rows import ActivityInput, Emission
from schemas.vocabulary import Purpose, Supply, Unit

Terms = Iterator[OwnTerm[str] | Problem]

CARBON: Final = frozenset({Gas.CO2, Gas.CO, Gas.CH4, Gas.ETHANE, Gas.PROPANE, Gas.N_BUTANE})
"""The gases that the carbon of a fuel leaves as."""

EXPLAINED: Final = Decimal("0.5")
"""The part of a fuel's life cycle that its combustion has at least; less is stated for another fuel, or for none."""


class OwnTerms(NamedTuple):
    """The terms of an entry's own rows, and the rows that have no accepted value."""

    terms: tuple[OwnTerm[str], ...]
    problems: tuple[Problem, ...]


def own_terms(rule: QuantityRule, record: EntryRecord, context: CbamContext) -> OwnTerms:
    """The own terms of an entry in one quantity, over its whole period or lot."""
    if record.inventory is None:
        return OwnTerms((), ())
    rows = (_rows(counted, record, record.inventory, context) for counted in rule.counts)
    terms = [term for part in rows for term in part]
    problems = tuple(dict.fromkeys(row for row in terms if isinstance(row, Problem)))
    return OwnTerms(tuple(row for row in terms if isinstance(row, OwnTerm)), problems)


def _rows(
    counted: CountedRows, record: EntryRecord, inventory: Inventory, context: CbamContext
) -> Terms:
    if counted.rows == "gases":
        for gas in inventory.emissions:
            yield from _gas(gas, context.rulebook)
    elif counted.rows == "carbon_prices":
        for paid in inventory.carbon_prices or ():
            yield OwnTerm(paid.currency, Decimal(paid.amount), "carbon_price", paid.scheme, None)
    elif counted.rows == "fuels":
        yield from _fuels(counted, record, inventory, context)
    else:
        amount_only = counted.rows == "electricity_amount"
        for row in _activities(inventory):
            if _is_electric(row, context.table):
                yield from _electricity(row, record, context.table, amount_only=amount_only)


def _activities(inventory: Inventory) -> list[ActivityInput]:
    return [row for row in inventory.inputs if isinstance(row, ActivityInput)]


def _gas(row: Emission, rulebook: CbamRulebook) -> Terms:
    """A gas that the rulebook characterizes, as fossil; no other gas counts at the border."""
    value = _characterized(row, rulebook)
    if value is not None:
        yield OwnTerm(ACTUAL, value, "direct", row.gas.value, Purpose.DIRECT, row)


def _characterized(row: Emission, rulebook: CbamRulebook) -> Decimal | None:
    for factor in rulebook.characterization.rows:
        if (factor.gas, factor.origin) == (row.gas, GasOrigin.FOSSIL):
            return EXACT.multiply(Decimal(row.amount), Decimal(factor.value))
    return None


def _is_electric(row: ActivityInput, table: FactorTable) -> bool:
    return is_electricity(
        row.flow, row.unit, "product", table, is_stated=row.electricity is not None
    )


def _is_fuel(row: ActivityInput, counted: CountedRows, table: FactorTable) -> bool:
    """True for a fuel or heat: by the carrier of its factor, by MJ, or by its purpose."""
    if _is_electric(row, table):
        return False
    factor = table.factor(row.flow, row.unit, "product")
    carrier = None if factor is None else factor.carrier
    by_factor = carrier in {"fuel", "heat"} or (factor is not None and factor.direct is True)
    by_unit = row.unit is Unit.MJ and carrier != "goods"
    return by_factor or by_unit or row.purpose in counted.purposes


def _fuels(
    counted: CountedRows, record: EntryRecord, inventory: Inventory, context: CbamContext
) -> Terms:
    """Fuels by their combustion; none if the gases stated explain them, for a factor of the carrier `fuel`."""
    table, bought = context.table, ZERO
    explained = exact_sum(
        _characterized(row, context.rulebook) or ZERO
        for row in inventory.emissions
        if row.gas in CARBON
    )
    for row in _activities(inventory):
        if not _is_fuel(row, counted, table):
            continue
        factor = table.factor(row.flow, row.unit, "product")
        if factor is not None and factor.direct:
            yield _valued(row, table)
        elif factor is None or factor.carrier != "fuel" or not explained:
            yield _no_dataset(record, row.flow, "is energy by a life-cycle dataset")
        else:
            bought = EXACT.add(bought, _valued(row, table).value)
    if EXACT.multiply(EXPLAINED, bought) > explained:
        what = (
            f"{format_decimal(explained)} kg of carbon dioxide are stated, and the fuels give up to"
            f" {format_decimal(bought)} by their datasets: the gases do not explain them, and a dataset"
        )
        yield _no_dataset(record, what, "is of the life cycle")
    for external in inventory.external_inputs:
        if external.unit is Unit.MJ or external.purpose in counted.purposes:
            yield _no_dataset(record, external.product, "is energy by an imported figure")


def _no_dataset(record: EntryRecord, what: str, why: str) -> Problem:
    detail = (
        f"{what} {why}, which is not accepted; state the gases of its combustion as emissions, or name a factor that is"
        " marked `direct`"
    )
    return Problem("cbam.dataset", record.id, detail)


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
    beside = supply is Supply.ON_SITE or (supply is Supply.DIRECT_LINE and _is_evident(row))
    return beside and factor.direct is True


def _is_evident(row: ActivityInput) -> bool:
    """True if a row names a document; a digest of zeros is that of none."""
    return any(set(digest.rpartition(":")[2]) != {"0"} for digest in row.evidence)


def _valued(row: ActivityInput, table: FactorTable) -> OwnTerm[str]:
    """A row by its factor; uptake does not count."""
    values = table.of_flow(row.flow, row.unit, "product").values()
    each = exact_sum(value for value in values if value > ZERO)
    value = EXACT.multiply(Decimal(row.amount), each)
    return OwnTerm(ACTUAL, value, row.source.value, row.flow, row.purpose, row)
