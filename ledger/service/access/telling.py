"""Organisations, credentials, engagements and journal lines as JSON objects, for the HTTP API and commands.

Neither a secret nor its stored hash is among them.
"""

from ledger.store.access.credentials import Credential
from ledger.store.access.engagements import Engagement
from ledger.store.access.journal import Event
from ledger.store.access.organisations import Organisation

Told = dict[str, object]


def tell_organisation(row: Organisation) -> Told:
    """The organisation's short name, name, opening time, and participant."""
    told: Told = {"id": row.id, "name": row.name, "created": row.created}
    return told | ({"participant": row.participant} if row.participant is not None else {})


def tell_credential(row: Credential) -> Told:
    """The credential's organisation, kind and roles, and the times it was made, expires and ended."""
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
    """The auditor, the subject, the granting credential, and the times it began and ended."""
    told: Told = {
        "id": row.id,
        "auditor": row.auditor,
        "subject": row.subject,
        "granted_by": row.granted_by,
        "created": row.created,
    }
    return told | ({"ended": row.ended} if row.ended is not None else {})


def tell_event(row: Event) -> Told:
    """The time, organisation, action, subject and owner; the person or machine is left out."""
    told: Told = {
        "at": row.at,
        "organisation": row.organisation,
        "action": row.action,
        "subject": row.subject,
        "detail": row.detail,
    }
    return told | ({"owner": row.owner} if row.owner is not None else {})
