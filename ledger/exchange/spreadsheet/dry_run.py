"""Check a spreadsheet for a remote caller: bytes in, bytes out, so that a separate process can do it.

    report_sheet(sheet, refused)     {"report": {...}, "sheets": [...], "draft": {...}}; no draft if there is an error
    correct_sheet(sheet, refused)    the workbook to correct

Only the ledger can check the draft against its rules. The caller therefore submits the draft to it and has the file
read again with the refusal, which is then reported at its cell. No state is kept between the two calls.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import orjson

from ledger.exchange.spreadsheet.check import CheckedFile, check_spreadsheet
from ledger.exchange.spreadsheet.correction import write_corrected
from ledger.exchange.spreadsheet.defaults import DefaultData
from ledger.exchange.spreadsheet.view import view_sheets
from ledger.translations.languages import Language
from schemas.errors import CradleError
from schemas.signed.rulebook import FactorSet

Refusal = tuple[str, str, str]
"""Code, sentence and place of a ledger's refusal of the draft."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A submitted file, and the data that it is checked with.

    Attributes:
        data: its bytes.
        name: its name; the ending must fit the content.
        language: of numbers and of the report; by default the file's.
        factor_sets: the bytes of the factor sets that value goods of unknown suppliers.
        supplier_figures: the figures for a product in a unit, one for each supplier.
    """

    data: bytes
    name: str
    language: Language | None = None
    factor_sets: tuple[bytes, ...] = ()
    supplier_figures: Mapping[tuple[str, str], tuple[Decimal, ...]] = field(default_factory=dict)


def report_sheet(sheet: Sheet, refused: Refusal | None = None) -> bytes:
    """Write the report, the sheets with errors, and the draft that `entry_draft` reads, as one JSON object."""
    checked = _checked(sheet, refused)
    answer: dict[str, object] = {
        "report": checked.report.to_json(),
        "sheets": [view.to_json() for view in view_sheets(checked)],
    }
    drafted = checked.drafted
    if checked.report.accepted and drafted is not None and drafted.data is not None:
        answer["draft"] = orjson.Fragment(drafted.data)
    return orjson.dumps(answer)


def correct_sheet(sheet: Sheet, refused: Refusal | None = None) -> bytes:
    """Write the workbook with the wrong cells in red."""
    return write_corrected(_checked(sheet, refused))


def _checked(sheet: Sheet, refused: Refusal | None) -> CheckedFile:
    sets = tuple(FactorSet.parse(data) for data in sheet.factor_sets)
    defaults = DefaultData(sets, sheet.supplier_figures)
    checked = check_spreadsheet(sheet.data, sheet.name, sheet.language, defaults)
    if refused is None or checked.drafted is None:
        return checked
    return checked.refuse(checked.drafted, CradleError(*refused))
