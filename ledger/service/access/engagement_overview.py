"""The engagements of auditors with names for people, and the calculations and auditors that a new one can name."""

from ledger.append.ledger import Ledger
from ledger.service.access.engagements import read_engagements
from ledger.service.access.names import firm_of
from ledger.service.access.permissions import Action, scope_of
from ledger.service.access.principal import Principal
from ledger.service.access.readings import names_of_organisations
from ledger.state.view import View
from ledger.store.access.credentials import organisations_with_role
from ledger.store.changes import changes_of
from ledger.store.statements import newest_of_kind
from schemas.errors import CradleError
from schemas.signed.calculation import Calculation, Declaration
from schemas.signed.delivery import Delivery
from schemas.signed.statement import Kind
from schemas.views.accounts import AuditSubject, EngagementLine, EngagementLines
from schemas.vocabulary import Role


def list_engagements(ledger: Ledger, principal: Principal) -> EngagementLines:
    """All engagements for the operator, the newest first.

    Raises:
        CradleError: `access.denied`.
    """
    scope_of(principal, Action.ENGAGE)
    engagements = read_engagements(ledger.store, principal)
    with ledger.view() as view:
        names = names_of_organisations(view.connection, (row.auditor for row in engagements))
        lines = tuple(
            EngagementLine(
                id=row.id,
                auditor=row.auditor,
                name=names[row.auditor],
                subject=describe_subject(view, row.subject),
                granted_by=row.granted_by,
                created=row.created,
                ended=row.ended,
            )
            for row in reversed(engagements)
        )
    return EngagementLines(items=lines)


def auditors_to_engage(
    ledger: Ledger, principal: Principal, now: int
) -> tuple[tuple[str, str], ...]:
    """The organisations that have a valid login with the role auditor: short name and name.

    Raises:
        CradleError: `access.denied`.
    """
    scope_of(principal, Action.ENGAGE)
    with ledger.store.read() as connection:
        organisations = organisations_with_role(connection, Role.AUDITOR, now)
        return tuple(sorted(names_of_organisations(connection, organisations).items()))


def newest_calculations(
    ledger: Ledger, principal: Principal, most: int
) -> tuple[AuditSubject, ...]:
    """The newest calculations that are still live.

    Raises:
        CradleError: `access.denied`.
    """
    scope_of(principal, Action.ENGAGE)
    with ledger.view() as view:
        ids = newest_of_kind(view.connection, Kind.CALCULATION.value, most)
        changed = changes_of(view.connection, ids)
        return tuple(describe_subject(view, name) for name in ids if name not in changed)


def describe_subject(view: View, name: str) -> AuditSubject:
    """A subject of an audit, which is in the ledger, with its issuer's name and its goods.

    Raises:
        CradleError: `export.subject`.
    """
    delivery = view.statement(name, Delivery)
    if delivery is not None:
        return AuditSubject(
            id=name,
            kind=Kind.DELIVERY,
            issuer=firm_of(view, delivery.issuer),
            goods=delivery.product,
            number=delivery.number,
        )
    declaration = view.statement(name, Declaration)
    calculation = view.statement(
        name if declaration is None else declaration.calculation, Calculation
    )
    if calculation is None:
        raise CradleError("export.subject", f"{name:.80} is not a subject of an audit.", "subject")
    return AuditSubject(
        id=name,
        kind=Kind.CALCULATION if declaration is None else Kind.DECLARATION,
        issuer=firm_of(view, calculation.issuer),
        goods=calculation.model,
        start=calculation.period.start,
    )
