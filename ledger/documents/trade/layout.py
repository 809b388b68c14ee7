"""A battery's emissions by country, and the cost of price scenarios, as pages."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from ledger.documents.page import Block, Heading, Headline, Items, Page, Paragraph, table
from ledger.documents.shown import figure, percent, words
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


def layout_territory(found: TerritoryReport) -> Page:
    """The page of a battery's emissions by country."""
    return Page("Emissions by country", f"{found.model}, {found.rulebook}", blocks=[*_parts(found)])


def _parts(found: TerritoryReport) -> Iterator[Block]:
    yield Headline(figure(found.delivered.total), f"kg CO2e per {UNITS[found.per]}")
    yield from _part("as delivered, without end of life", found.delivered)
    if found.end_of_life is not None:
        yield from _part("end of life", found.end_of_life)
    if found.accounts is not None:
        yield Heading(f"accounts of the delivered battery for the market {found.market}")
        yield Paragraph(ASSERTED, note=True)
        yield table(
            "",
            ("country", ">PBA", ">exported", ">imported", ">CBA"),
            [
                (row.country, *map(figure, (row.pba, row.eee, row.eei, row.cba)))
                for row in found.accounts
            ],
        )


def _part(title: str, part: TerritoryPart) -> Iterator[Block]:
    yield Heading(f"{title}: {figure(part.total)}")
    rows = [
        (row.country, *map(figure, (row.territorial, row.by_dataset, row.grid_zone)), "")
        for row in part.countries
    ]
    rows.append(("no place", "", "", "", figure(part.unlocated)))
    heads = ("country", ">territorial", ">of datasets", ">grid zone", ">unlocated")
    yield table("", heads, rows)
    if part.closed is not None:
        yield Paragraph(f"not shown, of other firms: {figure(part.closed)}")
    if part.credits != "0":
        yield Paragraph(f"credits, apart: {figure(part.credits)}")
    yield table(
        f"by {STANDS_FOR}",
        ("country", ">emissions", ">share", ">credits"),
        [
            (row.country, figure(row.burdens), percent(Decimal(row.share)), figure(row.credits))
            for row in part.sites
        ],
    )


def layout_price(found: CarbonPriceReport) -> Page:
    """The page of price scenarios side by side, and then one by one."""
    scenarios = table(
        "",
        ("scenario", "currency", ">cost", ">paid", ">due", ">border", ">per kWh capacity"),
        [
            (
                one.scenario.id,
                one.scenario.currency,
                *map(figure, (one.cost, one.paid, one.due, one.border.cost, one.per_kwh_capacity)),
            )
            for one in found.scenarios
        ],
    )
    return Page(
        "Carbon price of one battery as delivered",
        f"{found.model}, {found.rulebook}",
        blocks=[
            scenarios,
            Paragraph(ONLY_EMISSIONS, note=True),
            *(block for one in found.scenarios for block in _scenario(one)),
        ],
    )


def _scenario(one: ScenarioCost) -> Iterator[Block]:
    scenario = one.scenario
    yield Heading(f"{scenario.id}: {scenario.title}, {scenario.year}")
    if scenario.note is not None:
        yield Paragraph(scenario.note, note=True)
    shares = ", ".join(percent(Decimal(share)) for share in scenario.pass_through)
    assumed = f"passed on by suppliers, tier by tier, an assumption: {shares}"
    yield Items((assumed, *(f"price {line}" for line in _prices(scenario))))
    yield from _tables(one)
    yield Paragraph(
        f"not covered: {figure(one.not_covered)} kg; credits and uptake earn nothing: {figure(one.earns_nothing)} kg"
    )
    yield Paragraph(f"border: {figure(one.border.cost)} {scenario.currency}. {one.border.reason}")
    if one.closed is not None:
        closed, currency = one.closed, scenario.currency
        yield Paragraph(
            f"not shown: {figure(closed.emissions)} kg of other firms, which cost {figure(closed.lowest)} to"
            f" {figure(closed.highest)} {currency} more"
        )


def _tables(one: ScenarioCost) -> Iterator[Block]:
    """The cost of a scenario by tier and by country."""
    name, heads = one.scenario.id, (">charged kg", f">{one.scenario.currency}", ">paid", ">share")
    yield table(
        f"{name} by tier",
        ("tier", *heads),
        [
            (
                str(row.tier),
                *map(figure, (row.emissions, row.cost, row.paid)),
                percent(Decimal(row.share)),
            )
            for row in one.tiers
        ],
    )
    yield table(
        f"{name} by country",
        ("country", ">price", *heads),
        [
            (
                row.country,
                f"{row.price} {row.covers}",
                *map(figure, (row.emissions, row.cost, row.paid)),
                percent(Decimal(row.share)),
            )
            for row in one.countries
        ],
    )


def _prices(scenario: PriceScenario) -> Iterator[str]:
    """The prices of the scenario's year with their sources."""
    for row in scenario.prices:
        if row.year == scenario.year:
            yield _price(row.country, row)
    if scenario.default is not None:
        yield _price("other countries" if scenario.prices else "all countries", scenario.default)


def _price(place: str, row: DefaultPrice) -> str:
    covers = "all that a site stands for" if row.covers == "all" else "direct emissions"
    return (
        f"{place} {row.price} a tonne on {covers}: {row.source}, {row.day}, {words(row.confidence)}"
    )
