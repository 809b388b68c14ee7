"""`cradle register`: enter a participant into the registry."""

from typing import Annotated

import typer

from ledger.cli.options import (
    DEFAULT_IDENTITY,
    DEFAULT_LEDGER,
    AsJson,
    IdentityFolder,
    LedgerFolder,
    Quiet,
    show_receipt,
)


def command(
    name: Annotated[str, typer.Option(help="The legal name of the organisation.")],
    country: Annotated[str, typer.Option(help="Its country, ISO 3166.")],
    role: Annotated[
        list[str], typer.Option(help="supplier, manufacturer, auditor ...; may be repeated.")
    ],
    identifier: Annotated[
        list[str], typer.Option(help="scheme:value, such as lei:5299...; may be repeated.")
    ] = [],  # noqa: B006 - typer copies the default
    identity: IdentityFolder = DEFAULT_IDENTITY,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Register the keys of --identity; the ledger's registrar countersigns.

    Example: cradle register --identity my-keys --name "Example Mining Oy" --country FI --role supplier
    """
    from ledger.cli.identity import keep_registration, load_identity, sign_registration
    from ledger.cli.opening import load_registrar, open_ledger, word
    from ledger.service.submit import submit
    from ledger.trust.canonical import canonical
    from schemas.participant import Profile
    from schemas.vocabulary import Role

    keys = load_identity(identity)
    identifiers = [
        {"scheme": scheme, "value": value}
        for scheme, _, value in (item.partition(":") for item in identifier)
    ]
    profile = Profile.parse(
        canonical({"legal_name": name, "country": country, "identifiers": identifiers})
    )
    roles = [word(Role, item, "--role") for item in role]
    with open_ledger(ledger) as opened:
        registrar = load_registrar(ledger)
        submission = sign_registration(keys, opened.origin, profile, roles, registrar)
        receipt = submit(opened, submission)
        keep_registration(keys, receipt.id, opened.origin)
    show_receipt(receipt, as_json=as_json, quiet=quiet)
