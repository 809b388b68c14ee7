"""Invitations: a link reaches, once, a firm that has no account here.

The secret of a link is 32 random bytes and is shown once; its hash is kept. Its holder may, one
time, open an account for the firm, take the request up with an existing account, or decline.
Viewing uses nothing up, because mail programs and previews follow links too. An account opened in
this way has the role of a supplier and no participant: the firm makes its keys on its own side and
a registrar countersigns, as for any other. The credentials of the script that submits its signed
statements, and of a person if one is named, are made in one transaction with the use of the link,
so a refused one leaves nothing and two at once make one account. Each new name ends in digits of
the link, so no answer says whether another account has the name that was typed.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from ledger.append.ledger import Ledger
from ledger.service.access.accounts import (
    CredentialRequest,
    add_credential,
    add_organisation,
    format_key,
    new_credential,
)
from ledger.service.access.permissions import Action, scope_of
from ledger.service.access.principal import Principal
from ledger.service.access.secrets import hash_password, hash_secret
from ledger.service.requests.asking import require_not_ended, require_other
from ledger.service.requests.role import RequestRole, require_request
from ledger.store.access.organisations import Organisation
from ledger.store.engine import Connection
from ledger.store.requests.invitations import Link, end_links, link_of, use_link
from ledger.store.requests.requests import Request, assign_organisation, put_declined, request_of
from ledger.store.rows import put
from schemas.errors import CradleError
from schemas.exchanged.request import DeclineReason
from schemas.vocabulary import CredentialKind, Role

DAY = 86400
_SUPPLIER = frozenset({Role.SUPPLIER})


@dataclass(frozen=True, slots=True)
class Newcomer:
    """The firm's name, and a person's name and password; without a person only the script is made."""

    title: str
    person: str | None = None
    password: str = ""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """A new account: its organisation, the API key of its script, which is shown once, and a person's login name."""

    organisation: str
    script: str
    key: str
    person: str | None

    @property
    def principal(self) -> Principal:
        """The script as a principal."""
        kind = CredentialKind.SCRIPT
        return Principal(self.script, kind, self.organisation, None, _SUPPLIER)


def invite(
    ledger: Ledger, principal: Principal, name: str, secret: str, now: int, days: int
) -> int:
    """Make a link to a request, in place of earlier ones; return its time of expiry.

    Raises:
        CradleError: `access.denied`, `request.unknown`, `request.party`, `request.ended`, or
            `request.reached` where the addressee has an account already.
    """
    able, expires = (RequestRole.ASKER, RequestRole.OPERATOR), now + days * DAY
    with ledger.store.write() as connection:
        request, _ = require_request(connection, principal, Action.REQUEST, name, *able)
        require_not_ended(request)
        if request.addressee is not None or request.organisation is not None:
            detail = "The addressee finds this request when it logs in; it needs no link."
            raise CradleError("request.reached", detail)
        end_links(connection, name, now)
        link = Link(secret=hash_secret(secret), request=name, created=now, expires=expires)
        put(connection, link)
    return expires


def read_link(ledger: Ledger, secret: str, now: int) -> Request:
    """The request that a link opens; the link is not used up.

    Raises:
        CradleError: `invitation.unknown`, `invitation.used` or `invitation.expired`.
    """
    with ledger.store.read() as connection:
        return _linked_request(connection, secret, now)


def accept(
    ledger: Ledger, secret: str, newcomer: Newcomer, draw: Callable[[], str], now: int
) -> NewAccount:
    """Open an account with a script, and with a person if one is named; address the request to it.

    Raises:
        CradleError: as `read_link`, `account.*`, `password.length`.
    """
    kept = hash_secret(secret)
    name, drawn = _ended(_short_name(newcomer.title), kept), draw()
    person = None if newcomer.person is None else _ended(newcomer.person, kept)
    script = f"{name}-script"
    account = NewAccount(name, script, format_key(script, drawn), person)
    read_link(
        ledger, secret, now
    )  # Before the costly hash, which strangers could ask for otherwise.
    wanted = [(script, CredentialKind.SCRIPT, hash_secret(drawn))]
    if person is not None:
        wanted.insert(0, (person, CredentialKind.PERSON, hash_password(newcomer.password)))
    credentials = [
        new_credential(CredentialRequest(login, name, _SUPPLIER), kind, recognised, now)
        for login, kind, recognised in wanted
    ]
    with ledger.store.write() as connection:
        request = _use(connection, secret, now)
        add_organisation(connection, Organisation(id=name, name=newcomer.title, created=now))
        for credential in credentials:
            add_credential(connection, credential)
        assign_organisation(connection, request.id, name)
    return account


def take_up(ledger: Ledger, principal: Principal, secret: str, now: int) -> str:
    """Address a request to an account that the firm has already; return the request's id.

    Raises:
        CradleError: `access.denied`, as `read_link`, `request.self` or `request.cycle`.
    """
    scope_of(principal, Action.REQUEST)
    with ledger.store.write() as connection:
        request = _use(connection, secret, now)
        require_other(connection, request, principal.participant)
        assign_organisation(connection, request.id, principal.organisation)
    return request.id


def decline_by_link(ledger: Ledger, secret: str, reason: DeclineReason, now: int) -> str:
    """Decline a request without an account; return its id.

    Raises:
        CradleError: as `read_link`.
    """
    with ledger.store.write() as connection:
        request = _use(connection, secret, now)
        put_declined(connection, request.id, reason.value, now)
    return request.id


def _use(connection: Connection, secret: str, now: int) -> Request:
    """The request of a link, which this transaction uses up."""
    request = _linked_request(connection, secret, now)
    if not use_link(connection, hash_secret(secret), now):
        raise _used()
    return request


def _linked_request(connection: Connection, secret: str, now: int) -> Request:
    link = link_of(connection, hash_secret(secret))
    request = None if link is None else request_of(connection, link.request)
    if link is None or request is None:
        raise CradleError("invitation.unknown", "This link is not known; copy all of it.")
    if link.used is not None:
        raise _used()
    if now >= link.expires:
        detail = "This link has expired, or was withdrawn; ask its sender for a new one."
        raise CradleError("invitation.expired", detail)
    return request


def _used() -> CradleError:
    detail = "This link was used already; log in with the account that it opened."
    return CradleError("invitation.used", detail)


def _short_name(title: str) -> str:
    """A readable short name for a new organisation."""
    return re.sub("[^a-z0-9]+", "-", title.lower()).strip("-")[:40].strip("-") or "firm"


def _ended(name: str, kept: str) -> str:
    """A name with digits of the link's hash behind it, so that it says nothing about others of the same name."""
    return f"{name}-{kept[:8]}"
