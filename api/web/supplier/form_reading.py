"""The draft of an entry in words: each value as it was read, under the heading of its column.

The draft is the check's own answer, so the page shows the numbers, days and words that will be signed, and the values
that the check filled in (the stage of a row, the amount of a delivery code).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from api.web.supplier.form_rows import BY_KEY
from ledger.exchange.spreadsheet.columns import NUMBERS, Column, Form, Table
from ledger.exchange.spreadsheet.places import column_of, header_column
from ledger.translations.documents import number
from ledger.translations.languages import Language
from ledger.translations.spreadsheet import heading, title, word
from schemas.values import Period

_LISTS = ("outputs", "inputs", "emissions", "wastes", "avoided")


class ReadRow(NamedTuple):
    """A row of the draft: its title, and the heading and value of each of its cells."""

    title: str
    cells: tuple[tuple[str, str], ...]


def read_draft_rows(draft: Mapping[str, Any], language: Language) -> tuple[ReadRow, ...]:
    """The process, then each row of the inventory, then the elements of the products."""
    rows = [ReadRow(title("process", language), tuple(_header(draft, language)))]
    lines = draft["product"]["lines"]
    of_line = {line["line"]: line for line in lines}
    for key in _LISTS:
        rows += [
            ReadRow(
                f"{title(key, language)} {at}",
                tuple(_cells(BY_KEY[key], of_line.get(row.get("line"), {}) | row, language)),
            )
            for at, row in enumerate(draft["inventory"].get(key, ()), start=1)
        ]
    for line in lines:
        rows += [
            ReadRow(
                f"{title('elements', language)} {line['line']}",
                tuple(_cells(BY_KEY["elements"], element, language)),
            )
            for element in line["elements"]
        ]
    return tuple(rows)


def _header(draft: Mapping[str, Any], language: Language) -> Iterator[tuple[str, str]]:
    """The fields of the process, the period by its last day."""
    columns = {column.key: column for column in BY_KEY["process"].columns}
    header = {
        key: value
        for key, value in draft.items()
        if key not in {"inventory", "product", "quality", "origin", "issuer", "sections"}
    }
    for path, value in _leaves(header):
        key = header_column(path, "")
        if key is None or path == "period":
            continue
        shown = value
        if path == "period.end":
            shown = Period.model_validate(draft["period"]).last_day
        yield heading(key, language), _spell(columns[key], shown, language)
    allocation = draft["inventory"].get("allocation")
    if allocation is not None:
        column = columns["allocation"]
        yield heading("allocation", language), _spell(column, allocation, language)


def _cells(table: Table, row: Mapping[str, Any], language: Language) -> Iterator[tuple[str, str]]:
    columns: dict[str, Column] = {column.key: column for column in table.columns}
    for path, value in _leaves(row):
        key = {"type": "kind", "leg.km": "km"}.get(path) or column_of(table.key, path, "")
        if key in columns:
            yield heading(key, language), _spell(columns[key], value, language)


def _leaves(row: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """The values of nested objects by their path."""
    for key, value in row.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{above}{key}.")
        elif not isinstance(value, Sequence) or isinstance(value, str):
            yield f"{above}{key}", value


def _spell(column: Column, value: object, language: Language) -> str:
    if column.form is Form.WORD:
        return word(column.listed, str(value), language)
    return number(str(value), language) if column.form in NUMBERS else str(value)
