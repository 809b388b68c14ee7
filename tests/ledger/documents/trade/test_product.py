"""The unit of values on trade: each figure has its own, and refuses those of another."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from support.ledger_product import ProductChain, product_chain
from support.refusal import refused
from support.terminal import text_of
from support.trade_chain import MIXED, UNIFORM, TradeChain

from ledger.documents.difference.state import FigureState
from ledger.documents.trade.carbon_price import UNKNOWN, carbon_price_report
from ledger.documents.trade.layout import layout_price, layout_territory
from ledger.documents.trade.territory import territory_report
from ledger.service.answers.difference import read_state
from schemas.views.territory import Per
from schemas.vocabulary import Unit


@pytest.fixture
def frames(tmp_path: Path) -> Iterator[tuple[ProductChain, FigureState]]:
    """The chain, and what is behind the figure of its frames."""
    with product_chain(tmp_path / "ledger") as chain:
        name = chain.world.submit(chain.calculation(), chain.workshop.working).id
        with chain.world.ledger.view() as view:
            yield chain, read_state(view, name)


def test_a_product_is_placed_per_declared_unit(frames: tuple[ProductChain, FigureState]) -> None:
    """4 kg of a frame, of which its 3 kg of coil are a supplier's: all that its maker is not shown."""
    chain, state = frames
    whole = territory_report(state, None, "FR")
    assert (whole.per, whole.unit, whole.delivered.total) == ("declared_unit", Unit.PIECE, "4")
    assert whole == territory_report(state, "declared_unit", "FR")
    assert whole.accounts is not None
    assert Decimal(whole.accounts[0].cba) == 4
    shown = territory_report(state, None, None, chain.workshop.id)
    assert (shown.exact, shown.delivered.closed, shown.delivered.total) == (False, "3", "4")
    page = text_of(layout_territory(whole))
    assert "kg CO2e per piece" in page
    assert "batter" not in page
    assert "kWh of total energy" not in page


def test_a_product_is_priced_per_declared_unit(frames: tuple[ProductChain, FigureState]) -> None:
    """4 kg at 100 a tonne are 0.4; no value per kWh; what the border charges nobody knows, and no zero says so."""
    chain, state = frames
    report = carbon_price_report(state, [UNIFORM])
    (found,) = report.scenarios
    assert (report.unit, found.cost) == (Unit.PIECE, "0.4")
    assert (found.per_kwh, found.per_kwh_capacity) == (None, None)
    assert (found.border.cost, found.border.reason) == (None, UNKNOWN)
    (limited,) = carbon_price_report(state, [MIXED], (), chain.workshop.id).scenarios
    assert limited.closed is not None
    assert limited.closed.to_json() == {"emissions": "3", "lowest": "0", "highest": "0.15"}
    page = text_of(layout_price(report))
    assert "Carbon price of one piece as delivered" in page
    assert "border: not known." in page
    assert "batter" not in page
    assert "kWh" not in page


@pytest.mark.parametrize("per", ["battery", "kwh"])
def test_a_product_has_no_value_of_a_battery(
    frames: tuple[ProductChain, FigureState], per: Per
) -> None:
    """The refusal names the units that it has."""
    _, state = frames
    with refused("territory.per", "per"):
        territory_report(state, per)


def test_a_product_in_pieces_has_values_per_kg_by_its_stated_mass(
    frames: tuple[ProductChain, FigureState],
) -> None:
    """4 kg CO2e for a frame of 3 kg; what is closed is shown per kg too."""
    chain, state = frames
    found = territory_report(state, "kg")
    assert found.delivered.total == "1.333333333333333333333333333333333"
    assert "per kg of delivered product" in text_of(layout_territory(found))
    assert territory_report(state, "kg", None, chain.workshop.id).delivered.closed == "1"


def test_a_product_in_kg_has_the_same_value_per_kg(
    frames: tuple[ProductChain, FigureState],
) -> None:
    """As per declared unit."""
    chain, _ = frames
    name = chain.world.submit(chain.calculation(chain.of_coil()), chain.mill.working).id
    with chain.world.ledger.view() as view:
        coil = read_state(view, name)
    assert territory_report(coil, "kg").delivered == territory_report(coil, None).delivered


def test_a_battery_has_no_value_per_declared_unit() -> None:
    """Left out, the unit is one battery."""
    state = TradeChain().state()
    assert territory_report(state, None) == territory_report(state, "battery")
    with refused("territory.per", "per"):
        territory_report(state, "declared_unit")
