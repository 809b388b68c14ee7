"""Organisations, credentials, engagements and journal lines as JSON objects, for the HTTP API and commands.

Neither a secret nor its stored hash is among them.
"""

from ledger.store.access.credentials import Credential
from ledger.store.access.engagements import Engagement
from ledger.store.access.journal import Event
from ledger.store.access.organisations import Organisation

JsonObject = dict[str, object]


def organisation_to_json(row: Organisation) -> JsonObject:
    """The organisation's short name, name, opening time, and participant."""
    members: JsonObject = {"id": row.id, "name": row.name, "created": row.created}
    return members | ({"participant": row.participant} if row.participant is not None else {})


def credential_to_json(row: Credential) -> JsonObject:
    """The credential's organisation, kind and roles, and the times it was made, expires and ended."""
    members: JsonObject = {
        "id": row.id,
        "kind": row.kind,
        "organisation": row.organisation,
        "roles": row.roles.split(),
        "created": row.created,
    }
    ends = (("expires", row.expires), ("ended", row.ended))
    return members | {name: at for name, at in ends if at is not None}


def engagement_to_json(row: Engagement) -> JsonObject:
    """The auditor, the subject, the granting credential, and the times it began and ended."""
    members: JsonObject = {
        "id": row.id,
        "auditor": row.auditor,
        "subject": row.subject,
        "granted_by": row.granted_by,
        "created": row.created,
    }
    return members | ({"ended": row.ended} if row.ended is not None else {})


def event_to_json(row: Event) -> JsonObject:
    """The time, organisation, action, subject and owner; the person or machine is left out."""
    members: JsonObject = {
        "at": row.at,
        "organisation": row.organisation,
        "action": row.action,
        "subject": row.subject,
        "detail": row.detail,
    }
    return members | ({"owner": row.owner} if row.owner is not None else {})
