"""`cradle export`: a delivery that tells a figure, as a file of PACT or Catena-X."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from ledger.cli.display import console
from ledger.cli.options import DEFAULT_LEDGER, LedgerFolder


def command(
    delivery: Annotated[str, typer.Argument(help="The id of a delivery that tells a figure.")],
    form: Annotated[
        Literal["pact-3", "catena-x-pcf-9", "battery-component-1"],
        typer.Option("--format", help="The format of the file."),
    ],
    out: Annotated[Path | None, typer.Option(help="The file to write; else it is printed.")] = None,
    created: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%dT%H:%M:%SZ"],
            help="When the footprint was made, UTC, such as 2026-01-31T12:00:00Z; else now.",
        ),
    ] = None,
    customer_part: Annotated[
        str | None,
        typer.Option(help="For a battery part: its number at the customer; else the product's id."),
    ] = None,
    participant: Annotated[
        str | None, typer.Option(help="Refuse unless this is the delivery's issuer or recipient.")
    ] = None,
    ledger: LedgerFolder = DEFAULT_LEDGER,
) -> None:
    """Write what a delivery tells its recipient in a format of another exchange.

    Example: cradle export sha256:... --format pact-3 --out footprint.json --ledger my-ledger
    """
    from ledger.cli.opening import open_ledger
    from ledger.exchange.catena_x.battery_component import component_of
    from ledger.exchange.catena_x.pcf import pcf_of
    from ledger.exchange.pact.footprint import footprint_of, format_footprint
    from ledger.service.exchanged import exchanged

    with open_ledger(ledger) as opened:
        told = exchanged(opened, delivery, participant)
    made = datetime.now(UTC) if created is None else created.replace(tzinfo=UTC)
    if form == "pact-3":
        content = format_footprint(footprint_of(told, made))
    elif form == "catena-x-pcf-9":
        content = pcf_of(told, made)
    else:
        content = component_of(told, customer_part or told.delivery.product)
    if out is None:
        console.print(content.decode("utf-8"), end="", markup=False)
        return
    out.write_bytes(content)
    console.print(f"wrote {out}, {len(content)} bytes", markup=False)
