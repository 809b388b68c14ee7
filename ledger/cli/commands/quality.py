"""`cradle quality`: the data quality rating of a calculation, and the cost of defaults in place of suppliers' data."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.terminal.display import console, print_json, print_table, short, show_figure
from ledger.cli.terminal.options import DEFAULT_LEDGER, AsJson, LedgerFolder

if TYPE_CHECKING:
    from schemas.signed.quality import DefaultCost, QualityReport, RatedProcess

SHOWN = 20
"""Most relevant processes in the table; JSON holds all."""

UNIT = ">kg CO2e/kWh"
PROCESS = ("stage", "site", "flow", "from", UNIT, ">share", ">TeR", ">GeR", ">TiR", ">P", ">DQR")


def command(
    calculation: Annotated[str, typer.Argument(help="The id of a calculation.")],
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Show a calculation's data quality rating.

    Shows the rating, the most relevant processes and what the default data cost. A server shows other firms'
    processes and prices to the operator and the engaged auditor only.

    Example: cradle quality sha256:... --ledger my-ledger
    """
    from ledger.cli.backend.ids import full_id
    from ledger.cli.backend.select import select_backend
    from ledger.cli.terminal.waiting import waiting

    with select_backend(ledger) as backend, waiting("rating the data"):
        found = backend.quality(full_id(backend, calculation, "calculation"))
    if as_json:
        print_json(found.to_json())
        return
    summary = found.quality
    level = f", {summary.level.replace('_', ' ')}" if summary.level is not None else ""
    console.print(f"DQR {summary.dqr}{level}; by the other formula {summary.other_dqr}")
    console.print(f"unrated share {summary.unrated_share}; what is not rated counts as 5")
    if found.withheld:
        console.print(f"{found.withheld} rows of others are not shown to this login")
    console.print()
    shown = [_process_row(row) for row in summary.most_relevant[:SHOWN]]
    count = len(summary.most_relevant)
    print_table(f"Most relevant processes: {len(shown)} of {count}", PROCESS, shown)
    if found.defaults_in_use:
        console.print()
        print_table("Defaults in use", PROCESS, map(_process_row, found.defaults_in_use))
    console.print()
    _show_prices(found)


def _process_row(row: "RatedProcess") -> list[str]:
    from ledger.footprint.quality.ratings import CRITERIA

    known = _known(row)
    scores = [_score(getattr(row.scores, name)) if name in known else "-" for name in CRITERIA]
    return [
        row.stage.value,
        row.site,
        short(row.label) if row.label.startswith("sha256:") else row.label.rpartition(":")[2],
        row.source,
        show_figure(Decimal(row.value)),
        _percent(Decimal(row.share) * 100),
        *scores,
        _score(row.dqr),
    ]


def _known(row: "RatedProcess") -> list[str]:
    """The criteria with a score from both halves; a missing half counts as 5."""
    from ledger.footprint.quality.quality_document import format_scores
    from ledger.footprint.quality.ratings import CRITERIA, Datum, profile

    datum = Datum(profile(row.activity), None if row.factor is None else profile(row.factor))
    stated = format_scores(datum.scores)
    return [
        name
        for name in CRITERIA
        if datum.knows(name) and getattr(stated, name) == getattr(row.scores, name)
    ]


def _score(value: str | None) -> str:
    return "-" if value is None else f"{Decimal(value):.2f}"


def _percent(value: Decimal) -> str:
    return f"{value:.1f} %"


def _show_prices(found: "QualityReport") -> None:
    if not found.prices:
        if not found.withheld:
            console.print("No dataset of the named factor sets represents a delivered product.")
        return
    columns = ("site", "line", "dataset", UNIT, ">default", ">cost", ">of total", ">DQR then")
    print_table("What a default in place of a supplier costs", columns, _price_rows(found.prices))


def _price_rows(prices: "tuple[DefaultCost, ...]") -> Iterator[list[str]]:
    for row in prices:
        figures = [show_figure(Decimal(value)) for value in (row.told, row.default, row.cost)]
        share = "-" if row.cost_percent is None else _percent(Decimal(row.cost_percent))
        yield [row.site, row.line, row.flow, *figures, share, _score(row.dqr)]
