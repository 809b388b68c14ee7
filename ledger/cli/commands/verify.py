"""`cradle verify`: an auditor recomputes a declared figure from one file, offline.

It uses only the audit and, for documents beside the bundle, their comparison: no store, no service, no network. Exit
status 0 verified; 1 two things contradict; 2 something named is missing or unreadable; 3 wrong usage or an unreadable
policy; 4 the command failed without a verdict.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.commands.audit_input import (
    AuditInput,
    BundleFile,
    OwnCopies,
    PolicyFile,
    read_input,
    without_verdict,
)
from ledger.cli.terminal.display import Status, progress_console
from ledger.cli.terminal.files import read_file, require_new, write_file
from ledger.cli.terminal.options import AsCsv, Force
from ledger.cli.terminal.page import show_report

if TYPE_CHECKING:
    from ledger.audit.context import AuditContext
    from ledger.audit.verifier import Progress
    from schemas.views.report import Report, Step

LONG = 4 << 20
"""Bytes of a bundle above which a terminal shows the steps as they end."""


def command(
    bundle: BundleFile,
    policy: PolicyFile,
    own: OwnCopies = [],  # noqa: B006 - typer copies the default
    html: Annotated[
        Path | None,
        typer.Option("--html", help="Also write the report as a page to this file."),
    ] = None,
    document: Annotated[
        list[Path],
        typer.Option(
            "--document",
            help="A document to compare with the bundle, value by value: PDF, HTML, JSON or Markdown; may be repeated.",
        ),
    ] = [],  # noqa: B006 - typer copies the default
    force: Force = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    as_csv: AsCsv = False,
) -> None:
    """Recompute a bundle's declared figure offline.

    Reports each finding. The exit status is 0 if the bundle is verified, 1 if two things contradict, 2 if something
    is missing or unreadable. `--html` also writes the report as a page that needs no other file. `--document` compares
    a declaration, study, passport or exchange file with the bundle; a difference is a contradiction.

    Example: cradle verify final.bundle --policy policy.toml --html report.html

    Example: cradle verify final.bundle --policy policy.toml --document declaration.pdf
    """
    from ledger.audit.report.layout import layout_report
    from ledger.documents.rendering.html import render_html

    with without_verdict(as_json=as_json):
        files = [(str(path), read_file(path)) for path in document]
        if html is not None:
            require_new(html, force=force)
    given = read_input(bundle, policy, own, as_json=as_json)
    report = _verify(given, files)
    with without_verdict(as_json=as_json):
        if html is not None:
            write_file(html, render_html(layout_report(report, is_file=True)).encode())
    show_report(report, layout_report, as_json=as_json, as_csv=as_csv)
    raise Status(report.exit_code)


def _verify(given: AuditInput, files: list[tuple[str, bytes]]) -> "Report":
    """The report; a terminal shows the steps of a long bundle as they end."""
    from ledger.audit.report.building import build_report
    from ledger.audit.verifier import ignore_progress, run_steps

    def run(progress: "Progress") -> "Report":
        accepted = given.accepted
        context, findings = run_steps(given.bundle, accepted.policy, accepted.own, progress)
        report = build_report(context, findings, accepted.digest)
        return _with_documents(report, context, files) if files else report

    if len(given.bundle) <= LONG or not progress_console.is_terminal:
        return run(ignore_progress)
    with progress_console.status("Reading the bundle") as status:

        def show(step: "Step") -> None:
            status.update(f"Step {step.number}, {step.name.replace('_', ' ')}, has ended")

        return run(show)


def _with_documents(
    report: "Report", context: "AuditContext", files: list[tuple[str, bytes]]
) -> "Report":
    """The report with the comparison of the documents that the reader named."""
    from ledger.audit.report.documents import with_documents
    from ledger.cli.terminal.pdf_process import read_pdf
    from ledger.exchange.comparison.documents import DocumentFile, compare_documents

    named = [DocumentFile(name, data) for name, data in files]
    return with_documents(report, compare_documents(context, named, read_pdf))
