"""The progress of one calculation towards its declaration: what is done, who is engaged, and what bars it."""

from collections.abc import Iterator
from datetime import UTC, datetime

from ledger.append.ledger import Ledger
from ledger.documents.worth import without_causes
from ledger.service.access.permissions import Action, Scope, scope_of
from ledger.service.access.principal import Principal
from ledger.service.access.visibility import unknown_statement
from ledger.service.answers.barring import barring_problems, replaced_declarations
from ledger.service.products.chain import ProductChain
from ledger.service.products.row import attestation_of, calculation_of, declaration_of
from ledger.state.evaluation import evaluate_stated
from ledger.state.standing import standing_of
from ledger.state.view import View
from ledger.store.access.engagements import engagements
from ledger.store.access.organisations import organisation_of
from ledger.store.changes import changes_of
from ledger.store.statements import ids_about
from schemas.errors import CradleError, sentence
from schemas.signed.attestation import Attestation
from schemas.signed.calculation import Calculation, Declaration
from schemas.signed.rulebook import Rulebook
from schemas.signed.statement import Kind
from schemas.views.products import Bar, EngagedAuditor, FigureProgress


def progress_for(ledger: Ledger, principal: Principal, name: str) -> FigureProgress:
    """The progress of a calculation of the principal's own; the operator reads that of all.

    Raises:
        CradleError: `access.denied`; `statement.unknown`, also for another firm's.
    """
    scope = scope_of(principal, Action.PRODUCTS)
    with ledger.view() as view:
        calculation = view.statement(name, Calculation)
        if calculation is None or (
            scope is not Scope.ALL and calculation.issuer != principal.participant
        ):
            raise unknown_statement(name)
        return _progress(ledger, view, name, calculation)


def _progress(ledger: Ledger, view: View, name: str, statement: Calculation) -> FigureProgress:
    rulebook = ledger.method(statement.rulebook)
    chain = _chain(view, name, statement)
    kept_rulebook = rulebook if isinstance(rulebook, Rulebook) else None
    calculation = calculation_of(view, chain, kept_rulebook)
    if calculation is None:
        raise unknown_statement(name)
    sharing = list(replaced_declarations(view, statement))
    return FigureProgress(
        model=statement.model,
        site=statement.site,
        calculation=calculation,
        standing=without_causes(standing_of(view, name)),
        auditors=tuple(_engaged(view, name)),
        attestation=attestation_of(view, chain),
        declaration=declaration_of(view, chain),
        replaces=sharing[-1].id if sharing and chain.declaration is None else None,
        bars=() if chain.declaration is not None else tuple(_bars(view, name)),
    )


def _chain(view: View, name: str, calculation: Calculation) -> ProductChain:
    """The statements about this calculation alone: its newest attestation, and its newest live declaration."""
    attested = ids_about(view.connection, Kind.ATTESTATION.value, [name])
    declared = ids_about(view.connection, Kind.DECLARATION.value, [name])
    gone = changes_of(view.connection, declared)
    live = [declaration for declaration in declared if declaration not in gone]
    opinion = view.statement(attested[-1], Attestation) if attested else None
    document = view.statement(live[-1], Declaration) if live else None
    return ProductChain(
        (name, calculation),
        None if opinion is None else (attested[-1], opinion),
        None if document is None else (live[-1], document),
    )


def _engaged(view: View, name: str) -> Iterator[EngagedAuditor]:
    """The auditors with a live engagement for the calculation."""
    for row in engagements(view.connection):
        if row.subject == name and row.ended is None:
            organisation = organisation_of(view.connection, row.auditor)
            title = row.auditor if organisation is None else organisation.name
            since = str(datetime.fromtimestamp(row.created, UTC).date())
            yield EngagedAuditor(name=title, since=since)


def _bars(view: View, name: str) -> Iterator[Bar]:
    """The rules that would refuse the declaration; the reason why the figure cannot be computed is one too."""
    try:
        calculation, declared = evaluate_stated(view, name)
    except CradleError as error:
        yield Bar(code=error.code, detail=error.detail)
        return
    for row in barring_problems(view, name, calculation, declared):
        yield Bar(code=row.code, detail=sentence(row.detail))
