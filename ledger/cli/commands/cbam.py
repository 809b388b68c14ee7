"""`cradle cbam`: embedded emissions and free allocation of an entry's goods, and the certificates of an import."""

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.terminal.display import print_json, write_json
from ledger.cli.terminal.options import (
    DEFAULT_LEDGER,
    AsCsv,
    AsJson,
    FactorSets,
    Force,
    LedgerFolder,
)
from schemas.errors import CradleError

if TYPE_CHECKING:
    from schemas.views.cbam_import import CbamImport
    from schemas.views.cbam_result import CbamReport


def command(
    entry: Annotated[
        str, typer.Argument(help="The id of an entry, or the name of the product of one of yours.")
    ],
    factor_sets: FactorSets,
    year: Annotated[
        int,
        typer.Option(help="The calendar year in which the goods were made; another is refused."),
    ],
    cscf: Annotated[
        str | None,
        typer.Option(
            help="The cross-sectoral correction factor of that year; the rulebook's counts, and another is refused."
        ),
    ] = None,
    tonnes: Annotated[
        str | None, typer.Option(help="The net mass of an import, to show its certificates.")
    ] = None,
    price: Annotated[
        str | None, typer.Option(help="With --tonnes: the price of a certificate in EUR.")
    ] = None,
    price_day: Annotated[
        str | None, typer.Option(help="With --price: the day of its publication, YYYY-MM-DD.")
    ] = None,
    paid: Annotated[
        str | None,
        typer.Option(
            help="With --tonnes: the carbon price paid per tonne of the good, in EUR, net of free allocation."
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="A file to write as well: .json, or .csv with the items of the Commission's template."
        ),
    ] = None,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    force: Force = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Show what an entry's goods embed at the carbon border.

    Per tonne: direct and indirect emissions, electricity, the share by default, free allocation. Data of bought
    precursors count by a verifier's attestation, else by default. With --tonnes also certificates and EUR, beside what
    the default would cost. A price that is not published is never assumed.

    Example: cradle cbam 09e5bba46e9f --factor-set sha256:... --year 2026 --tonnes 1000 --price 75.28
    --price-day 2026-07-06
    """
    from ledger.cli.backend.methods import stored_factor_sets
    from ledger.cli.backend.names import entry_id
    from ledger.cli.backend.select import select_backend
    from ledger.cli.terminal.files import require_new
    from ledger.cli.terminal.page import print_page
    from ledger.cli.terminal.waiting import waiting
    from ledger.documents.reports.border import layout_border
    from schemas.typed import read_amount

    if out is not None and out.suffix not in {".json", ".csv"}:
        raise CradleError(
            "option.word", f"{out.name!r} has another ending; use .json or .csv.", "--out"
        )
    if out is not None:
        require_new(out, force=force)
    factor = None if cscf is None else read_amount(cscf, "--cscf")
    terms = _import_terms(tonnes, price, price_day, paid)
    with select_backend(ledger) as backend, waiting("computing the goods"):
        sets = tuple(sorted(stored_factor_sets(factor_sets, backend)))
        report = backend.border(entry_id(backend, None, entry, "entry"), sets, year, factor)
    imported = None if terms is None else _imported(report, terms)
    result = report.to_json() | ({} if imported is None else {"import": imported.to_json()})
    if out is not None:
        _write(out, report, result)
    if as_json:
        print_json(result)
    else:
        print_page(layout_border(report, imported), as_csv=as_csv)


def _write(out: Path, report: "CbamReport", result: object) -> None:
    """Write the result, or the items of the template for installations."""
    from ledger.cli.terminal.files import write_file
    from ledger.exchange.cbam_sheet import template_csv

    if out.suffix == ".csv":
        write_file(out, template_csv(report))
    else:
        write_json(out, result)


Terms = tuple[Decimal, Decimal, str, Decimal | None]
"""The tonnes of an import, the price of a certificate with its day, and the price paid, if any."""


def _import_terms(
    tonnes: str | None, price: str | None, day: str | None, paid: str | None
) -> Terms | None:
    """The terms of an import; None if no mass is stated.

    Raises:
        CradleError: `cbam.terms` if they are not whole, `quantity.*`, `date.*`.
    """
    from schemas.typed import read_amount, read_day

    given = [value for value in (tonnes, price, day, paid) if value is not None]
    if not given:
        return None
    if tonnes is None or price is None or day is None:
        detail = "An import takes a mass, a price of a certificate and its day; add --tonnes, --price and --price-day."
        raise CradleError("cbam.terms", detail, "--tonnes")
    eur = None if paid is None else Decimal(read_amount(paid, "--paid"))
    mass = Decimal(read_amount(tonnes, "--tonnes"))
    return mass, Decimal(read_amount(price, "--price")), read_day(day, "--price-day"), eur


def _imported(report: "CbamReport", terms: Terms) -> "CbamImport":
    from ledger.footprint.trade.cbam.certificates import Certificate, assumptions, importer_view

    tonnes, price, day, paid = terms
    certificate = Certificate(price, day)
    sentences = assumptions(report, certificate, paid)
    return importer_view(report.goods, tonnes, certificate, sentences, paid)
