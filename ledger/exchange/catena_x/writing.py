"""JSON whose numbers keep every digit of the Decimal they come from.

Catena-X writes quantities as JSON numbers. A float would change their digits, so a document holds each number as a
Decimal, and orjson inserts its text as it is.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import orjson

from ledger.footprint.graph.numbers import format_decimal

Json = Mapping[str, "Json"] | Sequence["Json"] | Decimal | str | bool


def write_json(document: Json) -> bytes:
    """The bytes of a document: two spaces a level, members in their order, a line break at the end."""
    option = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    return orjson.dumps(document, default=_write_decimal, option=option)


def _write_decimal(value: Decimal) -> orjson.Fragment:
    return orjson.Fragment(format_decimal(value))
