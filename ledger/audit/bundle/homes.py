"""The registrations of firms, as far as a bundle has their signed profiles."""

from collections.abc import Iterable

from ledger.audit.bundle.model import Bundle
from ledger.footprint.graph.homes import Homes, home_of
from schemas.signed.participant import Profile
from schemas.signed.statement import SectionName


def homes_in(bundle: Bundle, participants: Iterable[str]) -> Homes:
    """The registration of each participant whose profile is in a bundle."""
    homes = {}
    for participant in sorted(set(participants)):
        signed = bundle.statements.get(participant)
        profile = None if signed is None else signed.sections.get(SectionName.PROFILE)
        if isinstance(profile, Profile):
            homes[participant] = home_of(profile)
    return homes
