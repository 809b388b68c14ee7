"""`cradle commit`: an auditor's commitment to the secret nonce of its sample."""

from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.terminal.display import console, print_json
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


def command(
    calculation: Annotated[str, typer.Argument(help="The id of the calculation to be audited.")],
    nonce: Annotated[
        Path | None,
        typer.Option(
            help="The file for the secret nonce. Default: in `commitments`, beside your keys."
        ),
    ] = None,
    yes: Yes = False,
    identity: IdentityFolder = DEFAULT_IDENTITY,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Commit to the sample of a calculation before you can know it.

    Draws a secret nonce, writes it to a file that only you may read, and submits a commitment to it. The log's
    signature on the checkpoint that ends with the commitment is then the other half of the seed. You commit once to a
    calculation, and your attestation has to state the sample. Keep the file: without it you cannot attest. A second run
    submits the same commitment again.

    Example: cradle commit sha256:... --identity auditor-keys
    """
    from ledger.cli.backend.commitments import (
        commitment_path,
        keep_receipt,
        kept_if_accepted,
        make_or_read_commitment,
    )
    from ledger.cli.backend.ids import full_id
    from ledger.cli.backend.select import select_backend
    from ledger.cli.backend.sending import send
    from ledger.cli.keys.identity import load_identity
    from ledger.cli.terminal.confirmation import confirm
    from ledger.state.drafting import Draft

    signer = load_identity(identity)
    with select_backend(ledger) as backend:
        subject = full_id(backend, calculation, "calculation")
        path = nonce or commitment_path(identity, subject)
        is_new = not path.exists()
        if is_new:
            question = "Commit to a sample of this calculation? You can do so once."
            confirm(question, silent=yes or quiet or as_json)
        commitment, secret = make_or_read_commitment(path, backend.origin(), signer.id, subject)
        with kept_if_accepted(path, is_new=is_new):
            receipt = send(backend, signer, Draft(commitment))
        keep_receipt(path, secret, receipt)
    if as_json:
        print_json({**receipt.to_json(), "nonce_file": str(path)})
        return
    show_receipt(receipt, as_json=False, quiet=quiet)
    if not quiet:
        console.print(f"{'nonce':<12} {path}", markup=False, soft_wrap=True)
