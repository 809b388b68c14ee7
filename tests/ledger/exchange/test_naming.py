"""Names: URNs of companies and products."""

import re

import pytest

from ledger.exchange.naming import company_urns, identifier, product_urn
from schemas.signed.participant import Identifier, Profile

ORIGIN = "ledger.example/battery"
DELIVERY = "sha256:" + "0" * 64


@pytest.mark.parametrize(
    ("product", "urn"),
    [
        ("urn:gtin:4712345060507", "urn:gtin:4712345060507"),
        ("URN:gtin:1", "urn:gtin:1"),
        ("urn:x:a%20b/c", "urn:x:a%20b/c"),
        ("gtin:47", "urn:pact:ledger.example:product-id:gtin:47"),
        (
            "https://a.example/ü",
            "urn:pact:ledger.example:product-id:https:%2F%2Fa.example%2F%C3%BC",
        ),
        ("urn:x", "urn:pact:ledger.example:product-id:urn:x"),
    ],
)
def test_a_product_keeps_its_urn_or_gets_one(product: str, urn: str) -> None:
    """A product that is not a URN becomes one in the ledger's domain, with escaped characters."""
    assert product_urn(product, ORIGIN) == urn
    assert re.fullmatch(r"urn:[a-z0-9-]+:[!-~]+", urn)


def test_a_company_is_named_by_what_its_profile_lists() -> None:
    """Identifiers in their order, each once, and the registration last, so there is always one."""
    rows = [("bpnl", "BPNL000000000001"), ("lei_old", "5299"), ("did", "urn:x:1"), ("lei", "5299")]
    company = Profile(
        legal_name="A",
        country="DE",
        identifiers=tuple(Identifier(scheme=s, value=v) for s, v in rows),
    )
    assert company_urns(DELIVERY, company, ORIGIN) == (
        "urn:bpn:BPNL000000000001",
        "urn:pact:ledger.example:lei-old:5299",
        "urn:x:1",
        "urn:pact:ledger.example:lei:5299",
        f"urn:pact:ledger.example:supplier-id:{'0' * 64}",
    )
    assert (identifier(company, "lei"), identifier(company, "vat")) == ("5299", None)
