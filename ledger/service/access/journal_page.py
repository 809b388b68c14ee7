"""The journal as the operator reads it on a page: all lines with the login that acted, and the refusals of a day."""

from collections import Counter
from typing import Final

from ledger.service.access.journal import NEWEST
from ledger.service.access.permissions import Action, scope_of
from ledger.service.access.principal import Principal
from ledger.service.access.readings import names_of_organisations
from ledger.store.access.journal import events_of
from ledger.store.store import Store
from schemas.views.operation import JournalLineShown, JournalPage, Refused

DAY: Final = 86_400
READ: Final = 10_000
"""The newest lines in which the refusals of a day are counted."""


def journal_page(store: Store, principal: Principal, before: int, most: int) -> JournalPage:
    """The newest lines before a number, for the operator.

    Raises:
        CradleError: `access.denied`.
    """
    scope_of(principal, Action.ADMINISTER)
    with store.read() as connection:
        events = events_of(connection, None, before, most + 1)
        names = names_of_organisations(connection, (row.organisation for row in events))
    items = tuple(
        JournalLineShown(
            number=row.number,
            at=row.at,
            organisation=row.organisation,
            name=names[row.organisation],
            login=row.credential,
            action=row.action,
            subject=row.subject,
            owner=row.owner,
            detail=row.detail,
        )
        for row in events[:most]
    )
    return JournalPage(items=items, next=items[-1].number if len(events) > most else None)


def refusals_of_day(
    store: Store, principal: Principal, now: int
) -> tuple[tuple[Refused, ...], bool]:
    """The refusals of the last day by code, and whether older lines of that day were not read.

    Raises:
        CradleError: `access.denied`.
    """
    scope_of(principal, Action.ADMINISTER)
    with store.read() as connection:
        events = events_of(connection, None, NEWEST, READ)
    recent = [row for row in events if row.at > now - DAY]
    counted = Counter(row.detail for row in recent if row.action == "refused")
    rows = sorted(counted.items(), key=lambda row: (-row[1], row[0]))
    return tuple(Refused(code=code, count=count) for code, count in rows), len(recent) == READ
