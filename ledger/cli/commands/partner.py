"""`cradle partner`: the PACT servers of other organisations, which the ledger's server calls.

It works on the ledger's folder while no server holds it, and over `--server` with an operator's login. The secret for a
partner is read from standard input and never shown again.
"""

import json
from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.terminal.display import conclude
from ledger.cli.terminal.files import require_new, write_file
from ledger.cli.terminal.options import DEFAULT_LEDGER, AsCsv, AsJson, Force, LedgerFolder
from ledger.cli.terminal.page import show_report
from ledger.documents.page import listing

app = typer.Typer(help="Exchange footprints with the PACT servers of others.", no_args_is_help=True)

Organisation = Annotated[
    str, typer.Argument(help="The short name of the partner's organisation here.")
]


@app.command()
def register(
    organisation: Organisation,
    base: Annotated[str, typer.Option(help="The URL of its PACT server, before /3/events.")],
    client_id: Annotated[str, typer.Option(help="The client id that it has given to you.")],
    token_url: Annotated[
        str,
        typer.Option(help="The URL of its token endpoint. Default: the one that it publishes."),
    ] = "",
    scope: Annotated[str, typer.Option(help="The scope of a token. Default: none.")] = "",
    audience: Annotated[str, typer.Option(help="The audience of a token. Default: none.")] = "",
    resource: Annotated[str, typer.Option(help="The resource of a token. Default: none.")] = "",
    lab: Annotated[
        bool,
        typer.Option(
            "--lab",
            envvar="CRADLE_LAB",
            help="Permit a private address in the folder of a test ledger.",
        ),
    ] = False,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Register the PACT server of an organisation.

    The client secret is asked for, or is the first line of standard input.

    Example: cradle partner register mine --base https://pact.mine.example --client-id us
    """
    from ledger.cli.backend.select import select_backend
    from schemas.exchanged.partner import PartnerRequest

    members = {
        "base": base,
        "client_id": client_id,
        "client_secret": _read_secret(),
        "token_url": token_url,
        "scope": scope,
        "audience": audience,
        "resource": resource,
    }
    new = PartnerRequest.parse(json.dumps(members).encode())
    with select_backend(ledger, lab=lab) as backend:
        backend.register_partner(organisation, new)
    conclude(
        {"organisation": organisation, "base": base},
        f"{organisation} is registered at {base}",
        as_json=as_json,
    )


@app.command("list")
def list_partners(
    ledger: LedgerFolder = DEFAULT_LEDGER, as_json: AsJson = False, as_csv: AsCsv = False
) -> None:
    """List the registered PACT servers.

    Secrets are not shown.

    Example: cradle partner list --ledger my-ledger
    """
    from ledger.cli.backend.select import select_backend

    with select_backend(ledger) as backend:
        partners = backend.partners().items
    layout = listing(
        "PACT partners",
        ("organisation", "server", "client id", "token endpoint"),
        lambda row: (
            row.organisation,
            row.base,
            row.client_id,
            row.token_url or "discovered",
        ),
    )
    show_report(partners, layout, as_json=as_json, as_csv=as_csv)


@app.command()
def ask(
    organisation: Organisation,
    product: Annotated[
        list[str], typer.Option(help="The URN of a wanted product; may be repeated.")
    ] = [],  # noqa: B006 - typer copies the default
    company: Annotated[
        list[str], typer.Option(help="The URN of its company; may be repeated.")
    ] = [],  # noqa: B006 - as above
    geography: Annotated[
        list[str], typer.Option(help="A country or region; may be repeated.")
    ] = [],  # noqa: B006 - as above
    classification: Annotated[
        list[str], typer.Option(help="The URN of a product class; may be repeated.")
    ] = [],  # noqa: B006 - as above
    valid_on: Annotated[
        str | None, typer.Option(help="A time at which they are valid, 2025-01-01T00:00:00Z.")
    ] = None,
    status: Annotated[str | None, typer.Option(help="Active or Deprecated. Default: both.")] = None,
    comment: Annotated[str | None, typer.Option(help="A note for the partner.")] = None,
    as_json: AsJson = False,
) -> None:
    """Ask a partner for footprints; over a server.

    The server sends the request within seconds, and accepts the answer as an event. `cradle partner requests` shows it.

    Example: cradle partner ask mine --product urn:gtin:4712345060507
    """
    from ledger.cli.backend.select import connect
    from schemas.exchanged.pact.events import RequestCriteria

    criteria = {
        "productId": product,
        "companyId": company,
        "geography": geography,
        "classification": classification,
        "validOn": valid_on,
        "status": status,
        "comment": comment,
    }
    filled_criteria = {name: value for name, value in criteria.items() if value}
    request_criteria = RequestCriteria.parse(json.dumps(filled_criteria).encode())
    request_id = connect().ask_partner(organisation, request_criteria).id
    conclude(
        {"organisation": organisation, "request": request_id},
        f"asked {organisation}, request {request_id}",
        as_json=as_json,
    )


@app.command()
def requests(
    ledger: LedgerFolder = DEFAULT_LEDGER, as_json: AsJson = False, as_csv: AsCsv = False
) -> None:
    """List the requests to partners, newest first, with their answers.

    The footprints of an answer are listed by their digests, which `cradle received show` takes.

    Example: cradle partner requests --ledger my-ledger
    """
    from ledger.cli.backend.select import select_backend

    with select_backend(ledger) as backend:
        sent_requests = backend.partner_requests().items
    layout = listing(
        "Requests to partners",
        ("request", "to", "state", "detail", "footprints"),
        lambda row: (
            row.id,
            row.organisation,
            row.state,
            row.detail,
            ", ".join(row.footprints),
        ),
    )
    show_report(sent_requests, layout, as_json=as_json, as_csv=as_csv)


@app.command()
def refused(
    digest: Annotated[
        str | None, typer.Argument(help="The digest of a listed event, to write its file.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="The file for the event that is named. Default: event.json."),
    ] = None,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    force: Force = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List the events of partners that were refused for their content.

    With a digest, write that event to a file as it was sent.

    Example: cradle partner refused --ledger my-ledger
    """
    from ledger.cli.backend.select import select_backend
    from schemas.errors import CradleError

    if digest is None and out is not None:
        detail = "Only one event is written to a file; name its digest."
        raise CradleError("option.digest", detail, "--out")
    file = out or Path("event.json")
    if digest is not None:
        require_new(file, force=force)
    with select_backend(ledger) as backend:
        if digest is not None:
            data = backend.refused_event(digest).content
            write_file(file, data)
            conclude(
                {"file": str(file), "bytes": len(data)},
                f"wrote {file}, {len(data)} bytes",
                as_json=as_json,
            )
            return
        events = backend.refused_events().items
    layout = listing(
        "Refused events",
        ("digest", "of", "code", "place", "detail"),
        lambda row: (
            row.digest,
            row.organisation,
            row.code,
            row.place,
            row.detail,
        ),
    )
    show_report(events, layout, as_json=as_json, as_csv=as_csv)


def _read_secret() -> str:
    """Read the secret that a person types, hidden; from a pipe, its first line."""
    import getpass
    import sys

    if sys.stdin.isatty():
        return getpass.getpass("Client secret: ")
    return sys.stdin.readline().rstrip("\r\n")
