"""Stated quantities equal the recomputation by the attestations that they name, and by no other method."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.attesting import attestation
from support.cbam import Border
from support.cbam import year as calendar_year
from support.graph import ident

from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import format_decimal
from ledger.footprint.graph.resolution import Problem
from ledger.footprint.trade.cbam.delivered import CbamSource, delivered_cbam
from ledger.rulebooks.cbam_catalog import load_cbam_rulebook
from ledger.rules.border import (
    Year,
    border_context,
    border_method,
    border_quantities_problem,
    recompute_quantities,
)
from ledger.rules.verified_goods import GoodsAttestation
from schemas.delivery import DeliveredCbam

LINE = (ident("forging"), "main")
WORD = GoodsAttestation(
    ident("word"),
    attestation(
        calculation=None,
        delivery=ident("billet to forging"),
        quantities=("see", "sefa"),
        period=calendar_year(2026),
        accreditation="V-1",
    ),
)


def forge(co2: str = "10") -> Border:
    """A maker of billets, and a forge that paid a carbon price."""
    border = Border()
    border.make("billet", "72071111", "1000", "500", country="IN", route="C")
    paid = [{"scheme": "national", "currency": "CNY", "amount": "1000", "evidence": []}]
    rows = [border.sell("billet", "forging", "120")]
    border.make("forging", "73181542", "3", co2, rows, carbon_prices=paid)
    return border


def stated(border: Border, *counted: GoodsAttestation, cscf: str = "1") -> DeliveredCbam:
    """The quantities that the forge may state."""
    table = FactorTable((), load_cbam_rulebook())
    context = border_context(border.resolve("forging"), table, Year(2026, Decimal(cscf)), counted)
    names = tuple(row.id for row in counted)
    return delivered_cbam(LINE, context, CbamSource(*border_method(), names))


def problem(
    border: Border, quantities: DeliveredCbam, *counted: GoodsAttestation
) -> Problem | None:
    """The fault of quantities, with the attestations that count."""
    graph = border.resolve("forging"), FactorTable((), load_cbam_rulebook())
    known = {row.id: row for row in counted}
    found = recompute_quantities(ident("delivery"), LINE, quantities, graph, known)
    return border_quantities_problem(ident("delivery"), quantities, found)


def test_quantities_have_six_decimals() -> None:
    """500 t over 1,000 t in 120 t of billets for 3 t, and 10 t of its own; the price of 1,000 CNY over 3 t."""
    found = stated(forge(), WORD)
    assert (found.see_direct, found.default_share) == ("23.333333", "0")
    assert [(row.currency, row.amount) for row in found.carbon_prices] == [("CNY", "333.333333")]
    assert found.attestations == (WORD.id,)


@given(st.decimals("0.001", "1000", places=3).map(format_decimal))
def test_what_is_computed_is_accepted(co2: str) -> None:
    """Whatever its emissions, with and without the attestation."""
    border = forge(co2)
    assert problem(border, stated(border, WORD), WORD) is None
    assert problem(border, stated(border), WORD) is None


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"see_direct": "23.333332"}, "delivery.cbam"),
        ({"default_share": "0.1"}, "delivery.cbam"),
        ({"sefa": "99"}, "delivery.cbam"),
        ({"cn": "73181535"}, "delivery.cbam"),
        ({"carbon_prices": ()}, "delivery.cbam"),
        ({"year": 2030}, "delivery.cbam"),
        ({"year": 2025}, "cbam.year"),
        ({"tables": ident("own tables")}, "cbam.method"),
        ({"rulebook": ident("own rulebook")}, "cbam.method"),
        ({"attestations": (ident("nobody"),)}, "cbam.attestation"),
    ],
)
def test_what_a_supplier_would_change(members: dict[str, object], code: str) -> None:
    """Less emissions, more allocation, another good, another year, its own tables, an attestation of nobody."""
    border = forge()
    found = problem(border, stated(border, WORD).model_copy(update=members), WORD)
    assert found is not None
    assert found.code == code


def test_an_attestation_that_no_longer_counts() -> None:
    """Quantities that rest on it are refused; without it the default of India stands in."""
    border = forge()
    found = problem(border, stated(border, WORD))
    assert found is not None
    assert found.code == "cbam.attestation"
    assert Decimal(stated(border).see_direct) > Decimal(stated(border, WORD).see_direct)
    assert Decimal(stated(border).default_share) > 0
