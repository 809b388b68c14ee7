"""The history of a participant on screen, and a statement that is about to be withdrawn."""

from collections.abc import Sequence

from ledger.cli.terminal.display import console, print_table, progress_console, short
from schemas.views.history import History, HistoryRow

COLUMNS = ("statement", "kind", "dates", "goods", "status", "readers")


def show_history(history: History) -> None:
    """Show all rows as a table."""
    if not history.rows:
        console.print(f"{history.name} has stated nothing yet.", markup=False)
        return
    print_table(history.name, COLUMNS, (_cells(row) for row in history.rows))


def show_withdrawn(row: HistoryRow, dependents: Sequence[HistoryRow]) -> None:
    """Show a statement that is about to be withdrawn, and what rests on it, on standard error."""
    progress_console.print(f"{'withdrawing':<12} {_line(row)}", markup=False)
    for other in dependents:
        progress_console.print(f"{'rests on it':<12} {_line(other)}", markup=False)
    if any(other.kind == "delivery" for other in (row, *dependents)):
        detail = "Figures of customers that used such a delivery can no longer be computed."
        progress_console.print(f"{'customers':<12} {detail}", markup=False)


def _cells(row: HistoryRow) -> tuple[str, ...]:
    readers = ", ".join(f"{it.name} ({it.reads})" for it in row.readers)
    return (
        short(row.id),
        row.kind.replace("_", " "),
        _dates(row),
        _goods(row),
        _status(row),
        readers,
    )


def _line(row: HistoryRow) -> str:
    parts = (row.kind.replace("_", " "), short(row.id), _dates(row), _goods(row))
    return "  ".join(part for part in parts if part)


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
    reason = "" if row.reason is None else f", {row.reason.value.replace('_', ' ')}"
    return f"{row.status} by {short(row.by)}{reason}"
