"""Backups: those that the record names, their age, what they cover, and what they miss by now."""

from typing import Final, NamedTuple

from fastapi import APIRouter, Response

from api.web.operator.wording import format_age, format_time
from api.web.workspace import Visit, Visited
from api.web.workspaces import OPERATOR
from ledger.operation.backup_record import backup_states
from schemas.views.operation import BackupState, BackupStates

PAGE: Final = f"{OPERATOR.root}/backups"
OLD: Final = 7 * 86_400
"""Seconds after which the newest backup is called old."""

router = APIRouter(prefix=PAGE, include_in_schema=False)


class BackupLineShown(NamedTuple):
    """A backup as the table shows it."""

    row: BackupState
    made: str
    age: str
    checked: str
    size: str


@router.get("")
def backups_page(visit: Visited) -> Response:
    """Show the backups of the record."""
    lines = [_line(visit, row) for row in _states(visit).items]
    newest = max((line.row.line.at for line in lines), default=None)
    values: dict[str, object] = {
        "lines": lines,
        "old": newest is not None and visit.context.now() - newest > OLD,
    }
    title, frame = visit.say("backups.title"), OPERATOR.frame("backups")
    return visit.page("operator/backups.html", title, values, frame)


@router.get(".json")
def backups_data(visit: Visited) -> Response:
    """Return the backups of the record as data."""
    return visit.data(_states(visit))


def _states(visit: Visit) -> BackupStates:
    store = visit.context.ledger.store
    with store.read() as connection:
        return backup_states(store.folder, connection)


def _line(visit: Visit, row: BackupState) -> BackupLineShown:
    return BackupLineShown(
        row=row,
        made=format_time(row.line.at),
        age=format_age(visit, row.line.at),
        checked="" if row.restored is None else format_time(row.restored),
        size=f"{max(1, row.line.size // 10**6)}\u00a0MB",
    )
