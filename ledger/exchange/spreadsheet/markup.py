"""Read what calamine does not report: errors, formulas without value, percent formats, hidden rows, extents.

One pass over a sheet's XML with expat. It runs first, so that a sheet that reaches to the last row and column is
refused before calamine makes a dense grid of it. A document type declaration is refused: a workbook does not need one,
and its entities can expand without limit. Left out: conditional formats, and formats that hide a value.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from ledger.exchange.spreadsheet.faults import Fault, too_large
from ledger.exchange.spreadsheet.grid import MAX_COLUMNS, MAX_ROWS, At, Mark, column_index

_BUILT_IN_PERCENT = frozenset({"9", "10"})
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")

Attributes = Mapping[str, str]


@dataclass
class Markup:
    """The result of one pass over a sheet."""

    marks: dict[At, Mark] = field(default_factory=dict)
    errors: dict[At, str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    rows: int = 0
    columns: int = 0


def new_parser() -> expat.XMLParserType:
    """A parser that refuses a document type declaration; names are `namespace|local`."""
    parser = expat.ParserCreate("utf-8", namespace_separator="|")
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise Fault("file.damaged", what="DOCTYPE")

    parser.StartDoctypeDeclHandler = refuse
    return parser


def parse(parser: expat.XMLParserType, data: bytes, part: str) -> None:
    """Parse a part as UTF-8 even if it declares another encoding: both readers then see the same characters.

    Raises:
        Fault: `file.damaged`.
    """
    try:
        data.decode("utf-8")
        parser.Parse(data, True)  # noqa: FBT003 - expat's signature
    except (expat.ExpatError, UnicodeDecodeError):
        raise Fault("file.damaged", what=part) from None


def elements(data: bytes, part: str) -> Iterator[tuple[str, Attributes]]:
    """List all elements of a small part in order: local name, and attributes by local name.

    Raises:
        Fault: `file.damaged`.
    """
    rows: list[tuple[str, Attributes]] = []
    parser = new_parser()

    def start(name: str, attributes: dict[str, str]) -> None:
        named = {key.rpartition("|")[2]: value for key, value in attributes.items()}
        rows.append((name.rpartition("|")[2], named))

    parser.StartElementHandler = start
    parse(parser, data, part)
    return iter(rows)


def percent_styles(data: bytes) -> frozenset[str]:
    """The numbers of the cell styles that show a percentage, from the part `styles`."""
    codes, styles, in_cells = set(_BUILT_IN_PERCENT), [], False
    for name, attributes in elements(data, "styles"):
        if name == "numFmt" and "%" in attributes.get("formatCode", ""):
            codes.add(attributes.get("numFmtId", ""))
        in_cells = name == "cellXfs" or (in_cells and name not in {"cellStyles", "dxfs"})
        if in_cells and name == "xf":
            styles.append(attributes.get("numFmtId", "0") in codes)
    return frozenset(str(at) for at, percent in enumerate(styles) if percent)


def _cell(place: str) -> tuple[str, str]:
    """Column and row of a cell's name in canonical form; another reader might read a variant as a distant cell."""
    match = _CELL.fullmatch(place)
    if match is None:
        raise ValueError(place)
    return match[1], match[2]


class _Sheet:
    """The handlers of one pass."""

    def __init__(self, percent: frozenset[str]) -> None:
        self.markup = Markup()
        self._percent = percent
        self._row, self._column = 0, -1
        self._type, self._formula, self._value = "n", False, ""
        self._in_value = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition("|")[2]
        if local == "c":
            self._start_cell(attributes)
        elif local == "row":
            self._start_row(attributes)
        elif local == "v":
            self._in_value = True
        elif local == "f":
            self._formula = True
        elif local == "col" and attributes.get("hidden") in {"1", "true"}:
            first, last = int(attributes.get("min", "1")), int(attributes.get("max", "1"))
            self.markup.hidden_columns.update(range(first - 1, min(last, MAX_COLUMNS)))

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row = int(attributes.get("r", self._row + 1))
        self._column = -1
        if attributes.get("hidden") in {"1", "true"}:
            self.markup.hidden_rows.add(self._row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r")
        if place is None:
            self._column += 1
        else:
            letters, digits = _cell(place)
            self._column, self._row = column_index(letters), int(digits)
        self._type, self._formula, self._value = attributes.get("t", "n"), False, ""
        markup = self.markup
        markup.rows = max(markup.rows, self._row)
        markup.columns = max(markup.columns, self._column + 1)
        if attributes.get("s") in self._percent:
            markup.marks[self._row, self._column] = Mark.PERCENT

    def text(self, data: str) -> None:
        if self._in_value:
            self._value += data

    def end(self, name: str) -> None:
        local = name.rpartition("|")[2]
        if local == "v":
            self._in_value = False
        elif local == "c":
            at = self._row, self._column
            if self._type == "e":
                self.markup.marks[at] = Mark.ERROR
                self.markup.errors[at] = self._value
            elif self._formula and not self._value and self._type != "str":
                self.markup.marks[at] = Mark.NO_VALUE


def scan(data: bytes, part: str, percent: frozenset[str]) -> Markup:
    """Scan a sheet in one pass.

    Raises:
        Fault: `file.damaged` or `sheet.too_large`.
    """
    parser, sheet = new_parser(), _Sheet(percent)
    parser.StartElementHandler = sheet.start
    parser.EndElementHandler = sheet.end
    parser.CharacterDataHandler = sheet.text
    try:
        parse(parser, data, part)
    except ValueError:
        raise Fault("file.damaged", what=part) from None
    markup = sheet.markup
    if markup.rows > MAX_ROWS or markup.columns > MAX_COLUMNS:
        raise too_large(markup.rows, markup.columns)
    return markup
