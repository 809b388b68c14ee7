"""`cradle register`: enter a participant into the registry."""

from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.terminal.files import require_new, write_file
from ledger.cli.terminal.options import (
    DEFAULT_IDENTITY,
    DEFAULT_LEDGER,
    Address,
    AsJson,
    Contact,
    Force,
    IdentityFolder,
    LedgerFolder,
    Quiet,
    SiteTowns,
    TradeName,
    show_receipt,
    show_request,
)


def command(
    name: Annotated[str, typer.Option(help="The legal name of the organisation.")],
    country: Annotated[
        str, typer.Option(help="The organisation's country, ISO 3166 alpha-2, such as FI.")
    ],
    role: Annotated[
        list[str],
        typer.Option(
            help="A role: supplier, manufacturer, auditor, operator, registrar or witness; may be "
            "repeated."
        ),
    ],
    identifier: Annotated[
        list[str],
        typer.Option(
            help="An identifier of the organisation as scheme:value, such as lei:5299...; may be "
            "repeated."
        ),
    ] = [],  # noqa: B006 - typer copies the default
    address: Address = None,
    trade_name: TradeName = None,
    contact: Contact = None,
    site: SiteTowns = [],  # noqa: B006 - typer copies the default
    request: Annotated[
        Path | None,
        typer.Option(
            help="Write the signed registration to this file, for --registrar to countersign."
        ),
    ] = None,
    registrar: Annotated[
        str | None,
        typer.Option(help="The registrar's name or participant id, as the operator publishes it."),
    ] = None,
    identity: IdentityFolder = DEFAULT_IDENTITY,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    force: Force = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Register your organisation and its keys.

    In the ledger's folder its registrar countersigns at once. Over a server the registration goes to a file
    (`--request`), the registrar signs it (`cradle countersign`), and either of you submits it (`cradle send`). Your
    id is valid from then on. A registration cannot be changed; a declaration may state a new address or town.

    Example: cradle register --identity my-keys --name "Example Mining Oy" --country FI --role supplier
    """
    from ledger.cli.backend.firm import DetailOptions, parse_profile
    from ledger.cli.backend.folder import load_registrar, parse_word
    from ledger.cli.backend.names import participant_id
    from ledger.cli.backend.select import select_backend
    from ledger.cli.backend.server import require_folder
    from ledger.cli.keys.identity import keep_registration, load_identity, sign_registration
    from ledger.trust.submission import format_submission
    from schemas.vocabulary import Role

    if request is not None:
        require_new(request, force=force)
    keys = load_identity(identity)
    details = DetailOptions(address, trade_name, contact)
    profile = parse_profile(name, country, identifier, details, site)
    roles = [parse_word(Role, item, "--role") for item in role]
    _require_both(request, registrar)
    if request is None:
        require_folder()
    with select_backend(ledger) as backend:
        origin = backend.origin()
        named = None if registrar is None else participant_id(backend, registrar, "--registrar")
        signing = load_registrar(ledger) if named is None else named
        submission = sign_registration(keys, origin, profile, roles, signing)
        if request is not None:
            write_file(request, format_submission(submission) + b"\n")
            keep_registration(keys, submission.id, origin)
            show_request(submission.id, request, as_json=as_json, quiet=quiet)
            return
        receipt = backend.submit(submission)
        keep_registration(keys, receipt.id, origin)
    show_receipt(receipt, as_json=as_json, quiet=quiet)


def _require_both(request: Path | None, registrar: str | None) -> None:
    """Refuse a file for a registrar without the registrar, and the other way round.

    Raises:
        CradleError: `option.request`.
    """
    from schemas.errors import CradleError

    if (request is None) != (registrar is None):
        detail = (
            "A registration for a registrar elsewhere needs both a file and a registrar; give"
            " --request and --registrar together."
        )
        raise CradleError("option.request", detail, "--request")
