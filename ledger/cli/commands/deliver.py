"""`cradle deliver`: state a delivery of goods, or of their figure, from an output line to one customer."""

from typing import Annotated

import typer

from ledger.cli.terminal.options import (
    DEFAULT_IDENTITY,
    DEFAULT_LEDGER,
    AsJson,
    FactorSets,
    IdentityFolder,
    LedgerFolder,
    Quiet,
    Rulebook,
    show_receipt,
    show_signed,
)
from ledger.rulebooks.default import DEFAULT_RULEBOOK


def command(
    entry: Annotated[str, typer.Option(help="The id of your entry.")],
    to: Annotated[str, typer.Option(help="The participant id of the customer.")],
    number: Annotated[
        str, typer.Option(help="Your own number for the delivery, such as the delivery note's.")
    ],
    line: Annotated[str, typer.Option(help="The code of the output line.")] = "main",
    amount: Annotated[
        str | None,
        typer.Option(help="Physical delivery: the amount, a decimal number in the line's unit."),
    ] = None,
    valid_until: Annotated[
        str | None,
        typer.Option(
            help="Representative delivery: the first day it is no longer valid, YYYY-MM-DD."
        ),
    ] = None,
    supersedes: Annotated[
        str | None, typer.Option(help="The id of your delivery that this one corrects.")
    ] = None,
    rulebook: Rulebook = DEFAULT_RULEBOOK,
    factor_sets: FactorSets = [],  # noqa: B006 - typer copies the default
    identity: IdentityFolder = DEFAULT_IDENTITY,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Sign and submit a delivery.

    A physical delivery has an `--amount`, a representative one a `--valid-until`. With `--factor-set` the delivery
    carries the figure that the customer sees, to 4 significant digits.

    Example: cradle deliver --entry sha256:... --to sha256:... --number LS-4711 --amount 1200
    """
    from ledger.cli.backend.protocol import send
    from ledger.cli.backend.select import select_backend
    from ledger.cli.keys.identity import fresh, load_identity
    from ledger.client.line import Line
    from ledger.rulebooks.catalog import load_rulebook
    from ledger.service.state.drafting import Draft
    from ledger.trust.canonical import canonical
    from schemas.delivery import Delivery

    signer = load_identity(identity)
    with select_backend(ledger) as backend:
        output = backend.output(entry, line)
        fields: dict[str, object] = {
            "origin": backend.origin(),
            "issuer": signer.id,
            "recipient": to,
            "entry": entry,
            "line": line,
            "product": output.product,
            "unit": output.unit.value,
            "number": number,
            "use": "physical" if amount is not None else "representative",
            "nonce": fresh(),
        }
        if amount is not None:
            fields["amount"] = amount
        if valid_until is not None:
            fields["valid_until"] = valid_until
        if supersedes is not None:
            fields["supersedes"] = {"id": supersedes, "reason": "correction"}
        if factor_sets:
            kept = backend.keep_method(load_rulebook(rulebook))
            figure = backend.preview(Line(entry, line, kept, tuple(factor_sets)))
            fields["figure"] = figure.to_json()
            if not quiet:
                show_signed(f"{figure.total} kg CO2e per {output.unit.value}")
        delivery = Delivery.parse(canonical(fields))
        show_receipt(send(backend, signer, Draft(delivery)), as_json=as_json, quiet=quiet)
