"""A spreadsheet read dry for somebody elsewhere: bytes in, bytes out, so that it can be done in a process of its own.

    tell(sheet, refused)       {"report": {...}, "draft": {...}}; the draft where an entry can be made of it
    correct(sheet, refused)    the workbook to correct

Only the ledger can say what its rules have against the draft. So the caller asks it, and has the file read
once more with that refusal, which then stands at its cell. Nothing is kept between the two.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import orjson

from ledger.exchange.spreadsheet.check import Checked, check_spreadsheet
from ledger.exchange.spreadsheet.corrected import write_corrected
from ledger.exchange.spreadsheet.defaults import DefaultData
from ledger.translations.languages import Language
from schemas.errors import CradleError
from schemas.rulebook import FactorSet

Refused = tuple[str, str, str]
"""Code, sentence and place of what a ledger has against the draft."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as it was handed in, and what it is held against.

    Attributes:
        data: its bytes.
        name: its name; the ending must fit the content.
        language: of numbers and of the report, in place of what the file says.
        factor_sets: the bytes of those that value goods of unknown suppliers.
        told: what suppliers told, by product and unit.
    """

    data: bytes
    name: str
    language: Language | None = None
    factor_sets: tuple[bytes, ...] = ()
    told: Mapping[tuple[str, str], tuple[Decimal, ...]] = field(default_factory=dict)


def tell(sheet: Sheet, refused: Refused | None = None) -> bytes:
    """The report, and the draft that `ledger.exchange.entry_draft` reads, as one JSON object."""
    checked = _checked(sheet, refused)
    told: dict[str, object] = {"report": checked.report.to_json()}
    drafted = checked.drafted
    if checked.report.accepted and drafted is not None and drafted.data is not None:
        told["draft"] = orjson.Fragment(drafted.data)
    return orjson.dumps(told)


def correct(sheet: Sheet, refused: Refused | None = None) -> bytes:
    """The workbook with the wrong cells red."""
    return write_corrected(_checked(sheet, refused))


def _checked(sheet: Sheet, refused: Refused | None) -> Checked:
    sets = tuple(FactorSet.parse(data) for data in sheet.factor_sets)
    defaults = DefaultData(sets, sheet.told)
    checked = check_spreadsheet(sheet.data, sheet.name, sheet.language, defaults)
    if refused is None or checked.drafted is None:
        return checked
    return checked.refuse(checked.drafted, CradleError(*refused))
