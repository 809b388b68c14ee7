"""Organisations, credentials, engagements and the journal as JSON objects, told alike at the doors and by commands.

No secret is among them, nor what is kept of one.
"""

from ledger.store.access.credentials import Credential
from ledger.store.access.engagements import Engagement
from ledger.store.access.journal import Event
from ledger.store.access.organisations import Organisation

Told = dict[str, object]


def tell_organisation(row: Organisation) -> Told:
    """Its short name, its name, when it was opened, and which participant it is."""
    told: Told = {"id": row.id, "name": row.name, "created": row.created}
    return told | ({"participant": row.participant} if row.participant is not None else {})


def tell_credential(row: Credential) -> Told:
    """Whose it is, its kind and roles, and when it was made, ends or ended."""
    told: Told = {
        "id": row.id,
        "kind": row.kind,
        "organisation": row.organisation,
        "roles": row.roles.split(),
        "created": row.created,
    }
    ends = (("expires", row.expires), ("ended", row.ended))
    return told | {name: at for name, at in ends if at is not None}


def tell_engagement(row: Engagement) -> Told:
    """Who was let into what, by which credential, and when it began and ended."""
    told: Told = {
        "id": row.id,
        "auditor": row.auditor,
        "subject": row.subject,
        "granted_by": row.granted_by,
        "created": row.created,
    }
    return told | ({"ended": row.ended} if row.ended is not None else {})


def tell_event(row: Event) -> Told:
    """When which organisation did what, and to whose data; never which of its people or machines."""
    told: Told = {
        "at": row.at,
        "organisation": row.organisation,
        "action": row.action,
        "subject": row.subject,
        "detail": row.detail,
    }
    return told | ({"owner": row.owner} if row.owner is not None else {})
