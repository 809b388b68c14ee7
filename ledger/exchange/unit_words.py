"""Read a word for a unit, and convert exactly to the unit of the ledger: t to kg, MWh to kWh, km to m.

    3.1 t -> 3100 kg,    8 kWh per t -> 0.008 kWh per kg

Only words with one meaning and a power of ten between the two units are known. kWh and MJ are both units of the ledger
and are never converted into each other. Spreadsheets and case folders both read units here. The words are data
(`ledger.translations.spreadsheet`).
"""

from decimal import Decimal
from typing import NamedTuple

from ledger.footprint.graph.numbers import EXACT
from ledger.translations.spreadsheet import plain, spellings, unit_words
from schemas.vocabulary import Unit


class UnitWord(NamedTuple):
    """A unit of the ledger, and the power of ten of it that is one of the word's unit."""

    unit: Unit
    power: int

    def total(self, amount: Decimal) -> Decimal:
        """An amount in the word's unit, in the unit of the ledger."""
        return EXACT.scaleb(amount, self.power)

    def per_unit(self, value: Decimal) -> Decimal:
        """A value per unit of the word, per unit of the ledger."""
        return EXACT.scaleb(value, -self.power)


def read_unit(text: str) -> UnitWord | None:
    """Read a unit in any of its spellings; None if the word is unknown or has several meanings."""
    word = plain(text)
    unit_value = spellings("unit", tuple(unit.value for unit in Unit)).get(word)
    if unit_value is not None:
        return UnitWord(Unit(unit_value), 0)
    if word in unit_words():
        unit, power = unit_words()[word]
        return UnitWord(Unit(unit), power)
    return None
