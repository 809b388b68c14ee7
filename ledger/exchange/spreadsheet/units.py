"""Convert the amounts of a row to a unit of the wire, exactly (`ledger.exchange.unit_words`).

A note at the cell of the unit shows both amounts. A row with an allocation value is refused: a mass in tonnes beside
one in kg would shift nearly all burdens, and money is no mass.
"""

from collections.abc import MutableMapping
from decimal import Decimal

from ledger.exchange.spreadsheet.cells import Value
from ledger.exchange.spreadsheet.faults import Note
from ledger.exchange.unit_words import read_unit
from ledger.footprint.graph.numbers import format_decimal

PER_UNIT = ("kg_per_unit", "kwh_per_unit")
"""The columns that state something per unit of the row."""


def convert_amounts(values: MutableMapping[str, Value], written: str) -> Note | None:
    """Convert the values of a row whose unit was written in another word.

    Args:
        values: the row's values by column; those that depend on the unit are replaced.
        written: the unit in the file.

    Returns:
        A note with the amount before and after; None if the word is that of a unit of the wire.
    """
    word = read_unit(written)
    if word is None or not word.power:
        return None
    found = values.get("amount", "")
    for key, convert in (("amount", word.total), *((key, word.per_unit) for key in PER_UNIT)):
        if key in values:
            values[key] = format_decimal(convert(Decimal(str(values[key]))))
    words = {
        "found": f"{found} {written}".strip(),
        "read": f"{values.get('amount', '')} {values['unit']}".strip(),
    }
    return Note("unit.converted", words)
