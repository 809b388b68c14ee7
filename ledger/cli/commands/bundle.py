"""`cradle bundle`: write the bundle of a calculation, declaration or delivery, for one audience.

The audiences are those of `ledger.state.disclosure`, repeated here so that help needs no import.
"""

from pathlib import Path
from typing import Annotated, Literal

import typer

from ledger.cli.terminal.display import conclude
from ledger.cli.terminal.files import require_new, write_file
from ledger.cli.terminal.options import DEFAULT_LEDGER, AsJson, Force, LedgerFolder


def command(
    statement: Annotated[
        str, typer.Argument(help="The id of a calculation, a declaration or a delivery.")
    ],
    out: Annotated[Path, typer.Option(help="The file to write.")],
    audience: Annotated[
        Literal["auditor", "manufacturer", "supplier", "customer", "public"],
        typer.Option("--for", help="The reader; all but the auditor get a redacted bundle."),
    ] = "auditor",
    participant: Annotated[
        str | None,
        typer.Option(help="Refuse unless the bundle is for this participant, by name or id."),
    ] = None,
    monitor: Annotated[
        Path | None,
        typer.Option(
            help="Include this signed report of a monitor; the bundle shows the ledger as of that "
            "report."
        ),
    ] = None,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Write a statement and its evidence to one file.

    The auditor's bundle holds everything, recipes included: give it to the engaged auditor only. Bundles for other
    readers leave out what they may not see. Only you can read the file, unless it is for the public.

    Example: cradle bundle sha256:... --out audit.bundle --ledger my-ledger
    """
    from ledger.bundles.export import export_bundle
    from ledger.cli.backend.ids import full_id
    from ledger.cli.backend.names import participant_id
    from ledger.cli.backend.select import select_backend
    from ledger.cli.terminal.files import read_file
    from ledger.cli.terminal.waiting import waiting
    from ledger.desk.folder import FolderDesk
    from ledger.trust.leaves import digest
    from schemas.errors import CradleError
    from schemas.vocabulary import Audience

    require_new(out, force=force)
    with select_backend(ledger) as backend:
        subject, reader = full_id(backend, statement, "statement"), Audience(audience)
        owner = (
            None if participant is None else participant_id(backend, participant, "--participant")
        )
        report = None if monitor is None else read_file(monitor)
        with waiting("collecting the evidence"):
            if owner is None and report is None:
                content = backend.bundle(subject, reader).content
            elif isinstance(backend, FolderDesk):
                content = export_bundle(backend.ledger, subject, reader, owner, report)
            else:
                detail = "A server makes bundles for its own caller; leave out --monitor and --participant."
                raise CradleError("option.server", detail, "--server")
    write_file(out, content, private=audience != "public")
    bundle_file = {"bundle": str(out), "digest": digest(content), "bytes": len(content)}
    conclude(
        bundle_file, f"wrote {out}, {len(content)} bytes, {bundle_file['digest']}", as_json=as_json
    )
