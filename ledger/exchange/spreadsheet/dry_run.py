"""A spreadsheet read dry for somebody elsewhere: bytes in, bytes out, so that it can be done in a process of its own.

    report_sheet(sheet, refused)     {"report": {...}, "draft": {...}}; the draft where an entry can be made of it
    correct_sheet(sheet, refused)    the workbook to correct

Only the ledger can say what its rules have against the draft. So the caller asks it, and has the file read
once more with that refusal, which then stands at its cell. Nothing is kept between the two.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import orjson

from ledger.exchange.spreadsheet.check import CheckedFile, check_spreadsheet
from ledger.exchange.spreadsheet.corrected import write_corrected
from ledger.exchange.spreadsheet.defaults import DefaultData
from ledger.translations.languages import Language
from schemas.errors import CradleError
from schemas.rulebook import FactorSet

Refusal = tuple[str, str, str]
"""Code, sentence and place of what a ledger has against the draft."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A submitted file, and what it is checked against.

    Attributes:
        data: its bytes.
        name: its name; the ending must fit the content.
        language: of numbers and of the report, in place of what the file says.
        factor_sets: the bytes of those that value goods of unknown suppliers.
        supplier_figures: those of a product in a unit, one for each supplier.
    """

    data: bytes
    name: str
    language: Language | None = None
    factor_sets: tuple[bytes, ...] = ()
    supplier_figures: Mapping[tuple[str, str], tuple[Decimal, ...]] = field(default_factory=dict)


def report_sheet(sheet: Sheet, refused: Refusal | None = None) -> bytes:
    """The report, and the draft that `ledger.exchange.entry_draft` reads, as one JSON object."""
    checked = _checked(sheet, refused)
    answer: dict[str, object] = {"report": checked.report.to_json()}
    drafted = checked.drafted
    if checked.report.accepted and drafted is not None and drafted.data is not None:
        answer["draft"] = orjson.Fragment(drafted.data)
    return orjson.dumps(answer)


def correct_sheet(sheet: Sheet, refused: Refusal | None = None) -> bytes:
    """The workbook with the wrong cells red."""
    return write_corrected(_checked(sheet, refused))


def _checked(sheet: Sheet, refused: Refusal | None) -> CheckedFile:
    sets = tuple(FactorSet.parse(data) for data in sheet.factor_sets)
    defaults = DefaultData(sets, sheet.supplier_figures)
    checked = check_spreadsheet(sheet.data, sheet.name, sheet.language, defaults)
    if refused is None or checked.drafted is None:
        return checked
    return checked.refuse(checked.drafted, CradleError(*refused))
