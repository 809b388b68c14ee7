"""The demo's product by its electricity and, if its line states a peak power, per kWp."""

from collections.abc import Mapping
from decimal import Decimal

from ledger.cli.demonstration.chain import Chain
from ledger.cli.demonstration.outcome import Outcome
from ledger.cli.terminal.display import console, show_figure, show_percent
from ledger.footprint.graph.numbers import EXPLAIN, explained_sum, format_decimal
from ledger.service.answers.explain import explain_electricity

TOP = 4


def electricity_as_json(
    chain: Chain, outcome: Outcome | None, *, as_json: bool
) -> dict[str, object]:
    """The kWh per declared unit, by site, and per kWp with the figure; printed unless the caller prints JSON.

    Nothing of a battery, whose figure has no declared unit.
    """
    product = chain.plan.case.product
    if outcome is None or product is None:
        return {}
    site_of = {entry: site for site, entry in chain.entries.items()}
    behind = explain_electricity(chain.ledger, outcome.calculation_id)
    by_site = {site_of[entry]: kwh for entry, kwh in behind.items()}
    kwh, total = explained_sum(by_site.values()), Decimal(outcome.calculation.total)
    kwp = chain.plan.case.sites[product.site].kwp_per_unit
    per_kwp = None if kwp is None else (EXPLAIN.divide(total, kwp), EXPLAIN.divide(kwh, kwp))
    if not as_json:
        _print(outcome, by_site, kwh, per_kwp)
    shown: dict[str, object] = {
        "electricity_kwh": format_decimal(kwh),
        "electricity_by_site": {site: format_decimal(by_site[site]) for site in sorted(by_site)},
    }
    if per_kwp is not None:
        figure, power = map(format_decimal, per_kwp)
        shown["per_kwp"] = {"total": figure, "electricity_kwh": power}
    return shown


def _print(
    outcome: Outcome,
    by_site: Mapping[str, Decimal],
    kwh: Decimal,
    per_kwp: tuple[Decimal, Decimal] | None,
) -> None:
    """Print the electricity with the sites that use most, and the two values per kWp."""
    unit = outcome.calculation.unit
    most = sorted(by_site.items(), key=lambda row: (-row[1], row[0]))[:TOP]
    sites = ", ".join(f"{site} {show_percent(used, kwh)}" for site, used in most)
    per = "" if unit is None else f" per {unit.value}"
    console.print(f"{'electricity':<14} {show_figure(kwh)} kWh{per}: {sites}", markup=False)
    if per_kwp is not None:
        total, power = map(show_figure, per_kwp)
        console.print(f"{'per kWp':<14} {total} kg CO2e, {power} kWh", markup=False)
