"""Registered partners: organisations that the server may call, with address and credentials.

The register, not an event, decides the address of an answer. An address uses https, has at most a path behind
the host, and is not in a private network: otherwise a partner could direct this server's requests to
its internal network. An operator may allow such addresses for a lab. The secret is encrypted under
the server's key (Fernet: AES-128-CBC and HMAC-SHA256), because the server must send it and cannot keep a hash.
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
    """Register the address and credentials of an organisation; `partner.secret` is in plain text.

    Raises:
        CradleError: `access.denied`, `organisation.unknown`, `pact.address`.
    """
    scope_of(principal, Action.ADMINISTER)
    keep_partner(store, partner, secrets, lab=lab)


def keep_partner(store: Store, partner: Partner, secrets: Fernet, *, lab: bool) -> None:
    """Register a partner as `register_partner` does, for a caller with access to the ledger's folder."""
    base = partner.base.rstrip("/")
    _check_address(base, lab=lab)
    hidden = secrets.encrypt(partner.secret.encode("utf-8")).decode("ascii")
    with store.write() as connection:
        if organisation_of(connection, partner.organisation) is None:
            detail = f"Organisation {partner.organisation} does not exist; check its id."
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
        detail = (
            "The address is not https, or is in a private network; register a public https address."
        )
        raise CradleError("pact.address", detail, "base")


def _no_address() -> CradleError:
    detail = "This is not a server's address; write one such as https://pact.example."
    return CradleError("pact.address", detail, "base")


def _addresses(host: str, port: int) -> set[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        detail = f"The host name {host:.80} cannot be resolved; check it."
        raise CradleError("pact.address", detail, "base") from None
    return {str(row[4][0]) for row in found}


def _is_private(address: str) -> bool:
    return not ip_address(address.partition("%")[0]).is_global
