"""The typed fields of a calculation, kept as a draft in steps.

What a person types is kept as it was typed. A number is also kept as it was read, in the language of the page on which
it was typed, so another page language shows the same number. Each step replaces its own fields alone.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from pydantic import BaseModel, ConfigDict

from api.web.supplier.delivery_form import read_amount
from ledger.exchange.spreadsheet.faults import Fault
from ledger.exchange.spreadsheet.numbers import DECIMAL, decide, read_written, require_digits
from ledger.footprint.graph.numbers import EXACT, format_decimal
from ledger.translations.languages import Language

FORM: Final = "calculation_form"
"""The form of its drafts."""

WARRANTIES: Final = 16
"""The most warranties of a calculation."""

ROWS: Final = 20
"""The most further rows that the form takes."""

STEPS: Final = {
    "product": r"subject|start|last|reason",
    "method": r"rulebook",
    "battery": r"category|vehicle_category|capacity_kwh|capacity_evidence|batteries_evidence|cycle_life"
    r"|warranties\.[0-9]{1,2}\.(years|km|remaining_energy|evidence)",
    "end_of_life": r"use\.[0-9a-f]{64}|kg\.[0-9a-f]{64}",
    "rows": r"rows\.[0-9]{1,2}\.(role|source|amount)",
    "exclusions": r"leave\.[0-9a-f]{64}|why\.[0-9a-f]{64}",
    "filling": r"transport|mass",
}
"""The steps in their order, each with the pattern of its fields."""

_NUMBER: Final = re.compile(
    r"capacity_kwh|cycle_life|warranties\.[0-9]+\.(years|km)|kg\.[0-9a-f]{64}|rows\.[0-9]+\.amount"
)
_SHARE: Final = re.compile(r"warranties\.[0-9]+\.remaining_energy")
_HUNDREDTH: Final = Decimal("0.01")
_LONGEST: Final = 1000


class CalculationForm(BaseModel):
    """The content of a draft.

    Attributes:
        fields: the typed text of each field, by name; an empty field is left out.
        read: the numbers among them as a statement writes them.
        factor_sets: the digests that were ticked.
        saved: the steps that were saved at least once.
        supersedes: the digits of the calculation that this one replaces, or empty.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    fields: dict[str, str] = {}
    read: dict[str, str] = {}
    factor_sets: tuple[str, ...] = ()
    saved: tuple[str, ...] = ()
    supersedes: str = ""

    def get(self, name: str) -> str:
        """The text of a field without blanks around it; empty if it has none."""
        return self.fields.get(name, "").strip()

    def with_step(
        self, step: str, typed: Iterable[tuple[str, str]], language: Language
    ) -> "CalculationForm":
        """The form with the fields of a step as they were sent; its other fields stay."""
        pairs, own = list(typed), re.compile(STEPS[step])
        sent = {
            name: text[:_LONGEST]
            for name, text in pairs
            if own.fullmatch(name) is not None and text.strip()
        }
        kept = {name: text for name, text in self.fields.items() if own.fullmatch(name) is None}
        read = {name: text for name, text in self.read.items() if own.fullmatch(name) is None}
        sets = self.factor_sets
        if step == "method":
            sets = tuple(sorted({text for name, text in pairs if name == "factor_set"}))
        return self.model_copy(
            update={
                "fields": {**kept, **sent},
                "read": {**read, **dict(_numbers(sent, language))},
                "factor_sets": sets,
                "saved": tuple(dict.fromkeys((*self.saved, step))),
            }
        )

    def rows_of(self, prefix: str) -> list[int]:
        """The numbers of the rows of a table that have a typed field, in order."""
        matches = (re.fullmatch(rf"{prefix}\.([0-9]+)\..+", name) for name in self.fields)
        return sorted({int(match[1]) for match in matches if match is not None})

    def chosen(self, prefix: str) -> list[str]:
        """The digits that are ticked in a list, such as `use` or `leave`."""
        return sorted(
            name.removeprefix(f"{prefix}.") for name in self.fields if name.startswith(f"{prefix}.")
        )


def is_number(name: str) -> bool:
    """True for a field that a number is typed into."""
    return _NUMBER.fullmatch(name) is not None or _SHARE.fullmatch(name) is not None


def read_number(name: str, typed: str, language: Language) -> str:
    """Read a number as it is written in a language; return it as a statement writes it.

    Raises:
        Fault: `number.*`, `quantity.positive` or `share.grammar`.
    """
    if _SHARE.fullmatch(name) is None:
        return read_amount(typed, language)
    written = read_written(typed.strip())
    value, _ = decide(written, DECIMAL[language], language)
    if written.percent:
        value = EXACT.multiply(value, _HUNDREDTH)
    if not 0 <= value <= 1:
        raise Fault("share.grammar")
    require_digits(value)
    return format_decimal(value)


def _numbers(sent: dict[str, str], language: Language) -> Iterator[tuple[str, str]]:
    """The numbers among sent fields that can be read."""
    for name, typed in sent.items():
        if is_number(name):
            try:
                yield name, read_number(name, typed, language)
            except Fault:
                continue
