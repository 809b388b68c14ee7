"""The history of a participant as a page, and one of its statements in a line."""

from collections.abc import Iterator, Sequence

from ledger.documents.page import Page, table
from ledger.documents.shown import short, words
from schemas.views.history import History, HistoryRow

COLUMNS = ("statement", "kind", "dates", "goods", "status", "readers")


def layout_history(history: History) -> Page:
    """The page of all statements."""
    if not history.rows:
        return Page(f"{history.name} has stated nothing yet.")
    return Page(history.name, blocks=[table("", COLUMNS, map(_cells, history.rows))])


def _cells(row: HistoryRow) -> tuple[str, ...]:
    readers = ", ".join(f"{it.name} ({it.reads})" for it in row.readers)
    return short(row.id), words(row.kind), _dates(row), _goods(row), _status(row), readers


def withdrawn_rows(row: HistoryRow, dependents: Sequence[HistoryRow]) -> Iterator[tuple[str, str]]:
    """A statement that is about to be withdrawn, and what rests on it, each with a label."""
    yield "withdrawing", statement_line(row)
    yield from (("rests on it", statement_line(other)) for other in dependents)
    if any(other.kind == "delivery" for other in (row, *dependents)):
        words = "Figures of customers that used such a delivery can no longer be computed."
        yield "customers", words


def statement_line(row: HistoryRow) -> str:
    """The kind, id, dates and goods of a statement."""
    return "  ".join(filter(None, (words(row.kind), short(row.id), _dates(row), _goods(row))))


def _dates(row: HistoryRow) -> str:
    if row.period is not None:
        return f"{row.period.start} to {row.period.end}"
    return "" if row.valid_until is None else f"until {row.valid_until}"


def _goods(row: HistoryRow) -> str:
    goods = ", ".join(
        f"{it.amount} {it.unit.value} {it.name}" if it.amount else it.name for it in row.lines
    )
    number = "" if row.number is None else f", no. {row.number}"
    return goods if row.recipient is None else f"{goods} for {row.recipient}{number}"


def _status(row: HistoryRow) -> str:
    if row.by is None:
        return row.status
    reason = "" if row.reason is None else f", {words(row.reason.value)}"
    return f"{row.status} by {short(row.by)}{reason}"
