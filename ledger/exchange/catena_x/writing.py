"""JSON whose numbers keep every digit of the Decimal they come from.

Catena-X writes quantities as JSON numbers. A number that went through binary floating point, as every JSON writer of
numbers has it, would be another one; so a `Number` is written as the text it is, and no other number is written.
"""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal

from ledger.footprint.external.document import Number
from ledger.footprint.numbers import format_decimal

Json = Mapping[str, "Json"] | Sequence["Json"] | Number | str | bool


def number(value: Decimal | str) -> Number:
    """A number, in the one spelling of its digits."""
    return Number(format_decimal(Decimal(value)))


def write_json(value: Json, indent: str = "\n") -> str:
    """The text of a document: two spaces a level, members in their order."""
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, str | bool):
        return json.dumps(value, ensure_ascii=False)
    deeper = f"{indent}  "
    if isinstance(value, Mapping):
        rows = [
            f"{json.dumps(name)}: {write_json(member, deeper)}" for name, member in value.items()
        ]
        return _between("{", rows, "}", indent)
    return _between("[", [write_json(item, deeper) for item in value], "]", indent)


def _between(start: str, rows: Sequence[str], end: str, indent: str) -> str:
    return f"{start}{indent}  {f',{indent}  '.join(rows)}{indent}{end}" if rows else start + end
