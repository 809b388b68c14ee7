"""Read the JSON of a file of others, in the encodings that are found in the wild.

RFC 8259 has UTF-8 without a byte-order mark and leaves a repeated key undefined. Published samples are UTF-16 with a
mark, and exports repeat keys. The linter reads such a file and says so, where `parse_document` refuses it. Of a
repeated key the last value counts, as for most readers.

Most programs read a JSON number as an IEEE 754 double. A number that a double does not hold is reported, because such a
program passes other digits on.
"""

import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from itertools import islice

from ledger.exchange.lint.finding import LONGEST, MOST, error, remark, warning
from ledger.footprint.external.document import SIZE_LIMIT, Number, load_json
from ledger.footprint.graph.numbers import format_decimal
from schemas.errors import CradleError
from schemas.views.lint_report import LintFinding

_UTF_8 = "utf-8"


class _Members(dict[str, object]):
    """The members of an object, and the keys that it repeats."""

    repeated: tuple[str, ...] = ()


def read_json(data: bytes) -> tuple[object, list[LintFinding]]:
    """Read a file; return its value and the findings on its bytes.

    Raises:
        CradleError: `json.too_large`, `json.syntax` or `json.depth`.
    """
    if len(data) > SIZE_LIMIT:
        detail = f"The file has {len(data)} bytes; at most {SIZE_LIMIT} are read. Split it."
        raise CradleError("json.too_large", detail)
    encoding = json.detect_encoding(data)
    value = load_json(data, encoding, _collect)
    return value, [*_encoding(encoding), *islice(_repeated(value), MOST), *_doubles(value)]


def _collect(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = _Members(pairs)
    if len(members) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        members.repeated = tuple(name for name, count in counts.items() if count > 1)
    return members


def _encoding(encoding: str) -> Iterator[LintFinding]:
    if encoding != _UTF_8:
        name = "UTF-8 with a byte-order mark" if encoding == "utf-8-sig" else encoding.upper()
        detail = f"The file is {name}; JSON is exchanged as UTF-8 without a mark. Save it so."
        yield warning("lint.encoding", "", detail)


def _walk(value: object) -> Iterator[tuple[str, object]]:
    """All values with their paths, cut where they are long, without recursion: a file may be nested deep."""
    waiting: list[tuple[str, object]] = [("", value)]
    while waiting:
        place, node = waiting.pop()
        yield place, node
        above = place[:LONGEST]
        if isinstance(node, dict):
            start = f"{above}." if above else ""
            rows = [(f"{start}{name[:LONGEST]}", row) for name, row in node.items()]
        elif isinstance(node, list):
            rows = [(f"{above}[{at}]", row) for at, row in enumerate(node)]
        else:
            continue
        waiting += reversed(rows)


def _repeated(value: object) -> Iterator[LintFinding]:
    for place, node in _walk(value):
        for name in node.repeated if isinstance(node, _Members) else ():
            path = f"{place}.{name}" if place else name
            detail = f"The key {name!r:.80} is there twice, and readers differ in which they take; keep one."
            yield error("lint.duplicate_key", path, detail)


def _doubles(value: object) -> Iterator[LintFinding]:
    """One remark for all numbers that lose digits, at the first of them."""
    lossy = ((place, row) for place, row in _walk(value) if _loses_digits(row))
    for place, first in islice(lossy, 1):
        more = sum(1 for _ in lossy)
        count = f"{more + 1} numbers lose" if more else "One number loses"
        detail = f"{count} digits in programs that read JSON numbers as doubles, first this; round it, or use a string."
        yield remark("lint.double", place, detail, str(first), _as_double(str(first)))


def _loses_digits(value: object) -> bool:
    if not isinstance(value, Number):
        return False
    if len(value) > LONGEST:
        return True
    try:
        return Decimal(value) != Decimal(repr(float(value)))
    except InvalidOperation:  # An exponent beyond those of decimals.
        return True


def _as_double(text: str) -> str | None:
    """The shortest decimal of the nearest double; None for infinity, and for a number that is too long to read."""
    nearest = Decimal(repr(float(text))) if len(text) <= LONGEST else None
    return None if nearest is None or nearest.is_infinite() else format_decimal(nearest)
