"""`cradle answer`: accept or reject an objection to a statement of your own."""

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
    objection: Annotated[str, typer.Argument(help="The id of the objection.")],
    outcome: Annotated[str, typer.Option(help="The outcome: accepts or rejects.")],
    reason: Annotated[
        str, typer.Option("--because", help="The reason in one line; all who are shown it read it.")
    ],
    evidence: Annotated[
        list[str],
        typer.Option(help="The salted digest of a file that you keep; may be repeated."),
    ] = [],  # noqa: B006 - typer copies the default
    identity: IdentityFolder = DEFAULT_IDENTITY,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    yes: Yes = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Answer an objection to your own statement, once.

    If you accept, supersede or withdraw the contested statement; until then `cradle verify` says that it still counts.
    `cradle objections` lists the objections to your statements.

    Example: cradle answer sha256:... --outcome rejects --because "The feeder serves a second line"
    """
    from ledger.cli.backend.ids import full_id
    from ledger.cli.backend.select import select_backend
    from ledger.cli.backend.sending import send
    from ledger.cli.keys.identity import fresh, load_identity
    from ledger.cli.terminal.confirmation import confirm
    from ledger.state.drafting import Draft
    from schemas.signed.objection import Answer

    signer = load_identity(identity)
    with select_backend(ledger) as backend:
        answer = Answer.model_validate(
            {
                "origin": backend.origin(),
                "issuer": signer.id,
                "objection": full_id(backend, objection, "objection"),
                "outcome": outcome,
                "reason": reason,
                "evidence": tuple(evidence),
                "nonce": fresh(),
            }
        )
        question = f"Answer that you {answer.outcome.removesuffix('s')} {answer.objection}? You can do so once."
        confirm(question, silent=yes or quiet or as_json)
        show_receipt(send(backend, signer, Draft(answer)), as_json=as_json, quiet=quiet)
