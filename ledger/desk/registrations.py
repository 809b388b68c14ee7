"""Registrations that wait for the registrar's countersignature."""

from ledger.desk.desk import Desk
from ledger.desk.question import act, question
from ledger.service.access import registrations
from ledger.service.access.permissions import Action
from schemas.exchanged.accounts import DeclineRequest
from schemas.values import StatementId
from schemas.views.registration import WaitingRegistrations


@question(
    "/registrations",
    may=Action.REGISTER,
    tag="participants",
    summary="List the registrations that wait",
    operation="list_waiting_registrations",
    told="The registrations.",
)
def waiting_registrations(desk: Desk) -> WaitingRegistrations:
    """Return the registrations that wait for a countersignature: all for the registrar, else the firm's own."""
    return registrations.waiting_registrations(desk.ledger.store, desk.caller)


@act(
    "/registrations/{statement:id}/decline",
    may=Action.COUNTERSIGN,
    tag="participants",
    summary="Decline a registration",
    told="It is declined, and the firm is shown the reason.",
    method="POST",
    body="new",
    is_described=True,
    status=204,
)
def decline_registration(desk: Desk, statement: StatementId, new: DeclineRequest) -> None:
    """Decline a registration that waits; for the registrar and the operator."""
    store, caller = desk.ledger.store, desk.caller
    registrations.decline_registration(store, caller, statement, new.reason, desk.now)
