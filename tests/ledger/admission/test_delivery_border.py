"""A delivery states the quantities of the carbon border that the ledger computes, by attestations that count."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from support.ledger_battery import BatteryChain
from support.ledger_border import Border
from support.refusal import refused

from schemas.signed.attestation import Depth
from schemas.signed.delivery import DeliveredCbam, DeliveredFigure


@pytest.fixture
def border(chain: BatteryChain) -> Border:
    """A maker of billets and a forge."""
    return Border(chain)


def quantities(figure: DeliveredFigure) -> DeliveredCbam:
    """The quantities of a figure."""
    assert figure.cbam is not None
    return figure.cbam


def changed(figure: DeliveredFigure, members: Mapping[str, object]) -> DeliveredFigure:
    """A figure with other quantities."""
    other = quantities(figure).model_copy(update=members)
    return figure.model_copy(update={"cbam": other})


def test_a_preview_is_delivered(border: Border) -> None:
    """Without an attestation the billets count by default; the delivery of the preview is admitted."""
    figure = border.figure(border.screws)
    assert Decimal(quantities(figure).default_share) > Decimal("0.6")
    assert quantities(figure).attestations == ()
    chain = border.chain
    assert border.deliver(chain.plant, border.screws, chain.mine, amount="1", figure=figure)


def test_an_attestation_makes_data_count(border: Border) -> None:
    """1.23456789 t in 10/8 t of billets, and 2.5 t of its own; the delivery names the attestation."""
    word = border.attest()
    figure = border.figure(border.screws)
    found = quantities(figure)
    assert (found.see_direct, found.default_share) == ("4.04321", "0")
    assert found.attestations == (word,)
    chain = border.chain
    assert border.deliver(chain.plant, border.screws, chain.mine, amount="1", figure=figure)


def test_a_refusal_lets_the_default_take_over(border: Border) -> None:
    """The verifier that finds an error refuses what it attested: figures that rest on it are out of date."""
    border.attest()
    proven = border.figure(border.screws)
    border.attest(outcome="refused")
    chain = border.chain
    with refused("cbam.attestation"):
        border.deliver(chain.plant, border.screws, chain.mine, amount="1", figure=proven)
    assert Decimal(quantities(border.figure(border.screws)).default_share) > Decimal("0.6")


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"see_direct": "1"}, "delivery.cbam"),
        ({"sefa": "9"}, "delivery.cbam"),
        ({"cscf": "2"}, "cbam.correction"),
        ({"tables": "sha256:" + "0" * 64}, "cbam.method"),
        ({"attestations": ("sha256:" + "0" * 64,)}, "cbam.attestation"),
    ],
)
def test_other_quantities_are_refused(
    border: Border, members: dict[str, object], code: str
) -> None:
    """Lower emissions, more allocation, another correction, own tables, an attestation of nobody."""
    figure = changed(border.figure(border.screws), members)
    chain = border.chain
    with refused(code):
        border.deliver(chain.plant, border.screws, chain.mine, amount="1", figure=figure)


def test_verified_goods_say_nothing_about_a_footprint(border: Border) -> None:
    """An attestation of embedded emissions is none that an attestation of a figure may rest on."""
    word = border.attest()
    assert word
    rests = {
        "default": "recomputed",
        "exceptions": [{"statement": border.shipped, "depth": "attested"}],
    }
    with refused("attestation.rests_on"):
        border.chain.world.submit(
            border.chain.attestation(
                None, delivery=border.shipped, depth=Depth.model_validate(rests, strict=False)
            ),
            border.chain.auditor.working,
        )
