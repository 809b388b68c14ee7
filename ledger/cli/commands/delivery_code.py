"""`cradle delivery-code`: a delivery as one line, and as a QR code, for the delivery note."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.terminal.options import DEFAULT_LEDGER, AsJson, Force, LedgerFolder

if TYPE_CHECKING:
    from ledger.exchange.delivery_code import QrFormat


def command(
    delivery: Annotated[str, typer.Argument(help="The id of a delivery.")],
    qr: Annotated[
        Path | None,
        typer.Option(help="Also write the code as a QR code to this file, .svg or .png."),
    ] = None,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Print the code by which a customer cites a delivery.

    Check digits in the code reveal typing errors.

    Example: cradle delivery-code sha256:... --qr note.png --ledger my-ledger
    """
    from ledger.cli.backend.ids import full_id
    from ledger.cli.backend.select import select_backend
    from ledger.cli.terminal.display import conclude
    from ledger.cli.terminal.files import require_new, write_file
    from ledger.exchange.delivery_code import DeliveryCode, format_delivery_code, qr_file
    from ledger.trust.canonical import canonical
    from schemas.errors import CradleError
    from schemas.signed.delivery import Delivery
    from schemas.signed.statement import Kind

    form = None if qr is None else _form(qr)
    if qr is not None:
        require_new(qr, force=force)
    with select_backend(ledger) as backend:
        delivery = full_id(backend, delivery, "delivery")
        shown = backend.show(delivery)
    if shown["kind"] != Kind.DELIVERY:
        detail = f"There is no delivery {delivery}; check the id."
        raise CradleError("delivery.unknown", detail, "delivery")
    payload = Delivery.parse(canonical(shown["payload"]))
    line = format_delivery_code(DeliveryCode(delivery, payload.unit, payload.amount))
    if qr is not None and form is not None:
        write_file(qr, qr_file(line, form))
    conclude({"delivery": delivery, "line": line}, line, as_json=as_json)


def _form(file: Path) -> "QrFormat":
    """The format of a picture by the ending of its file.

    Raises:
        CradleError: `option.word`.
    """
    from ledger.exchange.delivery_code import QR_SCALES
    from schemas.errors import CradleError

    for form in QR_SCALES:
        if file.suffix.casefold() == f".{form}":
            return form
    endings = " or ".join(f".{form}" for form in QR_SCALES)
    detail = f"{file.name!r:.80} has another ending; use {endings}."
    raise CradleError("option.word", detail, "--qr")
