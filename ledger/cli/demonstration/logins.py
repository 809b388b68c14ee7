"""The demo's logins: one person each for a supplier, a manufacturer, an auditor and the operator, and one open request.

A real operator gives each person its own login and tells nobody its password; here all are printed, because every key
of the demo is in one folder already. Passwords are drawn anew at each start. The supplier is the firm in the middle of
the chain that received the most deliveries and is not the customer at its end; its customer asks it for the year that
follows, so that its workspace has something to answer. The auditor is engaged for the declaration, or for the
calculation of a product that is not declared, and for a delivery that nobody has attested, so that its workspace has a
case to look at and one to attest.
"""

import secrets
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from ledger.append.ledger import Ledger
from ledger.service.access.accounts import CredentialRequest, add_person, open_organisation
from ledger.service.access.engagements import engage
from ledger.service.access.principal import Principal
from ledger.service.requests.asking import ask
from ledger.state.profiles import name_of
from ledger.state.view import View
from ledger.store.statements import ids_of_kind
from schemas.exchanged.request import DataRequest
from schemas.signed.attestation import Attestation
from schemas.signed.calculation import Calculation
from schemas.signed.delivery import Delivery
from schemas.signed.entry import Entry
from schemas.signed.statement import Issued
from schemas.values import Period, a_year_from
from schemas.vocabulary import CredentialKind, Role

DAYS: Final = 7
"""Days until the open request is due."""


class Parties(NamedTuple):
    """The participants that get a login; None if the case has no such party."""

    customer: str
    supplier: str | None
    manufacturer: str | None
    auditor: str | None


class Login(NamedTuple):
    """The name and password of a person."""

    user: str
    password: str


def parties_of(ledger: Ledger) -> Parties:
    """The parties of the demo's chain: the customer is the firm that received the most deliveries with a figure."""
    with ledger.view() as view:
        deliveries = list(_deliveries(view))
        received = Counter(row.recipient for row in deliveries if row.figure)
        customer = received.most_common(1)[0][0]
        manufacturer = _issuer(view, "calculation", Calculation)
        issuers = {row.issuer for row in deliveries} - {customer, manufacturer}
        able = [(count, name) for name, count in received.items() if name in issuers]
        return Parties(
            customer=customer,
            supplier=max(able)[1] if able else None,
            manufacturer=manufacturer,
            auditor=_issuer(view, "attestation", Attestation),
        )


def open_logins(ledger: Ledger, parties: Parties, now: int) -> Mapping[str, Login]:
    """Give each party a person with a fresh password; return the logins by role."""
    wanted = (
        (Role.SUPPLIER, parties.supplier),
        (Role.MANUFACTURER, parties.manufacturer),
        (Role.AUDITOR, parties.auditor),
        (Role.OPERATOR, None),
    )
    return {
        role.value: _open(ledger, role, participant, now)
        for role, participant in wanted
        if participant is not None or role is Role.OPERATOR
    }


def ask_supplier(ledger: Ledger, parties: Parties, now: int) -> None:
    """Let the supplier's customer ask for its product again, for the year after the delivered one."""
    with ledger.view() as view:
        delivered = next((d for d in _deliveries(view) if d.issuer == parties.supplier), None)
        entry = None if delivered is None else view.statement(delivered.entry, Entry)
        if delivered is None or entry is None:
            return
    principal = Principal(
        credential="demo",
        kind=CredentialKind.SCRIPT,
        organisation="demo",
        participant=delivered.recipient,
        roles=frozenset({Role.MANUFACTURER}),
    )
    start = entry.period.end
    request = DataRequest(
        reference="DEMO-2026-118",
        participant=delivered.issuer,
        product=delivered.product,
        amount=delivered.amount,
        unit=None if delivered.amount is None else delivered.unit,
        period=Period(start=start, end=a_year_from(start, 1)),
        due=str((datetime.fromtimestamp(now, UTC) + timedelta(days=DAYS)).date()),
    )
    ask(ledger, principal, request, secrets.token_hex(16), now)


def engage_auditor(ledger: Ledger, now: int) -> None:
    """Engage the auditor for the last declaration, or else calculation, and the last delivery with a figure."""
    with ledger.view() as view:
        kinds = (ids_of_kind(view.connection, kind) for kind in ("declaration", "calculation"))
        declared = next(filter(None, kinds), ())[-1:]
        names = ids_of_kind(view.connection, "delivery")
        deliveries = [
            name for name in names if (row := view.statement(name, Delivery)) and row.figure
        ]
    operator = Principal(
        credential=f"demo-{Role.OPERATOR.value}",
        kind=CredentialKind.PERSON,
        organisation=f"demo-{Role.OPERATOR.value}-firm",
        participant=None,
        roles=frozenset({Role.OPERATOR}),
    )
    auditor = f"demo-{Role.AUDITOR.value}-firm"
    for subject in (*declared, *deliveries[-1:]):
        engage(ledger, operator, auditor, subject, secrets.token_hex(16), now)


def _deliveries(view: View) -> Iterator[Delivery]:
    statements = (
        view.statement(name, Delivery) for name in ids_of_kind(view.connection, "delivery")
    )
    return (row for row in statements if row is not None)


def _issuer(view: View, kind: str, model: type[Issued]) -> str | None:
    """The issuer of the last statement of a kind."""
    names = list(ids_of_kind(view.connection, kind))
    statement = view.statement(names[-1], model) if names else None
    return None if statement is None else statement.issuer


def _open(ledger: Ledger, role: Role, participant: str | None, now: int) -> Login:
    with ledger.view() as view:
        title = "The demo's operator" if participant is None else name_of(view, participant)
    login = Login(f"demo-{role.value}", secrets.token_urlsafe(12))
    open_organisation(ledger.store, f"demo-{role.value}-firm", title, now, participant)
    roles = frozenset({role, Role.SUPPLIER} if role is Role.MANUFACTURER else {role})
    request = CredentialRequest(login.user, f"demo-{role.value}-firm", roles)
    add_person(ledger.store, request, login.password, now)
    return login
