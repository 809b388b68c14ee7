"""Units of life-cycle databases, read as units of the ledger, with the power of ten between them.

openLCA and ILCD abbreviate (t*km, Item(s)), Brightway spells out (ton kilometer), ecospold is between them. Only
powers of ten are converted, so kWh and MJ stay apart. A unit without a match has no factor, and is reported.
"""

from decimal import Decimal

from ledger.exchange.unit_words import UnitWord, read_unit
from schemas.vocabulary import Unit

_WORDS = {
    "kilogram": UnitWord(Unit.KG, 0),
    "gram": UnitWord(Unit.KG, -3),
    "megagram": UnitWord(Unit.KG, 3),
    "kilowatt hour": UnitWord(Unit.KWH, 0),
    "megawatt hour": UnitWord(Unit.KWH, 3),
    "kw*h": UnitWord(Unit.KWH, 0),
    "megajoule": UnitWord(Unit.MJ, 0),
    "cubic meter": UnitWord(Unit.M3, 0),
    "litre": UnitWord(Unit.M3, -3),
    "ton kilometer": UnitWord(Unit.TKM, 0),
    "metric ton*km": UnitWord(Unit.TKM, 0),
    "t*km": UnitWord(Unit.TKM, 0),
    "kg*km": UnitWord(Unit.TKM, -3),
    "kilogram kilometer": UnitWord(Unit.TKM, -3),
    "unit": UnitWord(Unit.UNIT, 0),
    "item": UnitWord(Unit.PIECE, 0),
    "items": UnitWord(Unit.PIECE, 0),
    "item(s)": UnitWord(Unit.PIECE, 0),
    "n. item(s)": UnitWord(Unit.PIECE, 0),
    "p": UnitWord(Unit.PIECE, 0),
    "meter": UnitWord(Unit.M, 0),
    "kilometer": UnitWord(Unit.M, 3),
    "square meter": UnitWord(Unit.M2, 0),
    "square meter-year": UnitWord(Unit.M2A, 0),
    "m2*a": UnitWord(Unit.M2A, 0),
    "m2*year": UnitWord(Unit.M2A, 0),
    "hour": UnitWord(Unit.H, 0),
}
"""Words of the formats, in lower case, that a spreadsheet of a person would not have."""

_MASS = {
    "kg": Decimal(1),
    "kilogram": Decimal(1),
    "g": Decimal("0.001"),
    "gram": Decimal("0.001"),
    "mg": Decimal("0.000001"),
    "t": Decimal(1000),
    "Mg": Decimal(1000),
}
"""Units of mass; mg and Mg differ by their case alone."""


def ledger_unit(word: str) -> UnitWord | None:
    """The ledger's unit of a word; None if it has none."""
    plain = " ".join(word.split())
    return _WORDS.get(plain.casefold()) or read_unit(plain)


def kilograms(word: str) -> Decimal | None:
    """The kg in one of a unit of mass; None for another unit."""
    return _MASS.get(" ".join(word.split()))


def same_unit(word: str) -> str:
    """A word for a unit in one spelling, so that kg and kilogram are the same."""
    unit_word = ledger_unit(word)
    if unit_word is None:
        return " ".join(word.split()).casefold()
    return f"{unit_word.unit.value} e{unit_word.power}" if unit_word.power else unit_word.unit.value
