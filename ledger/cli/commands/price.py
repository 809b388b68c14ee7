"""`cradle price`: the cost of carbon price scenarios on one product, side by side."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.commands.audit_input import OwnCopies
from ledger.cli.commands.diff import is_file, own_copies, read_bundle_state
from ledger.cli.terminal.options import DEFAULT_LEDGER, AsCsv, AsJson, LedgerFolder
from ledger.cli.terminal.page import show_report

if TYPE_CHECKING:
    from schemas.exchanged.price_scenario import PriceScenario
    from schemas.views.carbon_price import CarbonPriceReport


def command(
    calculation: Annotated[
        str, typer.Argument(help="The id of a calculation or declaration, or a bundle file.")
    ],
    scenario: Annotated[
        list[str],
        typer.Option(
            help="A scenario file (TOML), or the id of one that comes with Cradle; may be repeated. Default: all that"
            " come with Cradle."
        ),
    ] = [],  # noqa: B006 - typer copies the default
    own: OwnCopies = [],  # noqa: B006 - typer copies the default
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Price a product's emissions by scenario.

    Shows what carbon prices cost on one battery, or one declared unit of another product, by tier of supplier and by
    country of the site, what of it is already paid, and the part of a carbon border. A scenario is an assumption and is
    shown with its sources.

    Example: cradle price 09e5bba46e9f --scenario uniform-2026 --scenario my-prices.toml --ledger my-ledger
    """
    from ledger.documents.trade.layout import layout_price

    report = _price(calculation, scenario, own_copies(own), ledger)
    show_report(report, layout_price, as_json=as_json, as_csv=as_csv)


def _price(
    name: str, scenarios: list[str], own: tuple[bytes, ...], ledger: Path
) -> "CarbonPriceReport":
    from ledger.cli.backend.ids import full_id
    from ledger.cli.backend.select import select_backend
    from ledger.cli.terminal.waiting import waiting
    from ledger.documents.trade.carbon_price import carbon_price_report
    from ledger.rulebooks.scenario_catalog import shipped_scenarios
    from schemas.views.carbon_price import PriceRequest

    named = tuple(map(read_scenario, scenarios)) or shipped_scenarios()
    if is_file(name):
        return carbon_price_report(read_bundle_state(name, own), named)
    with select_backend(ledger) as backend, waiting("pricing emissions"):
        request = PriceRequest(scenarios=named)
        return backend.carbon_price(full_id(backend, name, "calculation"), request)


def read_scenario(name: str) -> "PriceScenario":
    """The scenario in a file of that name, or that comes with Cradle.

    Raises:
        CradleError: `scenario.*`, `file.unreadable`.
    """
    from ledger.cli.terminal.files import read_file
    from ledger.rulebooks.scenario_catalog import load_scenario, parse_scenario

    return parse_scenario(read_file(Path(name))) if is_file(name) else load_scenario(name)
