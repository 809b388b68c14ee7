"""Registered partners: organisations that the server may call, with addresses and credentials.

The register, not an event, decides the address of an answer and of the token for it. An address uses https, has at
most a path behind the host, and is not in a private network: otherwise a partner could direct this server's requests
to its internal network. An operator may allow such addresses for a lab. The check here is for the operator; each call
checks again (`ledger.client.guard`). The secret is stored encrypted (`ledger.store.pact.secrets`).
"""

from urllib.parse import urlsplit

from cryptography.fernet import Fernet

from ledger.client.guard import public_addresses
from ledger.service.access.permissions import Action, scope_of
from ledger.service.access.principal import Principal
from ledger.store.access.organisations import organisation_of
from ledger.store.pact.partners import Partner, partners, put_partner
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
    _check_address(base, "base", lab=lab)
    if partner.token:
        _check_address(partner.token, "token_url", lab=lab)
    hidden = secrets.encrypt(partner.secret.encode("utf-8")).decode("ascii")
    with store.write() as connection:
        if organisation_of(connection, partner.organisation) is None:
            detail = f"Organisation {partner.organisation} does not exist; check its id."
            raise CradleError("organisation.unknown", detail, "organisation")
        put_partner(connection, partner.model_copy(update={"base": base, "secret": hidden}))


def read_partners(store: Store, principal: Principal) -> tuple[Partner, ...]:
    """Read the registered partners; their secrets stay encrypted.

    Raises:
        CradleError: `access.denied`.
    """
    scope_of(principal, Action.ADMINISTER)
    with store.read() as connection:
        return partners(connection)


def partner_to_json(partner: Partner) -> dict[str, str]:
    """The members of a partner that an operator sees: all but the secret; empty ones are left out."""
    members = {
        "organisation": partner.organisation,
        "base": partner.base,
        "client_id": partner.client,
        "token_url": partner.token,
        "scope": partner.scope,
        "audience": partner.audience,
        "resource": partner.resource,
    }
    return {name: value for name, value in members.items() if value}


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
