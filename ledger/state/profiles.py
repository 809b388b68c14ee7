"""The profiles that participants registered with."""

from ledger.state.view import View
from schemas.errors import CradleError
from schemas.signed.participant import Participant, Profile
from schemas.signed.statement import SectionName


def profile_of(view: View, participant: str) -> Profile:
    """The profile of a participant.

    Raises:
        CradleError: `participant.unknown` if it is not registered.
    """
    registration = view.statement(participant, Participant)
    if registration is None:
        raise CradleError("participant.unknown", f"There is no participant {participant}.")
    return view.section(registration, SectionName.PROFILE, Profile)


def name_of(view: View, participant: str) -> str:
    """The legal name in a participant's profile; its id if it is not registered."""
    if view.statement(participant, Participant) is None:
        return participant
    return profile_of(view, participant).legal_name
