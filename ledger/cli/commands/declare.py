"""`cradle declare`: the declaration of Article 7, by naming calculation and attestation."""

from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.terminal.options import (
    DEFAULT_IDENTITY,
    DEFAULT_LEDGER,
    AsJson,
    IdentityFolder,
    LedgerFolder,
    Quiet,
    Yes,
    show_receipt,
)

if TYPE_CHECKING:
    from ledger.cli.backend.protocol import LedgerBackend
    from schemas.calculation import Declaration


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
    yes: Yes = False,
) -> None:
    """Sign and submit the declaration of a calculation.

    The calculation must be attested. What is declared is shown first.

    Example: cradle declare --calculation sha256:... --attestation sha256:... --conformity EU-1 --study https://...
    """
    from ledger.cli.backend.ids import full_id
    from ledger.cli.backend.protocol import send
    from ledger.cli.backend.select import select_backend
    from ledger.cli.keys.identity import fresh, load_identity, require_origin
    from ledger.cli.terminal.signing import review
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
        require_origin(signer, backend.origin())
        named = {
            "calculation": full_id(backend, calculation, "--calculation"),
            "attestation": full_id(backend, attestation, "--attestation"),
            "origin": backend.origin(),
        }
        declaration = Declaration.parse(canonical(fields | named))
        terms, figure = _review(backend, declaration)
        review(terms, figure, quiet=quiet, silent=yes or quiet or as_json)
        show_receipt(send(backend, signer, Draft(declaration)), as_json=as_json, quiet=quiet)


def _review(
    backend: "LedgerBackend", declaration: "Declaration"
) -> tuple[dict[str, object], str | None]:
    """The declared battery and its figure, as the calculation and the attestation state them."""
    from schemas.statement import Kind

    terms: dict[str, object] = {
        "conformity": declaration.conformity,
        "study": declaration.study,
    }
    stated = _payload(backend, declaration.calculation, Kind.CALCULATION)
    attested = _payload(backend, declaration.attestation, Kind.ATTESTATION)
    if stated is None or attested is None:  # The ledger's own refusal says what is wrong.
        return terms, None
    terms = {
        "model": stated["model"],
        "site": stated["site"],
        **terms,
        "attested": f"{attested['outcome']}, {attested['level']} assurance: {attested['scope']}",
        "by auditor": attested["issuer"],
    }
    return terms, f"{stated['total']} kg CO2e per kWh of total energy"


def _payload(backend: "LedgerBackend", statement: str, kind: str) -> dict[str, object] | None:
    """The payload of a statement; None if it is of another kind or there is none."""
    from schemas.errors import CradleError

    try:
        shown = backend.show(statement)
    except CradleError as error:
        if error.code != "statement.unknown":
            raise
        return None
    payload = shown["payload"]
    return payload if shown["kind"] == kind and isinstance(payload, dict) else None
