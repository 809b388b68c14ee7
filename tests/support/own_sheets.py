"""Sheets as firms have them, and the mapping that reads them: titles above, units in headings, merged cells, totals."""

import io
import re
from collections.abc import Mapping

import openpyxl
from openpyxl.workbook.workbook import Workbook

HEADER = ("Lieferant", "Energieträger", "Menge [MWh]", "Bemerkung")
ANSWERS = {
    "language": "de",
    "site_code": "WERK-1",
    "country": "Deutschland",
    "process": "Zellfertigung",
    "first_day": "01.01.2025",
    "last_day": "31.12.2025",
    "basis": "Werksdurchschnitt des Zeitraums",
    '"Lieferant"': "-",
    '"Bemerkung"': "document",
    "purpose": "Energie",
    "line": "main",
    "name": "Al-Profil 6060 (geschliffen)",
    "unit": "t",
    "amount": "1.500,5",
    "role": "Hauptprodukt",
    "form": "wie geliefert",
}
"""What a person writes in place of each ? of a draft."""

EXTRA = ('purpose = "Energie"', 'purpose = "Energie"\nsupply = "grid"')


def own_workbook(*rows: tuple[object, ...], header: tuple[str, ...] = HEADER) -> Workbook:
    """A sheet with a merged title, an empty row, a header, two rows with a merged supplier, and further rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Verbrauch 2025"
    for row in (
        ("Verbrauchsübersicht Werk Bonn",),
        (),
        header,
        ("Stadtwerke", "own:grid_a", "1.234,5", "Zähler 1"),
        ("", "own:grid_b", 12.5, ""),
        *rows,
    ):
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("A4:A5")
    return book


def works_workbook() -> Workbook:
    """A sheet as a works keeps it: two merged titles, German numbers, formulas of totals, a footnote, another sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Energie 2025"
    for row in (
        ("Energieverbrauch 2025",),
        ("Werk Bonn, Stand 15.01.2026",),
        (),
        ("Lieferant", "Energieträger", "Menge [MWh]", "Bemerkung"),
        ("Stadtwerke", "own:grid_a", "1.234,5", "Zähler 1"),
        ("", "own:grid_b", 12.5, "Zähler 2"),
        ("Zwischensumme Strom", "", "=1234.5+C6", ""),
        ("Fernwärme AG", "own:heat", "0,75", "Zähler 3"),
        ("Summe", "", "=C7+0.75", ""),
        ("* Zähler 3 geschätzt",),
    ):
        sheet.append(row)
    for span in ("A1:D1", "A2:D2", "A5:A6"):
        sheet.merge_cells(span)
    book.create_sheet("Ansprechpartner").append(("Einkauf", "Tel. 0228 100"))
    return book


def bytes_of(book: Workbook) -> bytes:
    """The workbook as .xlsx."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def answered(draft: str, answers: Mapping[str, str] = ANSWERS, leave_out: str = '["Summe"]') -> str:
    """The draft of a mapping with all answers."""
    for key, value in answers.items():
        draft = re.sub(
            rf'^{re.escape(key)} = "\?"', f'{key} = "{value}"', draft, flags=re.MULTILINE
        )
    return draft.replace("leave_out = []", f"leave_out = {leave_out}").replace(*EXTRA)
