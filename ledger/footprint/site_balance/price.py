"""The carbon price of a site's commodities, to state unexplained amounts in kg CO2e.

The price of a flow is its highest value in the site's entries, so electricity has the mix of the country if the
rulebook says so. The price of a product is the mean of the figures of the lines that these entries used, weighted by
amount, over the lines with a figure. Prices explain and are no declared digits.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache, partial

from ledger.footprint.graph.cells import exact_sum, total_of
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import EXACT, EXPLAIN, ZERO
from ledger.footprint.graph.resolution import Records, Resolution
from ledger.footprint.site_balance.balance import Price, Site, site_of
from ledger.footprint.site_balance.intake import Commodity
from ledger.footprint.valuation.figure import Figures
from ledger.footprint.valuation.grid_mix import valued
from schemas.errors import CradleError
from schemas.signed.entry import Entry
from schemas.signed.rows import ActivityInput
from schemas.signed.rulebook import Rulebook


def site_prices(
    records: Records,
    resolution: Resolution,
    figures: Figures,
    table: FactorTable,
    rulebook: Rulebook,
) -> Price:
    """The prices under the factors and figures of a calculation."""

    @cache
    def costs() -> Mapping[tuple[Site, Commodity], tuple[Decimal, Decimal]]:
        """Amount and kg CO2e of each product that a site uses; computed on demand, as most calls need none."""
        summed: dict[tuple[Site, Commodity], tuple[Decimal, Decimal]] = {}
        for key, amount, cost in _taken(records, resolution, figures):
            amounts, total = summed.get(key, (ZERO, ZERO))
            summed[key] = EXACT.add(amounts, amount), EXACT.fma(amount, cost, total)
        return summed

    rows = cache(partial(_rows, resolution))

    def price(site: Site, commodity: Commodity) -> Decimal | None:
        if commodity.kind == "product":
            amounts, total = costs().get((site, commodity), (ZERO, ZERO))
            return EXPLAIN.divide(total, amounts) if amounts else None
        try:
            values = [
                valued(row, entry, table, rulebook).values
                for row, entry in rows().get((site, commodity), ())
            ] or [table.of_flow(commodity.name, commodity.unit, "product")]
        except CradleError:
            return None
        return max(exact_sum(by_group.values()) for by_group in values)

    return price


def _rows(
    resolution: Resolution,
) -> Mapping[tuple[Site, Commodity], Sequence[tuple[ActivityInput, Entry]]]:
    """The rows of each flow that a site uses, with their entries."""
    rows_by_commodity: dict[tuple[Site, Commodity], list[tuple[ActivityInput, Entry]]] = {}
    for record in map(resolution.record, resolution.order):
        for row in () if record.inventory is None else record.inventory.inputs:
            if isinstance(row, ActivityInput):
                key = site_of(record.entry), Commodity("flow", row.flow, row.unit)
                rows_by_commodity.setdefault(key, []).append((row, record.entry))
    return rows_by_commodity


def _taken(
    records: Records, resolution: Resolution, figures: Figures
) -> Iterator[tuple[tuple[Site, Commodity], Decimal, Decimal]]:
    """Each product used: its site and commodity, the amount, and the kg CO2e per unit of its line."""
    for node in resolution.order:
        record = resolution.record(node)
        for row in () if record.inventory is None else record.inventory.delivery_inputs:
            source = resolution.sources.get(row.delivery)
            line = None if source is None else figures.line(source[1], resolution.lines[source[0]])
            if source is not None and line is not None:
                product = records.deliveries[source[0]].delivery.product
                key = site_of(record.entry), Commodity("product", product, row.unit)
                yield key, Decimal(row.amount), total_of(line.cells)
