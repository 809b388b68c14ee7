"""`cradle trace`: what one row behind a figure rests on, from one file, offline.

As `cradle verify` it uses only the audit, and it exits with that command's status, because a trace through a bundle
that was not verified proves nothing.
"""

from functools import partial
from typing import Annotated

import typer

from ledger.cli.commands.audit_input import BundleFile, OwnCopies, PolicyFile, read_input
from ledger.cli.terminal.display import Status
from ledger.cli.terminal.options import AsCsv, AsJson
from ledger.cli.terminal.page import show_report

LISTED = ("verdict", "recomputed_total", "stages", "contributors", "names")
"""The members of a report that list its largest rows."""


def command(
    bundle: BundleFile,
    policy: PolicyFile,
    row: Annotated[
        str | None,
        typer.Argument(
            help="The row, as ENTRY/inputs/N, counted from 0. Default: list the largest rows."
        ),
    ] = None,
    own: OwnCopies = [],  # noqa: B006 - typer copies the default
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Show what a row behind a figure rests on.

    From the figure to the row, its factor, its document, its signature and its place in the log. Without a row, lists
    the ten largest with their addresses. The exit status is that of `cradle verify`.

    Example: cradle trace audit.bundle 8e53141293f5/inputs/0 --policy policy.toml
    """
    from ledger.audit.report.building import build_report
    from ledger.audit.report.explanation import name_of
    from ledger.audit.report.layout import layout_rows
    from ledger.audit.report.names import describe
    from ledger.audit.report.trace import require_recomputed, trace_row
    from ledger.audit.report.trace_layout import layout_trace
    from ledger.audit.verifier import run_steps
    from ledger.cli.terminal.ids import beginning_with, complete_id
    from ledger.cli.terminal.waiting import waiting

    given = read_input(bundle, policy, own, as_json=as_json)
    with waiting("recomputing"):
        context, findings = run_steps(given.bundle, given.accepted.policy, given.accepted.own)
    report = build_report(context, findings, given.accepted.digest)
    entries = require_recomputed(context).view.resolution.nodes
    if row is None:
        shown = report.to_json()
        members = {name: shown[name] for name in LISTED}
        show_report(members, lambda _: layout_rows(report), as_json=as_json, as_csv=as_csv)
        raise Status(report.exit_code)
    named, _, place = row.partition("/")
    entry = complete_id(named, lambda digits: beginning_with(digits, entries), "row")
    trace = trace_row(context, report, entry, place)
    statements = context.bundle.statements.values()
    names = {signed.id: describe(name_of(signed, context.bundle)) for signed in statements}
    layout = partial(layout_trace, report=report, names=names)
    show_report(trace, layout, as_json=as_json, as_csv=as_csv)
    raise Status(report.exit_code)
