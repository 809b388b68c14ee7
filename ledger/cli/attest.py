"""`cradle attest`: an auditor's statement on a calculation, after verifying its bundle."""

from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.display import Status, console
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
    bundle: Annotated[Path, typer.Option(help="The audit bundle of the calculation.")],
    policy: Annotated[Path, typer.Option(help="Your own policy file.")],
    scope: Annotated[str, typer.Option(help="What you looked at, in one line.")],
    level: Annotated[str, typer.Option(help="limited or reasonable.")] = "limited",
    materiality: Annotated[str, typer.Option(help="In per cent of the total.")] = "5",
    depth: Annotated[
        str, typer.Option(help="recomputed, sampled, site_visit or documents.")
    ] = "recomputed",
    identity: IdentityFolder = DEFAULT_IDENTITY,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Verify a bundle under your policy, then sign and submit your statement on its calculation.

    A bundle that does not verify is not attested; its report is printed and the status is that of `verify`.

    Example: cradle attest --bundle audit.bundle --policy policy.toml --scope "All signed data, recomputed"
    """
    from ledger.audit.policy import parse_policy
    from ledger.audit.report_text import format_report
    from ledger.audit.verifier import verify
    from ledger.cli.identity import fresh, load_identity
    from ledger.cli.opening import open_ledger, send
    from ledger.cli.verify import read
    from ledger.service.drafting import Draft
    from ledger.trust.canonical import canonical
    from ledger.trust.leaves import digest, model_bytes
    from schemas.calculation import Attestation

    signer = load_identity(identity)
    content = read(policy)
    report = verify(read(bundle), parse_policy(content), digest(content))
    if report.exit_code != 0:
        console.print(format_report(report), markup=False)
        raise Status(report.exit_code)
    fields = {
        "issuer": signer.id,
        "calculation": report.calculation,
        "bundle": report.bundle,
        "policy": report.policy,
        "findings": digest(model_bytes(report)),
        "scope": scope,
        "level": level,
        "materiality": materiality,
        "depth": {"default": depth, "exceptions": []},
        "outcome": "verified",
        "nonce": fresh(),
    }
    with open_ledger(ledger) as opened:
        attestation = Attestation.parse(canonical(fields | {"origin": opened.origin}))
        show_receipt(send(opened, signer, Draft(attestation)), as_json=as_json, quiet=quiet)
