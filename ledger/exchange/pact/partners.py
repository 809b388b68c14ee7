"""Partners: whom the operator lets be called back, where, and as whom.

An event never says where its answer goes; this book does. An address is one of https with nothing but a
path behind it, and of no private network, for whoever could name such an address would have this server ask
its neighbours; an operator that tries things out says that it is a lab. The secret is kept encrypted under
the server's key (Fernet: AES-128-CBC and HMAC-SHA256), for it must be sent and cannot be kept as a hash.
"""

import socket
from ipaddress import ip_address
from urllib.parse import urlsplit

from cryptography.fernet import Fernet

from ledger.service.access.permissions import Action, scope_of
from ledger.service.access.principal import Principal
from ledger.store.access.organisations import organisation_of
from ledger.store.pact.events import Partner, put_partner
from ledger.store.store import Store
from schemas.errors import CradleError


def register_partner(
    store: Store, principal: Principal, partner: Partner, secrets: Fernet, *, lab: bool
) -> None:
    """Keep where an organisation is called back; `partner.secret` comes in the clear.

    Raises:
        CradleError: `access.denied`, `organisation.unknown`, `pact.address`.
    """
    scope_of(principal, Action.ADMINISTER)
    keep_partner(store, partner, secrets, lab=lab)


def keep_partner(store: Store, partner: Partner, secrets: Fernet, *, lab: bool) -> None:
    """As `register_partner`, for who has the ledger's folder in hand."""
    base = partner.base.rstrip("/")
    _check_address(base, lab=lab)
    hidden = secrets.encrypt(partner.secret.encode("utf-8")).decode("ascii")
    with store.write() as connection:
        if organisation_of(connection, partner.organisation) is None:
            detail = f"There is no organisation {partner.organisation}."
            raise CradleError("organisation.unknown", detail, "organisation")
        put_partner(connection, Partner(partner.organisation, base, partner.client, hidden))


def _check_address(base: str, *, lab: bool) -> None:
    try:
        parts = urlsplit(base)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise _no_address() from None
    if not host or parts.query or parts.fragment or parts.username:
        raise _no_address()
    if parts.scheme not in {"https", "http"}:
        raise _no_address()
    if lab:
        return
    if parts.scheme != "https" or any(map(_is_private, _addresses(host, port or 443))):
        detail = "A partner is called back over https, and not in a private network."
        raise CradleError("pact.address", detail, "base")


def _no_address() -> CradleError:
    detail = "Give the address of the partner's server, such as https://pact.example."
    return CradleError("pact.address", detail, "base")


def _addresses(host: str, port: int) -> set[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        detail = f"The name {host:.80} is not known here; check it."
        raise CradleError("pact.address", detail, "base") from None
    return {str(row[4][0]) for row in found}


def _is_private(address: str) -> bool:
    return not ip_address(address.partition("%")[0]).is_global
