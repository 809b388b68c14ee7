"""Certificates and their cost, by data and by default, with a price that somebody stated."""

from decimal import Decimal

import pytest
from support.cbam import EMISSIONS, screws
from support.refusal import refused

from ledger.footprint.trade.cbam.certificates import Certificate, imported, importer_view
from schemas.views.cbam_result import CbamResult

PRICE = Certificate(Decimal("75.28"), "2026-07-06")


def result() -> CbamResult:
    """Screws of V1 in 2026."""
    return screws().result("screws", {"billet to screws": EMISSIONS})


def test_a_thousand_tonnes_of_screws() -> None:
    """V7: 405.3 certificates, 30,510.984 EUR; by default 427.823768 EUR a tonne."""
    found = imported(result(), Decimal(1000), PRICE)
    assert (found.certificates, found.eur) == ("405.3", "30510.984")
    assert (found.certificates_by_default, found.eur_by_default) == ("5683.1", "427823.768")
    assert found.worth_of_proof_eur == "397312.784"


def test_a_carbon_price_paid_takes_off_its_share() -> None:
    """7.528 EUR per tonne of the good cover a tenth of a certificate each; never more than is due."""
    found = imported(result(), Decimal(1000), PRICE, Decimal("7.528"))
    assert (found.covered_by_price_paid, found.certificates) == ("100", "305.3")
    assert imported(result(), Decimal(1000), PRICE, Decimal(1000)).certificates == "0"


def test_goods_without_a_default_have_nothing_beside_them() -> None:
    """Where no table lists the code, proof has no stated worth."""
    bare = result().model_copy(update={"net_default": None})
    found = imported(bare, Decimal(1), PRICE)
    assert (found.eur_by_default, found.worth_of_proof_eur) == (None, None)


@pytest.mark.parametrize(
    ("tonnes", "eur", "paid", "code"),
    [
        ("0", "75.28", None, "cbam.tonnes"),
        ("1", "0", None, "cbam.certificate_price"),
        ("1", "75.28", "-1", "cbam.paid_price"),
    ],
)
def test_what_is_asked_for_is_above_zero(
    tonnes: str, eur: str, paid: str | None, code: str
) -> None:
    """A mass, a price, and a price paid that is none below zero."""
    price = Certificate(Decimal(eur), "2026-07-06")
    with refused(code):
        imported(result(), Decimal(tonnes), price, None if paid is None else Decimal(paid))


def test_every_assumption_stands_beside_the_sum() -> None:
    """The price, its day, and the sentences given."""
    found = importer_view((result(),), Decimal(2), PRICE, ("CSCF 1",))
    assert (found.certificate_eur, found.certificate_day) == ("75.28", "2026-07-06")
    assert found.assumptions == ("CSCF 1",)
    assert [good.cn for good in found.goods] == ["73181542"]
