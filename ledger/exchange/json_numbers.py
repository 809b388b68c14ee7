"""Write JSON numbers with every digit of their Decimal.

Catena-X and BatteryPass write quantities as JSON numbers. A float would change their digits, so a document contains
each number as a Decimal, and orjson inserts its text unchanged.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import orjson

from ledger.footprint.graph.numbers import format_decimal

Json = Mapping[str, "Json"] | Sequence["Json"] | Decimal | str | bool


def write_json(document: Json) -> bytes:
    """Write a document: two spaces a level, members in their order, a line break at the end."""
    option = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    return orjson.dumps(document, default=_write_decimal, option=option)


def _write_decimal(value: Decimal) -> orjson.Fragment:
    return orjson.Fragment(format_decimal(value))
