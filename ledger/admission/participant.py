"""Registrations: the first participant is the first registrar, every later one names one; all keys are new."""

from ledger.admission.key import check_unused
from ledger.state.admission import Admitted
from ledger.state.legal_names import alike_firm
from ledger.state.view import View
from ledger.store.log import size_of
from schemas.errors import CradleError
from schemas.signed.participant import Participant, Profile
from schemas.signed.statement import SectionName
from schemas.vocabulary import Role


def check_participant(view: View, admitted: Admitted, participant: Participant) -> None:
    """Refuse a registration that names no registrar although there is one, or the reverse.

    `ledger.append.signatures` checks that the named one is a registrar and has signed.

    Raises:
        CradleError: `participant.look_alike`, `key.in_use`, `registrar.required` or `registrar.first`.
    """
    _check_names(view, admitted.section(SectionName.PROFILE, Profile))
    check_unused(view, participant.root_keys, "root_keys")
    check_unused(view, participant.working_keys, "working_keys")
    if participant.registrar is not None:
        return
    if size_of(view.connection, "registry") > 0:
        detail = "Name a registrar and have it countersign; only the first registration has none."
        raise CradleError("registrar.required", detail, "registrar")
    if Role.REGISTRAR not in participant.roles:
        detail = "The first registration must be a registrar's; give it this role."
        raise CradleError("registrar.first", detail, "roles")


def _check_names(view: View, profile: Profile) -> None:
    """Refuse a legal name that looks like that of another firm."""
    other = alike_firm(view, profile)
    if other is not None:
        detail = (
            f"{profile.legal_name} is the name of {other}, or looks like it; add what tells them apart."
            " A firm that registers again states the same identifier."
        )
        raise CradleError("participant.look_alike", detail, "profile.legal_name")
