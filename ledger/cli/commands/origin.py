"""`cradle origin`: the countries in which the elements of a battery were extracted, as text, JSON, CSV or a workbook.

A bundle file needs no ledger. A bundle is read and not verified; `cradle verify` does that.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.commands.audit_input import OwnCopies
from ledger.cli.commands.diff import is_file, own_copies, read_bundle_state
from ledger.cli.terminal.options import DEFAULT_LEDGER, AsCsv, AsJson, Force, LedgerFolder
from ledger.cli.terminal.page import show_report

if TYPE_CHECKING:
    from schemas.views.origin import Origin

ENDINGS = (".xlsx", ".csv", ".json")


def command(
    calculation: Annotated[
        str, typer.Argument(help="The id of a calculation, or an audit bundle file.")
    ],
    out: Annotated[
        Path | None,
        typer.Option(help="A file to write as well: .xlsx in the shape of EMRT, .csv or .json."),
    ] = None,
    own: OwnCopies = [],  # noqa: B006 - typer copies the default
    ledger: LedgerFolder = DEFAULT_LEDGER,
    force: Force = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Show where a battery's elements were extracted.

    Lithium, nickel, cobalt, manganese and graphite: kg and shares by country, as a mass balance. Mines and their
    masses are shown to the operator and the engaged auditor only.

    Example: cradle origin 09e5bba46e9f --out origin.xlsx --ledger my-ledger

    Example: cradle origin audit.bundle
    """
    from ledger.cli.terminal.files import require_new, write_file
    from ledger.documents.origin.layout import layout_origin
    from schemas.errors import CradleError

    if out is not None:
        if out.suffix not in ENDINGS:
            detail = f"{out.name!r} has another ending; use .xlsx, .csv or .json."
            raise CradleError("option.word", detail, "--out")
        require_new(out, force=force)
    origin = _origin(calculation, own_copies(own), ledger)
    if out is not None:
        write_file(out, _content(origin, out.suffix))
    show_report(origin, layout_origin, as_json=as_json, as_csv=as_csv)


def _origin(name: str, own: tuple[bytes, ...], ledger: Path) -> "Origin":
    from ledger.cli.backend.ids import full_id
    from ledger.cli.backend.select import select_backend
    from ledger.cli.terminal.waiting import waiting
    from ledger.documents.origin.build import build_origin

    if is_file(name):
        return build_origin(read_bundle_state(name, own), lambda _: None)
    with select_backend(ledger) as backend, waiting("following elements"):
        return backend.element_origin(full_id(backend, name, "calculation"))


def _content(origin: "Origin", ending: str) -> bytes:
    from ledger.documents.page import to_bytes
    from ledger.exchange.origin_sheet import origin_csv, origin_workbook

    if ending == ".json":
        return to_bytes(origin)
    return origin_csv(origin) if ending == ".csv" else origin_workbook(origin)
