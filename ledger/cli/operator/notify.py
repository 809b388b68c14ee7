"""`cradle notify`: derive the notices of all organisations, send what waits, and list what is not sent.

A server does the first two while it runs. This command is for a ledger whose server is stopped, and reads the same
settings from the environment (docs/configuration.md).
"""

from typing import Annotated

import typer

from ledger.cli.terminal.options import DEFAULT_LEDGER, AsCsv, AsJson, LedgerFolder
from ledger.cli.terminal.page import show_report


def command(
    ledger: LedgerFolder = DEFAULT_LEDGER,
    send: Annotated[bool, typer.Option("--send", help="Send what is due.")] = False,
    again: Annotated[
        bool,
        typer.Option(
            "--again", help="Send also what failed, or may not have been sent, once more."
        ),
    ] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List the notices that are not sent; send them.

    A mail that may or may not have been sent is sent again only with --again, and may then arrive twice.

    Example: cradle notify --ledger my-ledger --send
    """
    from ledger.cli.backend.folder import OPERATOR, clock, folder_desk, open_ledger
    from ledger.cli.backend.server import require_folder
    from ledger.cli.backend.server_packages import import_server_module
    from ledger.documents.reports.notices import layout_unsent
    from ledger.service.notices.deriving import derive_notices
    from ledger.service.notices.sending import NoticeSender
    from ledger.store.notices.sendings import send_again
    from ledger.store.pact.secrets import open_secrets
    from schemas.errors import CradleError

    require_folder()
    outlets = None
    if send or again:
        configuration = import_server_module("api.serving").read_configuration()
        outlets = import_server_module("api.notifying").outlets_of(
            configuration, open_secrets(ledger)
        )
        if outlets is None:
            detail = "The links of notices need the address of the server; set it, such as https://cradle.example."
            raise CradleError("setting.public_url", detail, "CRADLE_PUBLIC_URL")
    with open_ledger(ledger) as opened:
        derive_notices(opened, clock())
        if again:
            with opened.store.write() as connection:
                send_again(connection, clock())
        if outlets is not None:
            with NoticeSender(opened, outlets) as sender:
                sender.send_due(clock())
        report = folder_desk(opened, OPERATOR).unsent()
    show_report(report, layout_unsent, as_json=as_json, as_csv=as_csv)
