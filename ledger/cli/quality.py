"""`cradle quality`: how good the data behind a calculation are, and what a default in their place would cost."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.display import console, print_json, print_table, short, show_figure, show_percent
from ledger.cli.options import DEFAULT_LEDGER, AsJson, LedgerFolder

if TYPE_CHECKING:
    from ledger.footprint.default_data import DefaultPrice
    from ledger.footprint.quality import Process
    from ledger.service.quality import QualityOf

SHOWN = 20
"""Most relevant processes in the table; JSON holds all."""

UNIT = ">kg CO2e/kWh"
PROCESS = ("stage", "site", "flow", "from", UNIT, ">share", ">TeR", ">GeR", ">TiR", ">P", ">DQR")


def command(
    calculation: Annotated[str, typer.Argument(help="The id of a calculation.")],
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Show the data quality rating of a calculation, its most relevant processes, and the price of defaults.

    Example: cradle quality sha256:... --ledger my-ledger
    """
    from ledger.cli.opening import open_ledger
    from ledger.footprint.quality_document import format_process, format_quality
    from ledger.service.quality import explain_quality

    with open_ledger(ledger) as opened:
        found = explain_quality(opened, calculation)
    summary = format_quality(found.rating, found.rule)
    if as_json:
        in_use = [format_process(row, found.rating.total, found.rule) for row in found.in_use]
        print_json(
            {
                "calculation": calculation,
                "quality": summary.to_json(),
                "prices": [_price_json(row, found) for row in found.prices],
                "defaults_in_use": [row.to_json() for row in in_use],
            }
        )
        return
    level = f", {summary.level.replace('_', ' ')}" if summary.level is not None else ""
    console.print(f"DQR {summary.dqr}{level}; by the other formula {summary.other_dqr}")
    console.print(f"unrated share {summary.unrated_share}; what is not rated counts as 5")
    console.print()
    shown = [_process_row(row, found) for row in found.rating.most_relevant[:SHOWN]]
    count = len(found.rating.most_relevant)
    print_table(f"Most relevant processes: {len(shown)} of {count}", PROCESS, shown)
    if found.in_use:
        console.print()
        print_table("Defaults in use", PROCESS, [_process_row(row, found) for row in found.in_use])
    console.print()
    _show_prices(found)


def _process_row(row: "Process", found: "QualityOf") -> list[str]:
    from ledger.footprint.ratings import CRITERIA, dqr

    label = row.key.label
    scores = [_score(row.scores[name]) if row.datum.knows(name) else "-" for name in CRITERIA]
    return [
        row.key.stage.value,
        row.site,
        short(label) if label.startswith("sha256:") else label.rpartition(":")[2],
        row.key.source,
        show_figure(row.value),
        show_percent(row.weight, found.rating.total),
        *scores,
        _score(dqr(row.scores, found.rule.criteria)),
    ]


def _score(value: Decimal) -> str:
    return f"{value:.2f}"


def _show_prices(found: "QualityOf") -> None:
    if not found.prices:
        console.print("No dataset of the named factor sets stands for a delivered product.")
        return
    columns = ("site", "line", "dataset", UNIT, ">default", ">cost", ">of total", ">DQR then")
    print_table("What a default in place of a supplier costs", columns, _price_rows(found))


def _price_rows(found: "QualityOf") -> Iterator[list[str]]:
    for row in found.prices:
        entry, line = row.line
        site = found.target.resolution.record(entry).entry.site.code
        figures = [show_figure(value) for value in (row.told, row.default, row.cost)]
        rated = "-" if row.rating is None else _score(row.rating.dqr)
        yield [site, line, row.factor.flow, *figures, show_percent(row.cost, found.total), rated]


def _price_json(row: "DefaultPrice", found: "QualityOf") -> dict[str, object]:
    from ledger.footprint.numbers import EXPLAIN, format_decimal, round_delivered
    from ledger.footprint.quality_document import six_places

    values = {"told": row.told, "default": row.default, "cost": row.cost}
    if found.total:
        hundredfold = EXPLAIN.multiply(row.cost, Decimal(100))
        values["cost_percent"] = EXPLAIN.divide(hundredfold, found.total)
    rated = {} if row.rating is None else {"dqr": six_places(row.rating.dqr)}
    entry, line = row.line
    return {
        "entry": entry,
        "line": line,
        "product": row.factor.stands_for,
        "flow": row.factor.flow,
        **{name: format_decimal(round_delivered(value)) for name, value in values.items()},
        **rated,
    }
