"""The demo's product by country, and the cost of the price scenarios that come with Cradle."""

from decimal import Decimal

from ledger.cli.backend.folder import operator_desk
from ledger.cli.demonstration.chain import Chain
from ledger.cli.demonstration.outcome import Outcome
from ledger.cli.terminal.display import console, show_figure
from ledger.documents.shown import percent
from schemas.views.carbon_price import CarbonPriceReport
from schemas.views.territory import Per, TerritoryReport
from schemas.vocabulary import Unit

TOP = 4


def trade_as_json(chain: Chain, outcome: Outcome | None, *, as_json: bool) -> dict[str, object]:
    """Both documents for a program, printed in two lines unless the caller prints JSON; none without a figure.

    The emissions are per kg of battery if its output is in kg.
    """
    if outcome is None:
        return {}
    subject, case = outcome.declaration or outcome.calculation_id, chain.plan.case
    weighs = case.battery is not None and case.lines[case.battery.site].unit is Unit.KG
    per: Per | None = "kg" if weighs else None
    desk = operator_desk(chain.ledger)
    territory, price = desk.territory(subject, per), desk.shipped_prices(subject)
    if not as_json:
        _print(territory, price)
    return {"territory": territory.to_json(), "price": price.to_json()}


def _print(territory: TerritoryReport, price: CarbonPriceReport) -> None:
    """Print the countries of most emissions, and the cost of each scenario."""
    sites = ", ".join(
        f"{row.country} {percent(Decimal(row.share))}" for row in territory.delivered.sites[:TOP]
    )
    console.print(f"{'countries':<14} of sites: {sites} (cradle territory)", markup=False)
    costs = ", ".join(
        f"{show_figure(Decimal(row.cost))} {row.scenario.currency} under {row.scenario.id}"
        for row in price.scenarios
    )
    one = "battery" if price.unit is None else price.unit.value
    console.print(f"{'carbon price':<14} of one {one}: {costs} (cradle price)", markup=False)
