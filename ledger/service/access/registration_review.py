"""What a registrar reads before it countersigns: everything that a registration says, and what the ledger knows of it.

The ledger cannot know whose the keys are: the registrar asks the firm by another way. It can know that a key is another
participant's, and that a name is nearly that of a firm which is registered: two names resemble each other if they are
equal without case, marks and legal forms, or differ in few letters.
"""

import re
import unicodedata
from difflib import SequenceMatcher
from hashlib import sha256
from typing import Final

from ledger.append.ledger import Ledger
from ledger.service.access.names import all_firms, firm_of
from ledger.service.access.permissions import Action, scope_of
from ledger.service.access.principal import Principal
from ledger.service.access.readings import names_of_organisations
from ledger.service.access.registrations import (
    all_waiting_registrations,
    waiting_registration,
)
from ledger.state.view import View
from ledger.store.keys import holders_of
from ledger.trust.leaves import digest
from ledger.trust.submission import parse_submission
from schemas.signed.kinds import open_section
from schemas.signed.participant import Participant, Profile
from schemas.signed.statement import Section
from schemas.views.names import NamedFirm
from schemas.views.registration import (
    ListedKey,
    RegistrationReview,
    RegistrationReviews,
    WaitingRegistration,
)

ALIKE: Final = 0.85
"""The share of equal letters, in order, from which two names resemble each other (Ratcliff and Obershelp)."""

SHOWN: Final = 20
"""The most resembling names."""

_FORMS: Final = frozenset(
    (
        *("ab", "ag", "as", "bv", "co", "company", "corp", "gmbh", "inc", "kg", "limited", "llc"),
        *("ltd", "nv", "oy", "oyj", "plc", "sa", "sarl", "se", "spa", "srl"),
    )
)
_WORD: Final = re.compile(r"\w+")


def review_registration(ledger: Ledger, principal: Principal, statement: str) -> RegistrationReview:
    """One registration that waits.

    Raises:
        CradleError: `access.denied`, `registration.absent`.
    """
    waiting = waiting_registration(ledger.store, principal, statement)
    with ledger.view() as view:
        return _review(view, waiting)


def review_registrations(ledger: Ledger, principal: Principal) -> RegistrationReviews:
    """All registrations that wait.

    Raises:
        CradleError: `access.denied`.
    """
    scope_of(principal, Action.COUNTERSIGN)
    registrations = all_waiting_registrations(ledger.store).items
    with ledger.view() as view:
        return RegistrationReviews(items=tuple(_review(view, row) for row in registrations))


def key_fingerprint(key: str) -> str:
    """The fingerprint of a public key in hexadecimal, in groups of four digits to be read aloud."""
    digits = sha256(bytes.fromhex(key)).hexdigest()[:32]
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def resembles(name: str, other: str) -> bool:
    """Return whether two names are equal but for case, marks and legal form, or nearly equal."""
    first, second = _plain(name), _plain(other)
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    quick = matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE
    return first == second or (quick and matcher.ratio() >= ALIKE)


def _plain(name: str) -> str:
    """The letters of a name: without case, accents, punctuation and legal forms."""
    split = unicodedata.normalize("NFKD", name).casefold()
    words = _WORD.findall(
        "".join(character for character in split if not unicodedata.combining(character))
    )
    return " ".join([word for word in words if word not in _FORMS] or words)


def _review(view: View, waiting: WaitingRegistration) -> RegistrationReview:
    submission = parse_submission(waiting.submission.model_dump_json().encode())
    statement = Participant.parse(submission.parsed_envelope.payload)
    profile = next(
        open_section(Section.parse(data))
        for data in submission.sections
        if digest(data) == statement.sections.profile
    )
    if not isinstance(profile, Profile) or statement.registrar is None:
        raise TypeError(f"{waiting.id} was left without a profile or a registrar.")
    listed = [("root", row) for row in statement.root_keys]
    listed += [("working", row) for row in statement.working_keys]
    holders = holders_of(view.connection, [row.key for _, row in listed])
    names = names_of_organisations(view.connection, [waiting.organisation])
    return RegistrationReview(
        id=waiting.id,
        organisation=waiting.organisation,
        account=names[waiting.organisation],
        left=waiting.left,
        profile=profile,
        roles=statement.roles,
        threshold=statement.threshold,
        registrar=firm_of(view, statement.registrar),
        keys=tuple(
            ListedKey(
                key=row,
                fingerprint=key_fingerprint(row.key),
                use=use,
                holder=firm_of(view, holders[row.key]) if row.key in holders else None,
            )
            for use, row in listed
        ),
        resembling=_resembling(view, profile.legal_name),
    )


def _resembling(view: View, name: str) -> tuple[NamedFirm, ...]:
    firms = [firm for firm in all_firms(view) if resembles(name, firm.name)]
    return tuple(firms[:SHOWN])
