"""`cradle territory`: the emissions of a product by country, by place and by the site that stands for them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.commands.audit_input import OwnCopies
from ledger.cli.commands.diff import is_file, own_copies, read_bundle_state
from ledger.cli.terminal.options import DEFAULT_LEDGER, AsCsv, AsJson, LedgerFolder
from ledger.cli.terminal.page import show_report
from schemas.views.territory import Per

if TYPE_CHECKING:
    from schemas.views.territory import TerritoryReport


def command(
    calculation: Annotated[
        str, typer.Argument(help="The id of a calculation or declaration, or a bundle file.")
    ],
    per: Annotated[
        Per | None,
        typer.Option(
            help="Values for one battery or kWh of its total energy, one declared unit of another product, or one kg."
            " Default: one battery or declared unit."
        ),
    ] = None,
    market: Annotated[
        str | None,
        typer.Option(
            help="The country of use that you assert, such as DE, for the consumer's account."
        ),
    ] = None,
    own: OwnCopies = [],  # noqa: B006 - typer copies the default
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Show a product's emissions by country.

    Emissions are on a territory, in the grid zone of their electricity, or without a place; beside it by the country of
    the site that stands for them. With a market also exported and imported emissions.

    Example: cradle territory 09e5bba46e9f --per kg --market DE --ledger my-ledger
    """
    from ledger.documents.trade.layout import layout_territory

    report = _territory(calculation, per, market, own_copies(own), ledger)
    show_report(report, layout_territory, as_json=as_json, as_csv=as_csv)


def _territory(
    name: str, per: Per | None, market: str | None, own: tuple[bytes, ...], ledger: Path
) -> "TerritoryReport":
    from ledger.cli.backend.ids import full_id
    from ledger.cli.backend.select import select_backend
    from ledger.cli.terminal.waiting import waiting
    from ledger.documents.trade.territory import territory_report

    if is_file(name):
        return territory_report(read_bundle_state(name, own), per, market)
    with select_backend(ledger) as backend, waiting("placing emissions"):
        return backend.territory(full_id(backend, name, "calculation"), per, market)
