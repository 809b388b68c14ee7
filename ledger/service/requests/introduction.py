"""The page behind an invitation link: the asker, the request and its due day, and the registrar."""

from dataclasses import dataclass

from ledger.service.append.ledger import Ledger
from ledger.service.requests.invitations import read_link
from ledger.service.requests.reading import requested_data
from ledger.service.state.view import View
from ledger.store.statements import page_of
from schemas.errors import CradleError
from schemas.participant import Participant, Profile
from schemas.request import DataRequest
from schemas.statement import Kind, SectionName


@dataclass(frozen=True, slots=True)
class Introduction:
    """A request as the holder of its link is shown it.

    Attributes:
        secret: of the link.
        request: the id.
        asked: the requested data.
        asker: the registration of the firm that asks.
        profile: the name and country that this firm is registered with.
        origin: the ledger's name.
        registrar: the first registration, whose holder countersigns others.
    """

    secret: str
    request: str
    asked: DataRequest
    asker: str
    profile: Profile
    origin: str
    registrar: str


def introduce(ledger: Ledger, secret: str, now: int) -> Introduction:
    """The introduction of a request; the link is not used up.

    Raises:
        CradleError: `invitation.*`.
    """
    found = read_link(ledger, secret, now)
    with ledger.view() as view:
        asker = _participant(view, found.asker)
        profile = view.section(asker, SectionName.PROFILE, Profile)
        first = page_of(view.connection, Kind.PARTICIPANT.value, None, -1, 1)
    asked, registrar = requested_data(found), first[0].id
    return Introduction(secret, found.id, asked, found.asker, profile, ledger.origin, registrar)


def _participant(view: View, name: str) -> Participant:
    found = view.statement(name, Participant)
    if found is None:
        raise CradleError("participant.unknown", f"There is no registration {name:.80}.")
    return found
