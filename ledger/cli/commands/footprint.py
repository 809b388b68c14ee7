"""`cradle footprint`: the figure of one line of an entry, with its tree of contributions."""

from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.terminal.display import (
    console,
    print_fitted,
    print_json,
    print_stage_bars,
    print_table,
    show_figure,
    show_percent,
)
from ledger.cli.terminal.options import (
    DEFAULT_LEDGER,
    AsJson,
    FactorSets,
    LedgerFolder,
    Rulebook,
)

if TYPE_CHECKING:
    from ledger.append.ledger import Ledger
    from schemas.exchanged.line_request import PreviewRequest


def command(
    entry: Annotated[str, typer.Argument(help="The id of an entry.")],
    factor_sets: FactorSets,
    line: Annotated[str, typer.Option(help="The code of the output line.")] = "main",
    preview: Annotated[
        bool,
        typer.Option(
            "--preview", help="Show only the figure that a delivery of this line would carry."
        ),
    ] = False,
    rulebook: Rulebook = None,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Show the footprint of an output line per unit.

    Shows the stages, a tree of contributions and the sites behind it. A server shows an issuer its own part
    exactly, its upstream to 4 digits, and no contributions.

    Example: cradle footprint sha256:... --rulebook eu-ev-draft-2024 --factor-set sha256:...
    """
    from ledger.cli.backend.factor_sets import stored_factor_sets
    from ledger.cli.backend.ids import full_id
    from ledger.cli.backend.local import LocalLedger
    from ledger.cli.backend.remote import RemoteLedger
    from ledger.cli.backend.select import select_backend
    from ledger.cli.terminal.rulebook import require_rulebook
    from ledger.cli.terminal.supplier_figure import show_supplier_figure
    from ledger.cli.terminal.waiting import waiting
    from ledger.trust.leaves import digest, model_bytes
    from schemas.exchanged.line_request import PreviewRequest

    rules = require_rulebook(rulebook)
    with select_backend(ledger) as opened:
        named = full_id(opened, entry, "entry")
        sets = stored_factor_sets(factor_sets, opened)
        method = digest(model_bytes(rules))
        asked = PreviewRequest(
            entry=named, line=line, rulebook=method, factor_sets=tuple(sorted(sets))
        )
        backend = opened.with_method(rules)
        if preview:
            with waiting("computing the figure"):
                figure = backend.preview(asked)
            print_json(figure.to_json())
        elif isinstance(backend, LocalLedger):
            _show(backend.ledger, asked, rules.id, as_json=as_json)
        elif isinstance(backend, RemoteLedger):
            told = backend.footprint(named, method, asked.factor_sets, line)
            show_supplier_figure(told.to_json(), rules.id, as_json=as_json)


def _show(ledger: "Ledger", asked: "PreviewRequest", rulebook: str, *, as_json: bool) -> None:
    """Show the whole figure to the operator."""
    from ledger.cli.terminal.contribution_tree import build_tree
    from ledger.cli.terminal.waiting import waiting
    from ledger.footprint.analysis.contributions import group_by
    from ledger.footprint.graph.cells import cut_off, format_cells, stages_of, total_of
    from ledger.footprint.graph.numbers import format_decimal
    from ledger.service.answers.explain import explain_line

    with waiting("computing the figure"):
        computed, newest, contributions = explain_line(
            ledger, asked.entry, asked.line, asked.rulebook, asked.factor_sets
        )
    found = computed.figures.entries[newest].lines[asked.line]
    total, with_a_1 = total_of(found.cells), total_of(cut_off(found.cells))
    by_site = group_by(contributions, lambda row: row.site)
    if as_json:
        print_json(
            {
                "entry": newest,
                "line": asked.line,
                "total": format_decimal(total),
                "cut_off_total": format_decimal(with_a_1),
                "cells": [cell.to_json() for cell in format_cells(found.cells)],
                "own": [cell.to_json() for cell in format_cells(found.own)],
                "by_site": {site: str(value) for site, value in by_site.items()},
            }
        )
        return
    print_stage_bars(
        {stage.value: value for stage, value in stages_of(found.cells).items()},
        "kg CO2e per unit, under " + rulebook,
    )
    if with_a_1 != total:
        console.print(f"With A = 1 (cut-off) the total is {show_figure(with_a_1)}.", markup=False)
    console.print()
    print_fitted(build_tree(computed, newest, asked.line))
    rows = [
        (site, show_figure(value), show_percent(value, total)) for site, value in by_site.items()
    ]
    print_table("Own contributions by site", ("site", ">kg CO2e per unit", ">of total"), rows)
