"""What an invitation link opens: the asker, the request and its due day, and a description of the ledger."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ledger.append.ledger import Ledger
from ledger.service.requests.invitations import read_link
from ledger.service.requests.shown_requests import requested_data
from ledger.state.view import View
from ledger.store.statements import page_of
from schemas.errors import CradleError
from schemas.exchanged.invitation import InvitationView, LedgerDescription, StoredMethod
from schemas.exchanged.request import DataRequest
from schemas.signed.participant import Participant, Profile
from schemas.signed.rulebook import FactorSet, Rulebook
from schemas.signed.statement import Kind, SectionName


@dataclass(frozen=True, slots=True)
class Introduction:
    """A request as the holder of its link is shown it.

    Attributes:
        secret: of the link.
        request: the id.
        asked: the requested data.
        asker: the registration of the firm that asks.
        profile: the name and country that this firm is registered with.
    """

    secret: str
    request: str
    asked: DataRequest
    asker: str
    profile: Profile

    def view(self, ledger: LedgerDescription) -> InvitationView:
        """The request and the ledger as the HTTP API shows them, without the secret."""
        members = self.asked.model_dump(exclude={"participant", "wants"})
        firm = {"asker_name": self.profile.legal_name, "asker_country": self.profile.country}
        return InvitationView.model_validate(
            members | firm | {"asker": self.asker, "ledger": ledger, "period": self.asked.period}
        )


def introduce(ledger: Ledger, secret: str, now: int) -> Introduction:
    """The introduction of a request; the link is not used up.

    Raises:
        CradleError: `invitation.*`.
    """
    request = read_link(ledger, secret, now)
    with ledger.view() as view:
        asker = _participant(view, request.asker)
        profile = view.section(asker, SectionName.PROFILE, Profile)
    return Introduction(secret, request.id, requested_data(request), request.asker, profile)


def describe_ledger(ledger: Ledger) -> LedgerDescription:
    """The ledger's name, first registrar, log keys, and the methods that it may pass on."""
    with ledger.store.read() as connection:
        registrar = page_of(connection, Kind.PARTICIPANT.value, None, -1, 1)[0].id
    stored = dict(ledger.methods())
    open_sets = {
        digest: document
        for digest, document in stored.items()
        if isinstance(document, FactorSet) and document.licence == "open"
    }
    return LedgerDescription(
        origin=ledger.origin,
        registrar=registrar,
        logs=ledger.log_keys(),
        rulebooks=tuple(
            _name(digest, document)
            for digest, document in stored.items()
            if isinstance(document, Rulebook)
        ),
        factor_sets=tuple(_name(digest, document) for digest, document in open_sets.items()),
        together=_disjoint(open_sets),
    )


def _name(digest: str, document: Rulebook | FactorSet) -> StoredMethod:
    return StoredMethod(
        digest=digest, id=document.id, version=document.version, title=document.title
    )


def _disjoint(sets: Mapping[str, FactorSet]) -> tuple[str, ...]:
    """The sets that share no factor with another: of two that do, only the user can choose one."""
    shared = Counter(key for factor_set in sets.values() for key in set(_keys(factor_set)))
    return tuple(
        digest
        for digest, factor_set in sets.items()
        if all(shared[key] == 1 for key in _keys(factor_set))
    )


def _keys(factor_set: FactorSet) -> Iterator[tuple[object, ...]]:
    """The flows of a set, and the mixes by grid, kind and year: a method finds each in one set only."""
    for row in factor_set.rows:
        yield row.flow, row.unit, row.direction
        if row.grid is not None:
            yield row.grid, row.mix, row.year, row.boundary


def _participant(view: View, name: str) -> Participant:
    participant = view.statement(name, Participant)
    if participant is None:
        raise CradleError("participant.unknown", f"There is no registration {name:.80}.")
    return participant
