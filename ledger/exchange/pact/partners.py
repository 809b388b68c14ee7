"""Registered partners: organisations that the server may call, with addresses and credentials.

The register, not an event, decides the address of an answer and of the token for it. An address uses https, has at
most a path behind the host, and is not in a private network: otherwise a partner could direct this server's requests
to its internal network. An operator may allow such addresses for a lab. The check here is for the operator; each call
checks again (`ledger.client.guard`). The secret is stored encrypted (`ledger.store.pact.secrets`).
"""

from urllib.parse import urlsplit

from cryptography.fernet import Fernet

from ledger.client.guard import public_addresses
from ledger.store.access.organisations import organisation_of
from ledger.store.pact.partners import Partner, put_partner
from ledger.store.store import Store
from schemas.errors import CradleError


def keep_partner(store: Store, partner: Partner, secrets: Fernet, *, lab: bool) -> None:
    """Register the address and credentials of an organisation; `partner.secret` is in plain text.

    Raises:
        CradleError: `organisation.unknown`, `pact.address`.
    """
    base = partner.base.rstrip("/")
    _check_address(base, "base", lab=lab)
    if partner.token:
        _check_address(partner.token, "token_url", lab=lab)
    hidden = secrets.encrypt(partner.secret.encode("utf-8")).decode("ascii")
    with store.write() as connection:
        if organisation_of(connection, partner.organisation) is None:
            detail = f"Organisation {partner.organisation} does not exist; check its id."
            raise CradleError("organisation.unknown", detail, "organisation")
        put_partner(connection, partner.model_copy(update={"base": base, "secret": hidden}))


def _check_address(address: str, place: str, *, lab: bool) -> None:
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise _no_address(place) from None
    if not host or parts.query or parts.fragment or parts.username:
        raise _no_address(place)
    if parts.scheme not in {"https", "http"}:
        raise _no_address(place)
    if lab:
        return
    if parts.scheme != "https":
        detail = "The address is not https; register a public https address."
        raise CradleError("pact.address", detail, place)
    try:
        public_addresses(host, port or 443)
    except CradleError as error:
        raise CradleError("pact.address", error.detail, place) from None


def _no_address(place: str) -> CradleError:
    detail = "This is not a server's address; write one such as https://pact.example."
    return CradleError("pact.address", detail, place)
