"""`cradle declare`: the declaration of Article 7, by naming calculation and attestation."""

from typing import Annotated

import typer

from ledger.cli.terminal.options import (
    DEFAULT_IDENTITY,
    DEFAULT_LEDGER,
    AsJson,
    IdentityFolder,
    LedgerFolder,
    Quiet,
    show_receipt,
)


def command(
    calculation: Annotated[str, typer.Option(help="The id of your calculation.")],
    attestation: Annotated[str, typer.Option(help="The id of the auditor's attestation of it.")],
    conformity: Annotated[
        str, typer.Option(help="The number of the EU declaration of conformity.")
    ],
    study: Annotated[str, typer.Option(help="The web address of the public study.")],
    identity: IdentityFolder = DEFAULT_IDENTITY,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Sign and submit the declaration of a calculation.

    The calculation must be attested.

    Example: cradle declare --calculation sha256:... --attestation sha256:... --conformity EU-1 --study https://...
    """
    from ledger.cli.backend.ids import full_id
    from ledger.cli.backend.protocol import send
    from ledger.cli.backend.select import select_backend
    from ledger.cli.keys.identity import fresh, load_identity
    from ledger.service.state.drafting import Draft
    from ledger.trust.canonical import canonical
    from schemas.calculation import Declaration

    signer = load_identity(identity)
    fields = {
        "issuer": signer.id,
        "conformity": conformity,
        "study": study,
        "nonce": fresh(),
    }
    with select_backend(ledger) as backend:
        named = {
            "calculation": full_id(backend, calculation, "--calculation"),
            "attestation": full_id(backend, attestation, "--attestation"),
            "origin": backend.origin(),
        }
        declaration = Declaration.parse(canonical(fields | named))
        show_receipt(send(backend, signer, Draft(declaration)), as_json=as_json, quiet=quiet)
