"""Convert the amounts of a row to a unit of the wire, exactly: t to kg, MWh to kWh, l to m3.

    3.1 t -> 3100 kg,    8 kWh per t -> 0.008 kWh per kg

Only words with one meaning and a power of ten between the two units are converted. A note at the cell of the unit
shows both amounts. kWh and MJ are both units of the wire and are never converted into each other. A row with an
allocation value is refused: a mass in tonnes beside one in kg would shift nearly all burdens, and money is no mass.
"""

from collections.abc import MutableMapping
from decimal import Decimal

from ledger.exchange.spreadsheet.cells import Value
from ledger.exchange.spreadsheet.faults import Note
from ledger.footprint.graph.numbers import EXACT, format_decimal
from ledger.translations.spreadsheet import plain, unit_words

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
    _, power = unit_words().get(plain(written), ("", 0))
    if not power:
        return None
    found = values.get("amount", "")
    for key, by in (("amount", power), *((key, -power) for key in PER_UNIT)):
        if key in values:
            values[key] = format_decimal(EXACT.scaleb(Decimal(str(values[key])), by))
    words = {
        "found": f"{found} {written}".strip(),
        "read": f"{values.get('amount', '')} {values['unit']}".strip(),
    }
    return Note("unit.converted", words)
