"""A statement that is about to be withdrawn, on screen."""

from collections.abc import Sequence

from ledger.cli.terminal.display import progress_console
from ledger.documents.reports.history import statement_line
from schemas.views.history import HistoryRow


def show_withdrawn(row: HistoryRow, dependents: Sequence[HistoryRow]) -> None:
    """Show a statement that is about to be withdrawn, and what rests on it, on standard error."""
    progress_console.print(f"{'withdrawing':<12} {statement_line(row)}", markup=False)
    for other in dependents:
        progress_console.print(f"{'rests on it':<12} {statement_line(other)}", markup=False)
    if any(other.kind == "delivery" for other in (row, *dependents)):
        detail = "Figures of customers that used such a delivery can no longer be computed."
        progress_console.print(f"{'customers':<12} {detail}", markup=False)
