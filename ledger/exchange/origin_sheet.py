"""The origin of elements as a workbook in the shape of the Extended Minerals Reporting Template, and as a CSV table.

Sheets: Declaration, Smelter List, Mine List, Product List, as in EMRT 2.1 (read in a summary). The Responsible Minerals
Initiative recognises no modified template, so this is a data sheet in its shape and not a template of the initiative;
its questions to a company are not answered. Without entries, for a customer, the mine list holds a sentence. Numbers
are text: a spreadsheet program would round them.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ledger.documents.origin.layout import NAMES
from ledger.documents.rendering.csv_table import csv_table
from ledger.exchange.spreadsheet.template import put_text, save
from schemas.views.origin import Origin, OriginClass

DISCLAIMER: Final = (
    "A data sheet in the shape of the RMI's Extended Minerals Reporting Template (EMRT)."
    " The RMI does not recognise modified templates, and this is none of its documents."
    " A ledger shows the flow of metal and not working conditions."
)
HIDDEN: Final = "Mines are shown to the operator and the engaged auditor only."
UNKNOWN: Final = "unknown"
"""The kg of an element that no entry states."""

SHARES: Final = ("element", "class", "country", "kg_per_battery", "share", "unconfirmed_kg")

Row = Sequence[str]


def origin_workbook(origin: Origin) -> bytes:
    """Write an origin as an xlsx workbook."""
    book = Workbook()
    first: Any = book.active
    first.title = "Declaration"
    _fill(first, _declaration(origin))
    for name, rows in (
        ("Smelter List", _smelters(origin)),
        ("Mine List", _mines(origin)),
        ("Product List", _products(origin)),
    ):
        _fill(book.create_sheet(name), rows)
    return save(book)


def origin_csv(origin: Origin) -> bytes:
    """Write the shares of an origin as one CSV table, UTF-8 with a byte-order mark."""
    return csv_table(SHARES, share_rows(origin))


def share_rows(origin: Origin) -> Iterator[Row]:
    """One row a share, under `SHARES`."""
    for row in origin.elements:
        for share in row.shares:
            named = row.element, share.origin.value, share.country or ""
            yield *named, share.kg, share.share, share.unconfirmed or "0"


def _declaration(origin: Origin) -> Iterator[Row]:
    yield ("Element origin",)
    yield (DISCLAIMER,)
    yield (origin.note,)
    yield "Product", origin.model
    yield "Period", f"{origin.period.start} to {origin.period.end}"
    yield "Calculation", origin.calculation or "not signed"
    yield "Due-diligence documents named by digest", str(origin.due_diligence)
    for document in origin.documents or ():
        yield "", document.standard, document.document, document.entry
    yield ()
    yield "Metal", "Stated by an entry", "kg per battery", "kg per kWh", "untraced kg"
    for row in origin.elements:
        answer = "no" if row.kg_per_battery is None else "yes"
        kg = row.kg_per_battery or UNKNOWN, row.kg_per_kwh or UNKNOWN
        yield _name(row.element), answer, *kg, row.untraced_kg
    yield ()
    yield "Metal", "Class", "Country of origin", "kg per battery", "Share", "Unconfirmed kg"
    for element, *rest in share_rows(origin):
        yield (_name(element), *rest)


def _smelters(origin: Origin) -> Iterator[Row]:
    yield "Metal", "Smelter country", "Smelter name", "Product", "Entry"
    for row in origin.elements:
        for refiner in row.refiners:
            yield (
                _name(row.element),
                refiner.country,
                refiner.firm or "",
                refiner.product or "",
                refiner.entry or "",
            )


def _mines(origin: Origin) -> Iterator[Row]:
    yield (
        "Metal",
        "Mine country",
        "Mine name",
        "Product",
        "Entry",
        "kg per battery",
        "Registered in",
    )
    if not origin.exact:
        yield (HIDDEN,)
    for row in origin.elements:
        for mine in row.entries or ():
            if mine.origin is OriginClass.MINED:
                named = mine.firm or "", mine.product or "", mine.entry or "several entries"
                home = mine.registered or mine.country or ""
                yield _name(row.element), mine.country or "", *named, mine.kg, home


def _products(origin: Origin) -> Iterator[Row]:
    yield "Product number", "Period"
    yield origin.model, f"{origin.period.start} to {origin.period.end}"


def _name(element: str) -> str:
    return NAMES.get(element, element)


def _fill(sheet: Worksheet, rows: Iterable[Row]) -> None:
    """Write rows as texts, also those that begin like a formula."""
    width = 1
    for at, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            put_text(sheet.cell(at, column), text)
        width = max(width, len(row))
    sheet.cell(1, 1).font = Font(bold=True)
    for column in range(1, width + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 28
