"""The readings of a firm's data, from the journal of access, with the readers' names.

The firm reads the lines about its own data alone, also if its login is the operator's, who reads all of the journal
elsewhere.
"""

from collections.abc import Iterable

from ledger.append.ledger import Ledger
from ledger.service.access.journal import NEWEST
from ledger.service.access.permissions import Action, require_participant, scope_of
from ledger.service.access.principal import Principal
from ledger.store.access.journal import Event, events_of
from ledger.store.access.organisations import organisation_of
from ledger.store.engine import Connection
from schemas.views.delivered import Reading, Readings


def readings_for(ledger: Ledger, principal: Principal, most: int) -> Readings:
    """The newest readings of the principal's own data.

    Raises:
        CradleError: `access.denied` or `access.unregistered`.
    """
    scope_of(principal, Action.JOURNAL)
    owner = require_participant(principal)
    with ledger.store.read() as connection:
        events = events_of(connection, owner, NEWEST, most + 1)
        names = names_of_organisations(connection, (row.organisation for row in events))
    rows = tuple(_reading(row, names[row.organisation]) for row in events[:most])
    return Readings(rows=rows, more=len(events) > most)


def names_of_organisations(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """The names of organisations by their short names; the short name of one without an account."""
    organisations = {name: organisation_of(connection, name) for name in dict.fromkeys(ids)}
    return {name: name if row is None else row.name for name, row in organisations.items()}


def _reading(event: Event, name: str) -> Reading:
    return Reading(
        at=event.at,
        organisation=event.organisation,
        name=name,
        action=event.action,
        subject=event.subject,
        detail=event.detail,
    )
