"""Read a CSV file as one grid; detect and report its encoding, and detect its separator.

Encodings: UTF-8 and UTF-16 by their marks, UTF-8 where it is valid, else the likely one of the template's language
(GB18030 for Chinese, Windows-1252 for others); if the first line names no language, charset-normalizer chooses between
the two. The separator is the one of `,` `;` and tab that yields the most words of the template or of a mapping; in a
file without any, the one that divides the most lines into one number of fields. Excel's own first line `sep=;` is
skipped. A misplaced quotation mark is refused, because it would merge rows.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable
from operator import itemgetter

from charset_normalizer import from_bytes

from ledger.exchange.spreadsheet.columns import FORMAT, TABLES
from ledger.exchange.spreadsheet.faults import Fault, Note, too_large
from ledger.exchange.spreadsheet.grid import MAX_COLUMNS, MAX_ROWS, Grid
from ledger.translations.spreadsheet import headings, plain

SEPARATORS = (";", ",", "\t")
_SAMPLE = 100
"""The number of lines that are searched for the separator."""

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_NAMES = {"gb18030": "GB18030", "cp1252": "Windows-1252", "utf-16-le": "UTF-16", "utf-16": "UTF-16"}


def read_csv(data: bytes, words: frozenset[str] = frozenset()) -> tuple[Grid, Note | None]:
    """Read the rows of a CSV file; the note names an encoding other than UTF-8.

    Args:
        data: the file.
        words: plain headings that it may have beside those of the template.

    Raises:
        Fault: `file.encoding`, `csv.*` or `sheet.too_large`.
    """
    text, note = _decode(data)
    skipped = 0
    if text[:4].casefold() == "sep=":
        text, skipped = text.partition("\n")[2], 1
    rows = _rows(text, _separator(text, words), skipped)
    return Grid("CSV", rows, first=1 + skipped, ragged=True), note


def _decode(data: bytes) -> tuple[str, Note | None]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _try(data, encoding), _note(encoding)
    if data[1:40:2] == b"\0" * len(data[1:40:2]) and len(data) > 1:
        return _try(data, "utf-16-le"), _note("utf-16-le")
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        encoding = _likely(data)
        return _try(data, encoding), _note(encoding)


def _try(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise Fault("file.encoding") from None
    return text


def _note(encoding: str) -> Note | None:
    named = _NAMES.get(encoding)
    return None if named is None else Note("file.read_as", {"encoding": named})


def _likely(data: bytes) -> str:
    """The likely encoding by the first line's language, or else by the text itself."""
    first = data.partition(b"\n")[0].decode("ascii", "replace")
    if plain(FORMAT) in plain(first):
        return "gb18030" if "zh" in first else "cp1252"
    best = from_bytes(data, cp_isolation=["gb18030", "cp1252"]).best()
    if best is None:
        raise Fault("file.encoding")
    return str(best.encoding)


def _separator(text: str, words: frozenset[str]) -> str:
    names = words | headings(tuple(sorted({key for table in TABLES for key in table.keys}))).keys()
    sample = [line for line, _ in zip(io.StringIO(text), range(_SAMPLE), strict=False)]
    known = {
        sign: sum(
            plain(part.strip().strip('"')) in names for line in sample for part in line.split(sign)
        )
        for sign in SEPARATORS
    }
    if not any(known.values()):
        known = {sign: _even_lines(sample, sign) for sign in SEPARATORS}
    best = max(known, key=lambda sign: known[sign])
    if not known[best]:
        raise Fault("csv.separator")
    return best


def _even_lines(lines: Iterable[str], sign: str) -> int:
    """The number of lines with the commonest number of fields; 0 if that is one field."""
    counts = Counter(line.count(sign) for line in lines if line.strip())
    fields, count = max(counts.items(), key=itemgetter(1), default=(0, 0))
    return count if fields else 0


def _rows(text: str, separator: str, skipped: int) -> list[list[str]]:
    if "\0" in text:
        raise Fault("file.encoding")
    rows: list[list[str]] = []
    lines: Iterable[list[str]] = csv.reader(
        io.StringIO(text, newline=""), delimiter=separator, strict=True
    )
    try:
        for row in lines:
            rows.append(row)
            if len(rows) > MAX_ROWS or len(row) > MAX_COLUMNS:
                raise too_large(len(rows), len(row))
    except csv.Error:
        raise Fault("csv.quotes", row=len(rows) + 1 + skipped) from None
    return rows
