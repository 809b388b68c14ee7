"""A battery's emissions by country, and the cost of price scenarios, as lines of text."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from ledger.footprint.graph.numbers import EXPLAIN, show_figure
from schemas.exchanged.price_scenario import DefaultPrice, PriceScenario
from schemas.views.carbon_price import CarbonPriceReport, ScenarioCost
from schemas.views.territory import TerritoryPart, TerritoryReport

UNITS: Final = {"battery": "battery", "kwh": "kWh of total energy", "kg": "kg of delivered battery"}
ASSERTED = "The market is asserted by the reader: no entry says where a battery is used."
STANDS_FOR = "the country of the site that stands for it, which is not where all of it was emitted"
ONLY_EMISSIONS = (
    "Only taxes and permits follow from emissions: abatement cost, the cost of resources and a premium for a brand do"
    " not, and are in no figure here."
)

Cells = Sequence[str]


def territory_lines(found: TerritoryReport) -> Iterator[str]:
    """The lines of a battery's emissions by country."""
    unit = f"kg CO2e per {UNITS[found.per]}"
    yield f"territory   {show(found.delivered.total)} {unit}, {found.model}, {found.rulebook}"
    yield from _part_lines("as delivered, without end of life", found.delivered)
    if found.end_of_life is not None:
        yield from _part_lines("end of life", found.end_of_life)
    if found.accounts is not None:
        yield ""
        yield f"accounts of the delivered battery for the market {found.market}"
        yield ASSERTED
        heads = ("country", "PBA", "exported", "imported", "CBA")
        rows = [
            (row.country, *map(show, (row.pba, row.eee, row.eei, row.cba)))
            for row in found.accounts
        ]
        yield from _table(heads, rows)


def _part_lines(title: str, part: TerritoryPart) -> Iterator[str]:
    yield ""
    yield f"{title}: {show(part.total)}"
    rows = [
        (row.country, *map(show, (row.territorial, row.by_dataset, row.grid_zone)), "")
        for row in part.countries
    ]
    rows.append(("no place", "", "", "", show(part.unlocated)))
    yield from _table(("country", "territorial", "of datasets", "grid zone", "unlocated"), rows)
    if part.closed is not None:
        yield f"  not shown, of other firms: {show(part.closed)}"
    if part.credits != "0":
        yield f"  credits, apart: {show(part.credits)}"
    yield ""
    yield f"by {STANDS_FOR}"
    heads = ("country", "emissions", "share", "credits")
    sites = [
        (row.country, show(row.burdens), percent(row.share), show(row.credits))
        for row in part.sites
    ]
    yield from _table(heads, sites)


def price_lines(found: CarbonPriceReport) -> Iterator[str]:
    """The lines of price scenarios side by side, and then one by one."""
    yield f"carbon price of one battery as delivered, {found.model}, {found.rulebook}"
    heads = ("scenario", "", "cost", "paid", "due", "border", "per kWh capacity")
    rows = [
        (
            one.scenario.id,
            one.scenario.currency,
            *map(show, (one.cost, one.paid, one.due, one.border.cost, one.per_kwh_capacity)),
        )
        for one in found.scenarios
    ]
    yield from _table(heads, rows)
    yield ONLY_EMISSIONS
    for one in found.scenarios:
        yield ""
        yield from _scenario_lines(one)


def _scenario_lines(one: ScenarioCost) -> Iterator[str]:
    scenario = one.scenario
    yield f"{scenario.id}: {scenario.title}, {scenario.year}"
    if scenario.note is not None:
        yield f"  {scenario.note}"
    shares = ", ".join(percent(share) for share in scenario.pass_through)
    yield f"  passed on by suppliers, tier by tier, an assumption: {shares}"
    yield from (f"  price {line}" for line in _price_lines(scenario))
    heads = ("tier", "charged kg", scenario.currency, "paid", "share")
    tiers = [
        (str(row.tier), show(row.emissions), show(row.cost), show(row.paid), percent(row.share))
        for row in one.tiers
    ]
    yield from _table(heads, tiers)
    yield from _country_lines(one)
    yield f"  not covered: {show(one.not_covered)} kg; credits and uptake earn nothing: {show(one.earns_nothing)} kg"
    yield f"  border: {show(one.border.cost)} {scenario.currency}. {one.border.reason}"
    if one.closed is not None:
        closed, currency = one.closed, scenario.currency
        yield (
            f"  not shown: {show(closed.emissions)} kg of other firms, which cost {show(closed.lowest)} to"
            f" {show(closed.highest)} {currency} more"
        )


def _country_lines(one: ScenarioCost) -> Iterator[str]:
    heads = ("country", "price", "charged kg", one.scenario.currency, "paid", "share")
    countries = [
        (
            row.country,
            f"{row.price} {row.covers}",
            *map(show, (row.emissions, row.cost, row.paid)),
            percent(row.share),
        )
        for row in one.countries
    ]
    yield from _table(heads, countries)


def _price_lines(scenario: PriceScenario) -> Iterator[str]:
    """The prices of the scenario's year with their sources."""
    for row in scenario.prices:
        if row.year == scenario.year:
            yield _price(row.country, row)
    if scenario.default is not None:
        yield _price("other countries" if scenario.prices else "all countries", scenario.default)


def _price(place: str, row: DefaultPrice) -> str:
    confidence = row.confidence.replace("_", " ")
    covers = "all that a site stands for" if row.covers == "all" else "direct emissions"
    return f"{place} {row.price} a tonne on {covers}: {row.source}, {row.day}, {confidence}"


def show(value: str) -> str:
    """A value for display."""
    return show_figure(Decimal(value))


def percent(share: str) -> str:
    """A share in per cent, with one decimal."""
    return f"{EXPLAIN.multiply(Decimal(share), Decimal(100)):.1f} %"


def _table(heads: Cells, rows: Iterable[Cells]) -> Iterator[str]:
    """Rows in columns: the first to the left, the others to the right."""
    listed = [heads, *rows]
    widths = [max(len(row[at]) for row in listed) for at in range(len(heads))]
    for row in listed:
        first, *others = (
            cell.rjust(width) if at else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield f"  {'  '.join((first, *others))}".rstrip()
