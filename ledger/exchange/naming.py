"""Names in exchange formats: URNs of companies and products.

A product id that is a URN is kept; any other becomes `urn:pact:<domain>:<kind>:<value>` with the domain of the ledger's
origin.
"""

from collections.abc import Iterator
from urllib.parse import quote

from ledger.documents.delivery_contents import DeliveryContents
from schemas.signed.participant import Profile

_SAFE = "-._~!$&'()*+,;=:@"
"""The characters beside letters and digits that a URN does not escape (RFC 8141)."""


def domain_of(origin: str) -> str:
    """The host part of a log's origin."""
    return origin.partition("/")[0]


def product_urn(product: str, origin: str) -> str:
    """The URN of a product."""
    return _urn(product, origin, "product-id")


def product_name(contents: DeliveryContents) -> str:
    """The name that the issuer gives the product; its id if the product section states none."""
    name = None if contents.line is None else contents.line.name
    return name or contents.delivery.product


def company_urns(issuer: str, company: Profile, origin: str) -> tuple[str, ...]:
    """The URNs of a participant: its identifiers as its profile lists them, then its registration."""
    named = dict.fromkeys((*_identifiers(company, origin), _registration(issuer, origin)))
    return tuple(named)


def identifier(company: Profile, scheme: str) -> str | None:
    """The identifier of a scheme; None if the profile has none."""
    return next((row.value for row in company.identifiers if row.scheme == scheme), None)


def _identifiers(company: Profile, origin: str) -> Iterator[str]:
    for row in company.identifiers:
        if row.scheme == "bpnl":
            yield f"urn:bpn:{quote(row.value, safe=_SAFE)}"
        else:
            yield _urn(row.value, origin, row.scheme.replace("_", "-"))


def _registration(issuer: str, origin: str) -> str:
    return _urn(issuer.removeprefix("sha256:"), origin, "supplier-id")


def _urn(value: str, origin: str, kind: str) -> str:
    scheme, _, rest = value.partition(":")
    if scheme.lower() == "urn" and ":" in rest:
        return f"urn:{quote(rest, safe=_SAFE + '/?#%')}"
    return f"urn:pact:{domain_of(origin)}:{kind}:{quote(value, safe=_SAFE)}"
