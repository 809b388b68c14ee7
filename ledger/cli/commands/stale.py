"""`cradle stale`: the figures whose basis has changed since they were signed, with the change and its effect."""

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer

from ledger.cli.terminal.display import (
    console,
    print_json,
    print_text,
    short,
    show_figure,
    show_percent,
)
from ledger.cli.terminal.options import DEFAULT_LEDGER, AsJson, LedgerFolder

UNIT = {"calculation": "kg CO2e per kWh of total energy", "delivery": "kg CO2e per unit"}
EVENTS = {"superseded": "replaced by", "withdrawn": "withdrawn by", "added": "added as"}


def command(
    identity: Annotated[
        Path | None,
        typer.Option(
            envvar="CRADLE_IDENTITY",
            help="Show only figures of the owner of the keys in this folder.",
        ),
    ] = None,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """List out-of-date figures.

    Shows each change of a statement behind a calculation or a delivered figure: by whom, by which of your rows, the
    stated reason, and the figure before and after. The difference opens by stage and cause. For a declared calculation
    it says if the rulebook asks for a new declaration. A server shows the issuer and reason of statements that you see.

    Example: cradle stale --identity my-keys --ledger my-ledger
    """
    from ledger.cli.backend.select import select_backend
    from ledger.cli.keys.identity import registered_id
    from ledger.cli.terminal.waiting import waiting

    own = None if identity is None else registered_id(identity)
    with select_backend(ledger) as backend, waiting("comparing figures"):
        known = [row for row in backend.stale().items if own in {None, row.issuer}]
        found = [row.to_json() for row in known]
    if as_json:
        print_json({"items": found})
        return
    if not found:
        console.print("No figure is stale.")
    for row in found:
        _show(row)


def _show(row: Mapping[str, Any]) -> None:
    console.print(str(row["id"]), markup=False)
    if "model" in row:
        console.print(f"  {'model':<11} {row['model']}, site {row['site']}", markup=False)
    _show_ids("declared in", row["declarations"])
    console.print(f"  {'signed':<11} {_figure(row, row['before'])}", markup=False)
    if "after" in row:
        before, after = Decimal(row["before"]), Decimal(row["after"])
        change = show_percent(after - before, abs(before))
        console.print(f"  {'now':<11} {_figure(row, row['after'])}, {change}", markup=False)
    if "difference" in row:
        _show_difference(row["difference"])
    if "redeclaration" in row:
        none = "" if row["declarations"] else " Nothing is declared on this calculation."
        print_text(f"  {'declare':<11} {row['redeclaration']['detail']}{none}")
    if "problem" in row:
        print_text(f"  {'now':<11} no figure: {row['problem']}")
    for touch in row["touches"]:
        event = f"{EVENTS[touch['event']]} {short(touch['by'])}"
        reason = f", {touch['reason'].replace('_', ' ')}" if "reason" in touch else ""
        console.print(
            f"  {'changed':<11} {short(touch['statement'])} {event}{reason}", markup=False
        )
        issuer = touch.get("firm", "a firm that you are not shown")
        console.print(f"  {'by':<11} {issuer}", markup=False)
        if "row" in touch:
            console.print(f"  {'your row':<11} {_shorten(touch['row'])}", markup=False)


def _show_difference(document: object) -> None:
    """Show a difference by stage and cause."""
    from ledger.documents.difference.text import cause_lines, stage_words
    from schemas.views.difference import Difference

    found = Difference.parse(json.dumps(document).encode())
    console.print(f"  {'by stage':<11} {stage_words(found.stages)}", markup=False)
    for line in cause_lines(found, "  "):
        console.print(line, markup=False)


def _show_ids(label: str, statements: Iterable[str]) -> None:
    for name in statements:
        console.print(f"  {label:<11} {short(name)}", markup=False)


def _figure(row: Mapping[str, Any], total: str) -> str:
    return f"{show_figure(Decimal(total))} {UNIT[row['kind']]}"


def _shorten(words: str) -> str:
    """A row with its ids as they are shown in a table."""
    return " ".join(
        short(word.rstrip(",")) + word[len(word.rstrip(",")) :]
        if word.startswith("sha256:")
        else word
        for word in words.split()
    )
