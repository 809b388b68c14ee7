"""A product's figure as a PACT footprint: its delivery in the declared unit, or a refusal that names the units."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.desks import operator_desk
from support.ledger_product import FRAME, ProductChain, product_chain
from support.ledger_world import made, replacing
from support.refusal import refused

from ledger.state.drafting import Draft
from schemas.errors import CradleError
from schemas.exchanged.line_request import PreviewRequest
from schemas.vocabulary import Role, Unit


@pytest.fixture
def chain(tmp_path: Path) -> Iterator[ProductChain]:
    """Frames in pieces, of 4 kg CO2e and 3 kg each."""
    with product_chain(tmp_path / "ledger") as opened:
        yield opened


def delivered(chain: ProductChain, entry: str, unit: Unit = Unit.PIECE) -> str:
    """Five units of an entry's product to a shop, with their figure."""
    shop = chain.world.register("shop", Role.SUPPLIER)
    method = {"rulebook": chain.rulebook, "factor_sets": (chain.factors,)}
    figure = operator_desk(chain.world.ledger).preview(PreviewRequest(entry=entry, **method))
    parts = {"product": FRAME, "amount": "5", "unit": unit, "figure": figure}
    return chain.world.deliver(chain.workshop, entry, shop, **parts)


def in_kwp(chain: ProductChain) -> Draft:
    """The same product, if it were a module whose line is in kWp."""
    outputs = [made(chain.workshop, "20", product=FRAME, unit=Unit.KWP)]
    return chain.frames_of("40", outputs=outputs, supersedes=replacing(chain.frames))


def test_a_frame_is_exported_per_piece(chain: ProductChain) -> None:
    """The figure of its calculation, per declared unit, and the mass of one."""
    calculation = chain.calculation().statement.to_json()
    delivery = delivered(chain, chain.frames)
    written = operator_desk(chain.world.ledger).export(delivery, "pact-3")
    pcf = json.loads(written.content)["pcf"]
    assert (pcf["declaredUnitOfMeasurement"], pcf["declaredUnitAmount"]) == ("piece", "1")
    assert pcf["pcfExcludingBiogenicUptake"] == calculation["total"] == "4"
    assert pcf["productMassPerDeclaredUnit"] == "3"


def test_a_unit_without_a_word_in_pact_is_refused_with_those_that_have_one(
    chain: ProductChain,
) -> None:
    """A line in kWp has none."""
    entry = chain.world.submit(in_kwp(chain), chain.workshop.working).id
    delivery = delivered(chain, entry, Unit.KWP)
    desk = operator_desk(chain.world.ledger)
    with refused("exchange.unit", "unit"):
        desk.export(delivery, "pact-3")
    with pytest.raises(
        CradleError, match=r"kWp; enter and deliver .*: MJ, h, kWh, kg, m2, m3, piece"
    ):
        desk.export(delivery, "pact-3")
