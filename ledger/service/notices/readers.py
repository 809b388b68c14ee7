"""The organisations that read a statement, and what an organisation may know of a notice today.

A statement is read by its issuer and recipient, by the auditors that are engaged for it, and by every organisation
that the journal names as its reader. The journal may name one that is no longer shown the statement: it is asked at
each use, by the visibility that every answer has. An organisation reads as its logins do together, without the
operator's role: what only an operator is shown does not concern its firm.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from ledger.service.access.case_subject import CaseSubject, find_cases
from ledger.service.access.principal import Principal
from ledger.service.access.visibility import Visibility
from ledger.service.requests.role import RequestRole, role_of
from ledger.state.view import View
from ledger.store.access.credentials import credentials_of
from ledger.store.access.engagements import engaged_for, live_engagements
from ledger.store.access.journal import organisations_noted
from ledger.store.access.organisations import organisation_of, organisation_of_participant
from ledger.store.requests.requests import Request
from ledger.store.statements import ids_about
from schemas.errors import CradleError
from schemas.signed.calculation import Declaration
from schemas.signed.delivery import Delivery
from schemas.signed.statement import Issued, Kind
from schemas.vocabulary import CredentialKind, Role

NOT_READ: Final = ("refused", "unanswered", "engage", "end engagement")
"""Actions of the journal that show nobody a statement."""


def around(view: View, statement: str) -> tuple[str, ...]:
    """The statements whose readers a change of one concerns: itself, its declarations, or the declared calculation."""
    declaration = view.statement(statement, Declaration)
    if declaration is not None:
        return statement, declaration.calculation
    return (statement, *ids_about(view.connection, Kind.DECLARATION.value, [statement]))


def parties_of(view: View, statement: str) -> Iterator[str]:
    """The organisations of a statement's issuer and recipient."""
    known = view.statement(statement, Issued)
    named = [] if known is None else [known.issuer]
    if isinstance(known, Delivery):
        named.append(known.recipient)
    for participant in named:
        organisation = organisation_of_participant(view.connection, participant)
        if organisation is not None:
            yield organisation.id


def readers_of(view: View, statement: str, now: int) -> tuple[str, ...]:
    """The organisations that read a statement and may still see it."""
    names, connection = around(view, statement), view.connection
    readers = [party for name in names for party in parties_of(view, name)]
    readers += (row.auditor for row in engaged_for(connection, names))
    noted = set(organisations_noted(connection, names, NOT_READ)) - set(readers)
    for name in sorted(noted):
        reader = NoticeReader.of(view, name, now)
        if reader is not None and reader.sees(statement):
            readers.append(name)
    return tuple(dict.fromkeys(readers))


def organisations_of(view: View, participants: Iterable[str | None]) -> Collection[str]:
    """The organisations of some participants."""
    found = (
        organisation_of_participant(view.connection, name)
        for name in participants
        if name is not None
    )
    return {row.id for row in found if row is not None}


@dataclass(frozen=True)
class NoticeReader:
    """An organisation as the reader of its notices, in one transaction."""

    view: View
    principal: Principal
    visibility: Visibility = field(init=False)

    def __post_init__(self) -> None:
        """Look with the organisation's eyes."""
        object.__setattr__(self, "visibility", Visibility(self.view, self.principal))

    @classmethod
    def of(cls, view: View, organisation: str, now: int) -> "NoticeReader | None":
        """The reader; None for an organisation without a login that is valid and no operator's."""
        row = organisation_of(view.connection, organisation)
        held = credentials_of(view.connection, organisation)
        words = {word for login in held if login.holds(now) for word in login.roles.split()}
        roles = frozenset(map(Role, words)) - {Role.OPERATOR, Role.WITNESS}
        if row is None or not roles:
            return None
        kind = CredentialKind.MACHINE
        return cls(view, Principal("", kind, organisation, row.participant, roles))

    @cached_property
    def cases(self) -> Sequence[CaseSubject]:
        """The subjects of its live engagements."""
        rows = live_engagements(self.view.connection, self.organisation)
        return find_cases(self.view, [row.subject for row in rows])

    @cached_property
    def engaged(self) -> frozenset[str]:
        """The statements that its cases are about, with their figures."""
        return frozenset(name for case in self.cases for name in (case.id, case.figure))

    @property
    def organisation(self) -> str:
        """Its id."""
        return self.principal.organisation

    def sees(self, statement: str) -> bool:
        """Return whether it is shown a statement; of a case, without reading all that is behind it."""
        try:
            return statement in self.engaged or self.visibility.standing(statement) is not None
        except CradleError:
            return False  # None of its logins reads statements.

    def role(self, request: Request) -> RequestRole | None:
        """Its role in a request; None if it is not shown it."""
        try:
            return role_of(self.principal, request)
        except CradleError:
            return None  # None of its logins reads requests.
