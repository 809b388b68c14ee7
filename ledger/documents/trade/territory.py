"""The document of a product's emissions by country."""

from decimal import Decimal

from ledger.documents.difference.state import FigureState
from ledger.documents.trade.product import Product, delivered, end_of_life
from ledger.footprint.graph.numbers import (
    CELL,
    EXPLAIN,
    ZERO,
    format_decimal,
    format_rounded,
    round_delivered,
)
from ledger.footprint.trade.territory import Territory, accounts, territory
from schemas.errors import CradleError
from schemas.values import ISO_COUNTRIES
from schemas.views.territory import (
    Per,
    TerritoryAccount,
    TerritoryCountry,
    TerritoryPart,
    TerritoryReport,
    TerritorySite,
)


def territory_report(
    state: FigureState, per: Per | None, market: str | None = None, reader: str | None = None
) -> TerritoryReport:
    """A product's emissions by country.

    Args:
        state: the calculation, with all statements behind it.
        per: the unit of values; one battery or one declared unit if none is asked for.
        market: the country of use, as the reader asserts it; without it there is no consumer's account.
        reader: the participant that reads it, if it may not look into all entries.

    Raises:
        CradleError: as `delivered`, or `territory.market`.
    """
    _require_country(market)
    product = delivered(state, per, reader)
    treated = end_of_life(product)
    emissions = territory(product.contributions(), product.computed.table)
    return TerritoryReport(
        document="territory",
        calculation=state.id,
        declaration=state.declaration,
        model=state.calculation.model,
        rulebook=state.rulebook.id,
        per=product.per,
        unit=state.calculation.unit,
        exact=reader is None,
        delivered=_part(product, emissions),
        end_of_life=None if treated is None else _treatment(treated),
        market=market,
        accounts=None if market is None else _accounts(product, emissions, market),
    )


def _require_country(market: str | None) -> None:
    if market is not None and market not in ISO_COUNTRIES:
        detail = f"The market {market!r} is not an ISO 3166 code; write one such as DE."
        raise CradleError("territory.market", detail, "market")


def _treatment(product: Product) -> TerritoryPart:
    """The part of end of life; the disposal of what is not collected has no place."""
    emissions = territory(product.contributions(), product.computed.table)
    unlocated = EXPLAIN.add(emissions.unlocated, product.uncollected)
    return _part(
        product, Territory(emissions.places, unlocated, emissions.credits, emissions.sites)
    )


def _part(product: Product, emissions: Territory) -> TerritoryPart:
    closed = closed_part(product, emissions.total)
    burdens = emissions.burdens
    countries = sorted(emissions.places.items(), key=lambda row: (-row[1].placed, row[0]))
    sites = sorted(emissions.sites.items(), key=lambda row: (-row[1].burdens, row[0]))
    shown = product.total if closed is None else EXPLAIN.add(emissions.total, closed)
    return TerritoryPart(
        total=written(shown),
        burdens=written(burdens),
        credits=written(emissions.credits),
        countries=tuple(
            TerritoryCountry(
                country=country,
                territorial=written(row.territorial),
                by_dataset=written(row.by_dataset),
                grid_zone=written(row.grid_zone),
            )
            for country, row in countries
        ),
        unlocated=written(emissions.unlocated),
        sites=tuple(
            TerritorySite(
                country=country,
                burdens=written(row.burdens),
                credits=written(row.credits),
                share=share_of(row.burdens, EXPLAIN.add(burdens, closed or ZERO)),
            )
            for country, row in sites
        ),
        closed=None if closed is None else format_decimal(closed),
    )


def closed_part(product: Product, shown: Decimal) -> Decimal | None:
    """What a reader is not shown, to 4 digits; None if the reader may look into all entries."""
    if product.closed is None:
        return None
    return round_delivered(EXPLAIN.subtract(product.total, shown))


def _accounts(product: Product, emissions: Territory, market: str) -> tuple[TerritoryAccount, ...]:
    closed = closed_part(product, emissions.total) or ZERO
    rows = accounts(emissions, market, closed)
    return tuple(
        TerritoryAccount(
            country=country,
            pba=written(row.pba),
            eee=written(row.eee),
            eei=written(row.eei),
            cba=written(row.cba),
        )
        for country, row in rows.items()
    )


def written(value: Decimal) -> str:
    """An explanatory value with the digits of a figure."""
    return format_decimal(CELL.plus(value))


def share_of(part: Decimal, whole: Decimal) -> str:
    """A part of a whole as a fraction, to 4 digits; zero of nothing."""
    return format_rounded(EXPLAIN.divide(part, whole)) if whole else "0"
