"""Engagements of auditors: the operator's recorded grant, which opens everything behind one subject.

Each grant and its end are lines in the journal, which the issuer of the subject reads: it learns who was let into what
it stated. The suppliers behind it are not told, because that would disclose their customers to each other.
"""

from ledger.append.ledger import Ledger
from ledger.service.access.journal import AccessRecord, event_of
from ledger.service.access.permissions import Action, Scope, scope_of
from ledger.service.access.principal import Principal
from ledger.service.access.visibility import require_subject
from ledger.store.access.credentials import credential_of
from ledger.store.access.engagements import (
    Engagement,
    end_engagement,
    engagement_of,
    engagements,
    live_engagements,
)
from ledger.store.access.organisations import organisation_of
from ledger.store.engine import Connection
from ledger.store.rows import put
from ledger.store.statements import statement_of
from ledger.store.store import Store
from schemas.errors import CradleError


def engage(
    ledger: Ledger, principal: Principal, auditor: str, subject: str, name: str, now: int
) -> Engagement:
    """Grant an auditor access to all that a calculation, declaration or delivery rests on.

    Raises:
        CradleError: `access.denied`, `organisation.unknown`, `export.subject`; `engagement.exists` if the auditor has a
            live engagement for the subject; `engagement.operator` if the
            credential that grants is not recorded, as for the operator in its folder.
    """
    scope_of(principal, Action.ENGAGE)
    require_subject(ledger, subject)
    engagement = Engagement(
        id=name, auditor=auditor, subject=subject, granted_by=principal.credential, created=now
    )
    with ledger.store.write() as connection:
        if organisation_of(connection, auditor) is None:
            detail = f"There is no organisation {auditor}."
            raise CradleError("organisation.unknown", detail, "auditor")
        if any(row.subject == subject for row in live_engagements(connection, auditor)):
            detail = f"{auditor} is engaged for this subject already."
            raise CradleError("engagement.exists", detail, "subject")
        if credential_of(connection, engagement.granted_by) is None:
            detail = (
                f"A grant is recorded under the credential {engagement.granted_by}, which does not exist; add"
                f" it once with `cradle access key {engagement.granted_by} --of ORGANISATION --role operator`."
            )
            raise CradleError("engagement.operator", detail)
        put(connection, engagement)
        _note(connection, principal, engagement, "engage", now)
    return engagement


def revoke_engagement(store: Store, principal: Principal, name: str, now: int) -> None:
    """End an engagement; reads before that remain in the journal.

    Raises:
        CradleError: `access.denied`, `engagement.unknown`.
    """
    scope_of(principal, Action.ENGAGE)
    with store.write() as connection:
        engagement = engagement_of(connection, name)
        if engagement is None:
            raise CradleError("engagement.unknown", f"There is no engagement {name:.80}.")
        if engagement.ended is None:
            end_engagement(connection, name, now)
            _note(connection, principal, engagement, "end engagement", now)


def read_engagements(store: Store, principal: Principal) -> tuple[Engagement, ...]:
    """The engagements: all for the operator, and for an auditor its own live ones.

    Raises:
        CradleError: `access.denied`.
    """
    scope = scope_of(principal, Action.READ_ENGAGEMENTS)
    with store.read() as connection:
        if scope is Scope.ALL:
            return engagements(connection)
        return live_engagements(connection, principal.organisation)


def _note(
    connection: Connection, principal: Principal, row: Engagement, action: str, now: int
) -> None:
    """Note a grant or its end for the issuer of the subject."""
    stored = statement_of(connection, row.subject)
    owner = None if stored is None else stored.issuer
    done = AccessRecord(action, row.subject, owner, row.auditor)
    put(connection, event_of(principal, now, done))
