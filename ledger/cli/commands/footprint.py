"""`cradle footprint`: the figure of one line of an entry, with its tree of contributions."""

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.terminal.display import print_json
from ledger.cli.terminal.options import (
    DEFAULT_LEDGER,
    AsCsv,
    AsJson,
    FactorSets,
    LedgerFolder,
    Rulebook,
)
from ledger.cli.terminal.page import print_page, show_report

if TYPE_CHECKING:
    from ledger.append.ledger import Ledger
    from schemas.exchanged.line_request import PreviewRequest


def command(
    entry: Annotated[
        str, typer.Argument(help="The id of an entry, or the name of the product of one of yours.")
    ],
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
    as_csv: AsCsv = False,
) -> None:
    """Show the footprint of an output line per unit.

    Shows the stages, a tree of contributions and the sites behind it. A server shows an issuer its own part
    exactly, its upstream to 4 digits, and no contributions.

    Example: cradle footprint sha256:... --rulebook eu-ev-draft-2024 --factor-set sha256:...
    """
    from ledger.cli.backend.methods import require_rulebook, stored_factor_sets
    from ledger.cli.backend.names import entry_id
    from ledger.cli.backend.select import select_backend
    from ledger.cli.terminal.waiting import waiting
    from ledger.desk.folder import FolderDesk
    from ledger.documents.reports.supplier_figure import layout_supplier_figure
    from ledger.trust.leaves import digest, model_bytes
    from schemas.exchanged.line_request import PreviewRequest

    rules = require_rulebook(rulebook, ledger)
    with select_backend(ledger) as opened:
        named = entry_id(opened, None, entry, "entry")
        sets = stored_factor_sets(factor_sets, opened)
        method = digest(model_bytes(rules))
        request = PreviewRequest(
            entry=named, line=line, rulebook=method, factor_sets=tuple(sorted(sets))
        )
        backend = opened.with_method(rules)
        if preview:
            with waiting("computing the figure"):
                figure = backend.preview(request)
            print_json(figure.to_json())
        elif isinstance(backend, FolderDesk):
            _show(backend.ledger, request, rules.id, as_json=as_json, as_csv=as_csv)
        else:
            told = backend.footprint(named, method, request.factor_sets, line)
            layout = partial(layout_supplier_figure, rulebook=rules.id)
            show_report(told, layout, as_json=as_json, as_csv=as_csv)


def _show(
    ledger: "Ledger", request: "PreviewRequest", rulebook: str, *, as_json: bool, as_csv: bool
) -> None:
    """Show the whole figure to the operator."""
    from ledger.cli.terminal.contribution_tree import layout_line
    from ledger.cli.terminal.waiting import waiting
    from ledger.footprint.analysis.contributions import group_by
    from ledger.footprint.graph.cells import cut_off, format_cells, total_of
    from ledger.footprint.graph.numbers import format_decimal
    from ledger.service.answers.explain import explain_line

    with waiting("computing the figure"):
        computed, newest, contributions = explain_line(
            ledger, request.entry, request.line, request.rulebook, request.factor_sets
        )
    if not as_json:
        page = layout_line(computed, newest, request.line, contributions, rulebook)
        print_page(page, as_csv=as_csv)
        return
    figure = computed.figures.entries[newest].lines[request.line]
    by_site = group_by(contributions, lambda row: row.site)
    print_json(
        {
            "entry": newest,
            "line": request.line,
            "total": format_decimal(total_of(figure.cells)),
            "cut_off_total": format_decimal(total_of(cut_off(figure.cells))),
            "cells": [cell.to_json() for cell in format_cells(figure.cells)],
            "own": [cell.to_json() for cell in format_cells(figure.own)],
            "by_site": {site: str(value) for site, value in by_site.items()},
        }
    )
