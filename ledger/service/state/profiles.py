"""The names that participants registered with."""

from ledger.service.state.view import View
from schemas.participant import Participant, Profile
from schemas.statement import SectionName


def name_of(view: View, participant: str) -> str:
    """The legal name in a participant's profile; its id if it is not registered."""
    registration = view.statement(participant, Participant)
    if registration is None:
        return participant
    return view.section(registration, SectionName.PROFILE, Profile).legal_name
