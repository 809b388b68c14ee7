"""`cradle withdraw`: withdraw an entry, a delivery, a site balance, an objection or an admission of your own."""

from typing import Annotated

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


def command(
    statement: Annotated[
        str,
        typer.Argument(
            help="The id of your entry, delivery, site balance, objection or admission; or the product of your entry."
        ),
    ],
    reason: Annotated[
        str,
        typer.Option(help="The reason: correction, new_data, method_change or entered_in_error."),
    ],
    identity: IdentityFolder = DEFAULT_IDENTITY,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    yes: Yes = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Withdraw a statement.

    It stays in the log but no longer has a figure. Everyone who cites it sees that it was withdrawn. Lists what you
    stated on top of it, and asks for confirmation.

    Example: cradle withdraw sha256:... --reason entered_in_error
    """
    from ledger.cli.backend.folder import parse_word
    from ledger.cli.backend.names import entry_id
    from ledger.cli.backend.select import select_backend
    from ledger.cli.backend.sending import send
    from ledger.cli.keys.identity import fresh, load_identity
    from ledger.cli.terminal.confirmation import confirm
    from ledger.cli.terminal.page import print_aside
    from ledger.documents.reports.history import withdrawn_rows
    from ledger.service.access.dependents import find_dependents, find_live
    from ledger.state.drafting import Draft
    from schemas.signed.delivery import Withdrawal
    from schemas.vocabulary import Reason

    signer = load_identity(identity)
    with select_backend(ledger) as backend:
        withdrawal = Withdrawal(
            origin=backend.origin(),
            issuer=signer.id,
            withdraws=entry_id(backend, signer.id, statement, "statement"),
            reason=parse_word(Reason, reason, "reason"),
            nonce=fresh(),
        )
        if not (quiet or as_json):
            history = backend.own_history(signer.id)
            row = find_live(history, withdrawal.withdraws)
            if row is not None:
                print_aside(rows=withdrawn_rows(row, find_dependents(history, row)))
                confirm("Withdraw it?", silent=yes)
        show_receipt(send(backend, signer, Draft(withdrawal)), as_json=as_json, quiet=quiet)
