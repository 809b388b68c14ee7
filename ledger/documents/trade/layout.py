"""A product's emissions by country, and the cost of price scenarios, as pages."""

from collections.abc import Iterator
from decimal import Decimal

from ledger.documents.page import Block, Heading, Headline, Items, Page, Paragraph, table
from ledger.documents.shown import figure, percent, words
from schemas.exchanged.price_scenario import DefaultPrice, PriceScenario
from schemas.views.carbon_price import CarbonPriceReport, ScenarioCost
from schemas.views.territory import TerritoryPart, TerritoryReport
from schemas.vocabulary import Unit

ASSERTED = "The market is asserted by the reader: no entry says where a product is used."
STANDS_FOR = "the country of the site that stands for it, which is not where all of it was emitted"
ONLY_EMISSIONS = (
    "Only taxes and permits follow from emissions: abatement cost, the cost of resources and a premium for a brand do"
    " not, and are in no figure here."
)


def layout_territory(report: TerritoryReport) -> Page:
    """The page of a product's emissions by country."""
    return Page(
        "Emissions by country", f"{report.model}, {report.rulebook}", blocks=[*_parts(report)]
    )


def _parts(report: TerritoryReport) -> Iterator[Block]:
    yield Headline(figure(report.delivered.total), f"kg CO2e per {_unit(report)}")
    yield from _part("as delivered, without end of life", report.delivered)
    if report.end_of_life is not None:
        yield from _part("end of life", report.end_of_life)
    if report.accounts is not None:
        yield Heading(f"accounts of the delivered product for the market {report.market}")
        yield Paragraph(ASSERTED, note=True)
        yield table(
            "",
            ("country", ">PBA", ">exported", ">imported", ">CBA"),
            [
                (row.country, *map(figure, (row.pba, row.eee, row.eei, row.cba)))
                for row in report.accounts
            ],
        )


def _unit(report: TerritoryReport) -> str:
    """The unit of the values in words."""
    match report.per:
        case "kwh":
            return "kWh of total energy"
        case "kg":
            return f"kg of delivered {'battery' if report.unit is None else 'product'}"
    return _one(report.unit)


def _one(unit: Unit | None) -> str:
    """One product: a battery, or the declared unit."""
    return "battery" if unit is None else unit.value


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


def layout_price(report: CarbonPriceReport) -> Page:
    """The page of price scenarios side by side, and then one by one."""
    heads = ["scenario", "currency", ">cost", ">paid", ">due", ">border"]
    if report.unit is None:
        heads.append(">per kWh capacity")
    return Page(
        f"Carbon price of one {_one(report.unit)} as delivered",
        f"{report.model}, {report.rulebook}",
        blocks=[
            table("", heads, [_beside(row) for row in report.scenarios]),
            Paragraph(ONLY_EMISSIONS, note=True),
            *(block for scenario_cost in report.scenarios for block in _scenario(scenario_cost)),
        ],
    )


def _beside(row: ScenarioCost) -> tuple[str, ...]:
    """A scenario's line beside the others; the capacity is a battery's alone."""
    values = (row.cost, row.paid, row.due, row.border.cost, row.per_kwh_capacity)
    shown = values if row.per_kwh_capacity is not None else values[:-1]
    costs = ("not known" if it is None else figure(it) for it in shown)
    return (row.scenario.id, row.scenario.currency, *costs)


def _scenario(scenario_cost: ScenarioCost) -> Iterator[Block]:
    scenario = scenario_cost.scenario
    yield Heading(f"{scenario.id}: {scenario.title}, {scenario.year}")
    if scenario.note is not None:
        yield Paragraph(scenario.note, note=True)
    shares = ", ".join(percent(Decimal(share)) for share in scenario.pass_through)
    assumed = f"passed on by suppliers, tier by tier, an assumption: {shares}"
    yield Items((assumed, *(f"price {line}" for line in _prices(scenario))))
    yield from _tables(scenario_cost)
    yield Paragraph(
        f"not covered: {figure(scenario_cost.not_covered)} kg;"
        f" credits and uptake earn nothing: {figure(scenario_cost.earns_nothing)} kg"
    )
    border = scenario_cost.border
    cost = "not known" if border.cost is None else f"{figure(border.cost)} {scenario.currency}"
    yield Paragraph(f"border: {cost}. {border.reason}")
    if scenario_cost.closed is not None:
        closed, currency = scenario_cost.closed, scenario.currency
        yield Paragraph(
            f"not shown: {figure(closed.emissions)} kg of other firms, which cost {figure(closed.lowest)} to"
            f" {figure(closed.highest)} {currency} more"
        )


def _tables(scenario_cost: ScenarioCost) -> Iterator[Block]:
    """The cost of a scenario by tier and by country."""
    name, heads = (
        scenario_cost.scenario.id,
        (">charged kg", f">{scenario_cost.scenario.currency}", ">paid", ">share"),
    )
    yield table(
        f"{name} by tier",
        ("tier", *heads),
        [
            (
                str(row.tier),
                *map(figure, (row.emissions, row.cost, row.paid)),
                percent(Decimal(row.share)),
            )
            for row in scenario_cost.tiers
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
            for row in scenario_cost.countries
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
