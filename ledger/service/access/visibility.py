"""Visibility: the statements of the ledger that a principal is shown, and their open sections.

    operator    everything
    auditor     everything behind the subjects that it is engaged for, and what it issued itself
    others      what they issued, whole; deliveries to them, and of the entries behind these the
                delivered goods, not the recipe; withdrawals, attestations, commitments, objections and
                answers of what they are shown
    anyone      registrations with their profiles, changes of keys, and what has been declared:
                the declaration, its attestation with its commitment, and its calculation, as envelopes

The sections follow the one table of standings (`ledger.state.disclosure`). A statement that
a principal is not shown is answered as one that does not exist, so a request does not disclose that
it exists.
"""

from dataclasses import dataclass, field
from functools import cached_property

from ledger.append.ledger import Ledger
from ledger.bundles.selection import find_subject, require_live, select
from ledger.disclosure.digits import rests_on_own
from ledger.service.access.permissions import Action, Scope, scope_of
from ledger.service.access.principal import Principal
from ledger.state.declared import is_declared_commitment
from ledger.state.disclosure import OPEN, Reader, Standing
from ledger.state.evaluation import evaluate_stated
from ledger.state.kept import Kept
from ledger.state.surroundings import present_sizes
from ledger.state.view import View
from ledger.store.access.engagements import live_engagements
from ledger.store.deliveries import is_recipient
from ledger.store.statements import ids_about
from schemas.errors import CradleError
from schemas.signed.admission import Admission
from schemas.signed.attestation import Attestation
from schemas.signed.calculation import Calculation, Declaration
from schemas.signed.commitment import Commitment
from schemas.signed.delivery import Delivery, Withdrawal
from schemas.signed.entry import Entry
from schemas.signed.objection import Answer, Objection
from schemas.signed.participant import Key, Participant
from schemas.signed.statement import Issued, Kind, SectionName, Statement
from schemas.vocabulary import Audience


@dataclass(frozen=True)
class Visibility:
    """The part of the ledger that a principal is shown, in one transaction."""

    view: View
    principal: Principal
    _known: dict[str, Standing | None] = field(default_factory=dict)

    @cached_property
    def scope(self) -> Scope:
        """The principal's scope of reading.

        Raises:
            CradleError: `access.denied`.
        """
        return scope_of(self.principal, Action.READ)

    @cached_property
    def engaged(self) -> frozenset[str]:
        """All statements that the principal's engagements open."""
        if self.scope is not Scope.ENGAGED:
            return frozenset()
        connection = self.view.connection
        engagements = live_engagements(connection, self.principal.organisation)
        return frozenset().union(*(engaged_by(self.view, row.subject) for row in engagements))

    def standing(self, name: str) -> Standing | None:
        """The principal's standing towards a statement; None where it is not shown it."""
        if name not in self._known:
            statement = self.view.statement(name, Statement)
            self._known[name] = None if statement is None else self._find_standing(name, statement)
        return self._known[name]

    def sections(self, name: str) -> frozenset[SectionName]:
        """The sections of a statement that are open.

        Raises:
            CradleError: `statement.unknown` where the principal is not shown the statement.
        """
        standing = self.standing(name)
        if standing is None:
            raise unknown_statement(name)
        return OPEN[standing]

    def _find_standing(self, name: str, statement: Statement) -> Standing | None:
        if self.scope is Scope.ALL or name in self.engaged:
            return Standing.ENGAGED
        own = self.principal.participant
        if own is not None and isinstance(statement, Issued) and statement.issuer == own:
            return Standing.SOLE if self._is_sole(name, statement) else Standing.ISSUER
        if own is not None and (standing := self._addressed(own, name, statement)) is not None:
            return standing
        if isinstance(statement, Admission | Participant | Key | Declaration) or self._is_declared(
            name
        ):
            return Standing.ANYONE
        return None

    def _is_sole(self, name: str, statement: Issued) -> bool:
        """True if a calculation rests on statements of its issuer alone."""
        if not isinstance(statement, Calculation):
            return False
        _, declared = evaluate_stated(self.view, name)
        return rests_on_own(statement.issuer, declared.computed.resolution)

    def _addressed(self, own: str, name: str, statement: Statement) -> Standing | None:
        """The standing of a recipient, or of a reader of the statement that this one is about."""
        connection = self.view.connection
        if isinstance(statement, Delivery):
            return Standing.RECIPIENT if statement.recipient == own else None
        if isinstance(statement, Entry):
            lineage = self.view.facts.first_version(name)
            received = lineage is not None and is_recipient(connection, own, lineage)
            return Standing.RECIPIENT if received else None
        about = _about(statement)
        return None if about is None or self.standing(about) is None else Standing.ANYONE

    def _is_declared(self, name: str) -> bool:
        """True if a declaration names this attestation or calculation, or the attestation of this commitment."""
        if ids_about(self.view.connection, Kind.DECLARATION.value, [name]):
            return True
        return is_declared_commitment(self.view, name)


def _about(statement: Statement) -> str | None:
    """The statement that another one is about, if who is shown that one is shown this one too."""
    if isinstance(statement, Withdrawal):
        return statement.withdraws
    if isinstance(statement, Answer):
        return statement.objection
    return (
        statement.subject if isinstance(statement, Attestation | Commitment | Objection) else None
    )


_OPENED = Kept[frozenset[str]]("engaged")


def engaged_by(view: View, subject: str) -> frozenset[str]:
    """All statements that an engagement for this subject opens: those of its audit bundle as of now.

    A supplier that replaces or withdraws the subject does not shut its auditor out: only the
    operator ends an engagement.
    """
    reach = present_sizes(view)
    kept = _OPENED.find(view.memory, (subject, reach))
    if kept is not None:
        return kept
    about = find_subject(view, subject)
    # What the subject replaces is declared, so anyone is shown its envelopes; its sections stay closed.
    statements = select(view, about, Reader(Audience.AUDITOR), reach).statements - about.replaced
    attested = ids_about(view.connection, Kind.ATTESTATION.value, statements)
    return _OPENED.keep(view.memory, (subject, reach), statements.union(attested))


def require_subject(ledger: Ledger, subject: str) -> None:
    """Refuse to engage an auditor for a statement that is not a subject of an audit.

    Raises:
        CradleError: `export.subject`.
    """
    with ledger.view() as view:
        find_subject(view, subject)
        require_live(view, subject)


def unknown_statement(name: str) -> CradleError:
    """The refusal for a statement that does not exist or is not shown."""
    return CradleError("statement.unknown", f"There is no statement {name:.80}.")
