"""`cradle object`: contest a statement of another participant."""

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
    statement: Annotated[str, typer.Argument(help="The id of the statement that you contest.")],
    ground: Annotated[
        str,
        typer.Option(
            help="The ground: amount, factor, origin, double_use, boundary, missing_entry or certificate."
        ),
    ],
    reason: Annotated[
        str, typer.Option("--because", help="The reason in one line; all who are shown it read it.")
    ],
    answer_by: Annotated[
        str, typer.Option(help="The last day on which an answer is in time, such as 2026-06-30.")
    ],
    row: Annotated[
        str | None, typer.Option("--row", help="The contested row of an entry, such as inputs/3.")
    ] = None,
    claimed_kg: Annotated[
        str | None,
        typer.Option(help="The kg CO2e that the statement lacks, over its period or lot."),
    ] = None,
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
    """Contest a statement of another participant.

    It changes no figure. Everyone who is shown the statement sees the objection and the answer, and `cradle verify`
    puts the figure at the rulebook's alternative beside the declared one. You have one open objection to a statement;
    `cradle withdraw` takes it back.

    Example: cradle object sha256:... --ground factor --row inputs/3 --because "..." --answer-by 2026-06-30
    """
    from ledger.cli.backend.folder import parse_word
    from ledger.cli.backend.ids import full_id
    from ledger.cli.backend.select import select_backend
    from ledger.cli.backend.sending import send
    from ledger.cli.keys.identity import fresh, load_identity
    from ledger.cli.terminal.confirmation import confirm
    from ledger.state.drafting import Draft
    from schemas.signed.objection import Ground, Objection

    signer = load_identity(identity)
    with select_backend(ledger) as backend:
        objection = Objection(
            origin=backend.origin(),
            issuer=signer.id,
            subject=full_id(backend, statement, "statement"),
            row=row,
            ground=parse_word(Ground, ground, "--ground"),
            claimed_kg=claimed_kg,
            reason=reason,
            evidence=tuple(evidence),
            answer_by=answer_by,
            nonce=fresh(),
        )
        question = f"Contest {objection.subject}? All who are shown it see that you do."
        confirm(question, silent=yes or quiet or as_json)
        show_receipt(send(backend, signer, Draft(objection)), as_json=as_json, quiet=quiet)
