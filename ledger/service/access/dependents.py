"""The live statements of a firm that rest on one of its own, directly or not.

The search stays within the firm's own history, so it finds nothing that the firm may not know. Calculations of
customers that use a delivery are the customers' own and are not among them.
"""

from collections.abc import Iterator

from schemas.views.history import History, HistoryRow


def find_live(history: History, statement: str) -> HistoryRow | None:
    """The row of a live statement; None if the participant has none of this id."""
    return next((row for row in _live(history) if row.id == statement), None)


def find_dependents(history: History, row: HistoryRow) -> tuple[HistoryRow, ...]:
    """The live statements of the participant that rest on one of them, directly or not, in the order of the log."""
    reached, dependents = {row.first}, dict[str, HistoryRow]()
    while more := [
        it for it in _live(history) if it.id not in dependents and reached & {*it.rests_on}
    ]:
        dependents.update((it.id, it) for it in more)
        reached |= {name for it in more for name in (it.first, it.id)}
    return tuple(it for it in history.rows if it.id in dependents and it.id != row.id)


def _live(history: History) -> Iterator[HistoryRow]:
    return (row for row in history.rows if row.status == "live")
