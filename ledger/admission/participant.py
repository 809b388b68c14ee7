"""Registrations: the first participant is the first registrar, every later one names one; all keys are new.

Changes of keys are allowed by the present keys, and bring no key that a participant has or had. The signers are checked
by `ledger.append.signatures`. A registrar countersigns another participant's date, so no participant backdates a
compromise of its own keys alone; a log's only registrar cannot.
"""

from collections.abc import Iterable

from ledger.state.admission import Admitted
from ledger.state.key_states import require_keys
from ledger.state.legal_names import alike_firm
from ledger.state.view import View
from ledger.store.keys import holders_of
from ledger.store.log import size_of
from ledger.trust.key_state import KeyChange, added_keys, advance
from schemas.errors import CradleError
from schemas.signed.participant import Key, Participant, Profile, PublicKey
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


def check_key_change(view: View, _admitted: Admitted, statement: Key) -> None:
    """Refuse a change that does not follow from the keys as of this transaction.

    Raises:
        CradleError: `key.*` or `registrar.own`.
    """
    if statement.registrar == statement.issuer:
        detail = (
            "A registrar may not backdate a compromise of its own keys; name another registrar."
        )
        raise CradleError("registrar.own", detail, "registrar")
    state = require_keys(view, statement.issuer)
    advance(state, KeyChange(size_of(view.connection, "registry"), statement))
    check_unused(view, added_keys(state, statement), "key" if statement.key else "root_keys")


def check_unused(view: View, keys: Iterable[PublicKey], place: str) -> None:
    """Refuse keys that are or were a participant's.

    Raises:
        CradleError: `key.in_use`.
    """
    for key in holders_of(view.connection, (row.key for row in keys)):
        detail = f"{key} is or was a participant's key already; make a new one."
        raise CradleError("key.in_use", detail, place)
