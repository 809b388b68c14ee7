"""Registrations that wait for the registrar's countersignature."""

from ledger.desk.desk import Desk
from ledger.desk.question import question
from ledger.service.access.permissions import Action
from ledger.service.access.registrations import waiting_registrations as waiting
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
    return waiting(desk.ledger.store, desk.caller)
