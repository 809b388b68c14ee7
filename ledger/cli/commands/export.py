"""`cradle export`: a delivery that states a figure, as a file of PACT or Catena-X."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ledger.cli.terminal.display import conclude, console
from ledger.cli.terminal.files import require_new, write_file
from ledger.cli.terminal.options import DEFAULT_LEDGER, AsJson, Force, LedgerFolder

if TYPE_CHECKING:
    from ledger.client.ledger_desk import LedgerDesk


def command(
    delivery: Annotated[str, typer.Argument(help="The id of a delivery that states a figure.")],
    form: Annotated[
        Literal["pact-3", "catena-x-pcf-9", "battery-component-1"],
        typer.Option("--format", help="The format of the file."),
    ],
    out: Annotated[
        Path | None, typer.Option(help="The file to write. Default: standard output.")
    ] = None,
    created: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%dT%H:%M:%SZ"],
            help="The footprint's time of creation, UTC, such as 2026-01-31T12:00:00Z. Default: now.",
        ),
    ] = None,
    customer_part: Annotated[
        str | None,
        typer.Option(
            help="The part number that the customer uses, for a battery part. Default: the product's "
            "id."
        ),
    ] = None,
    participant: Annotated[
        str | None,
        typer.Option(
            help="Refuse unless this participant, by name or id, is the delivery's issuer or recipient."
        ),
    ] = None,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Write a delivery's figure in another exchange's format.

    The file holds what the delivery states to its recipient.

    Example: cradle export sha256:... --format pact-3 --out footprint.json --ledger my-ledger
    """
    from ledger.cli.backend.ids import full_id
    from ledger.cli.backend.names import participant_id
    from ledger.cli.backend.select import select_backend
    from ledger.cli.terminal.values import parse_text
    from ledger.cli.terminal.waiting import waiting

    if customer_part is not None:
        parse_text(customer_part, "--customer-part")
    if out is not None:
        require_new(out, force=force)
    created_seconds = None if created is None else int(created.replace(tzinfo=UTC).timestamp())
    with select_backend(ledger) as backend:
        delivery = full_id(backend, delivery, "delivery")
        if participant is not None:
            _require_party(backend, delivery, participant_id(backend, participant, "--participant"))
        with waiting("writing the file"):
            content = backend.export(delivery, form, created_seconds, customer_part).content
    if out is None:  # The file is JSON itself.
        console.print(content.decode("utf-8"), end="", markup=False)
        return
    write_file(out, content)
    conclude(
        {"file": str(out), "bytes": len(content)},
        f"wrote {out}, {len(content)} bytes",
        as_json=as_json,
    )


def _require_party(desk: "LedgerDesk", delivery: str, participant: str) -> None:
    """Refuse a participant that neither issued nor received a delivery.

    Raises:
        CradleError: `export.participant`.
    """
    from schemas.errors import CradleError
    from schemas.signed.delivery import Delivery
    from schemas.signed.statement import Kind

    payload = desk.statement(delivery, Kind.DELIVERY).payload(Delivery)
    if participant not in {payload.issuer, payload.recipient}:
        detail = "A delivery is disclosed to its issuer and its recipient alone; name one of them."
        raise CradleError("export.participant", detail, participant)
