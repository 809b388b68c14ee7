"""Backups: those that the record names, their age, what they cover, and what they miss by now."""

from typing import Final

from fastapi import APIRouter, Response

from api.web.operator.wording import format_age
from api.web.twins import twins
from api.web.workspace import Visited
from api.web.workspaces import OPERATOR
from ledger.operation.backup_record import backup_states
from schemas.views.operation import BackupStates

PAGE: Final = f"{OPERATOR.root}/backups"
OLD: Final = 7 * 86_400
"""Seconds after which the newest backup is called old."""

router = APIRouter(prefix=PAGE, include_in_schema=False)


@twins(router, "")
def states(visit: Visited) -> BackupStates:
    """Return the backups of the record as data."""
    store = visit.store
    with store.read() as connection:
        return backup_states(store.folder, connection)


@router.get("")
def backups_page(visit: Visited) -> Response:
    """Show the backups of the record."""
    backups = states(visit)
    newest = max((row.line.at for row in backups.items), default=None)
    return visit.page(
        "operator/backups.html",
        found=backups,
        age=lambda at: format_age(visit, at),
        old=newest is not None and visit.now - newest > OLD,
    )
