"""Lines that share by another basis than they state."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.graph import Graph, factors, ident, weighing
from support.rows import Row, inventory, made, used

from ledger.footprint.graph.resolution import Observation
from ledger.footprint.plausibility.allocation import allocation_faults
from schemas.entry import Product, ProductLine

SETS = (factors({"test:lime": "2"}),)


def smelter(
    metal: str,
    acid: str,
    basis: str = "mass",
    product: Product | None = None,
    amount: str = "40",
    **side: object,
) -> list[Observation]:
    """The findings on 60 kg of metal and 40 kg of acid that share 1000 kg CO2e by these values."""
    outputs: list[Row] = [
        made("smelter", "60", "main", allocation_value=metal),
        made("smelter", amount, "side", role="co_product", allocation_value=acid, **side),
        made("smelter", "500", "slag", role="scrap"),
    ]
    chain = Graph(SETS)
    listed = inventory(*outputs, inputs=[used("test:lime", "500")], allocation=basis)
    chain.enter("smelter", listed, product or weighing("1", ("main", "side", "slag")))
    return list(allocation_faults(chain.context("smelter")))


def energies(**kwh: str | None) -> Product:
    """A product section of lines with this energy per unit."""
    lines = (
        ProductLine(line=line, form="as_is", kwh_per_unit=value) for line, value in kwh.items()
    )
    return Product(lines=tuple(lines))


def test_a_price_among_masses() -> None:
    """The acid has 340 euros beside 60 kg: the metal carries 15 % in place of 60 %, 450 kg too little."""
    (found,) = smelter("60", "340")
    assert (found.code, found.subject) == ("allocation.basis_differs", ident("smelter"))
    assert found.effect == -450
    assert found.lines == {"main": Decimal(-450), "side": Decimal(450)}
    detail = (
        "line main carries 15 % of what the lines share by mass, "
        "and has 60 % of it by its product section"
    )
    assert found.detail == detail


@pytest.mark.parametrize("values", [("60", "40"), ("3", "2"), ("0.06", "0.04")])
def test_only_the_ratio_matters(values: tuple[str, str]) -> None:
    """Tonnes in place of kg share the same."""
    assert smelter(*values) == []


def test_mass_is_kilograms_or_kilograms_per_unit() -> None:
    """20 pieces of 2 kg are 40 kg; a line in kg is its own mass if no other is stated."""
    line = ProductLine(line="side", form="as_is", kg_per_unit="2")
    product = Product(lines=(line,))
    assert smelter("60", "40", product=product, amount="20", unit="piece") == []
    (found,) = smelter("60", "20", product=product, amount="20", unit="piece")
    assert found.effect == 150


def test_a_mass_that_nobody_states_cannot_be_compared() -> None:
    """Pieces without a weight."""
    assert smelter("1", "999", product=weighing(None), unit="piece") == []


def test_energy_is_recomputed_in_megajoules() -> None:
    """60 kg of 5 kWh are 1080 MJ; beside them 40 MJ, or 40 kWh, or 40 units of 2 kWh."""
    held = energies(main="5", side="2")
    for unit, megajoules in (("MJ", "40"), ("kWh", "144"), ("unit", "288")):
        assert smelter("1080", megajoules, basis="energy", product=held, unit=unit) == []
        (found,) = smelter("1080", "1080", basis="energy", product=held, unit=unit)
        assert found.effect is not None
        assert found.effect < 0


def test_an_energy_that_nobody_states_cannot_be_compared() -> None:
    """A line without kWh per unit, or without a row in the product section."""
    assert smelter("1", "9", basis="energy", product=energies(main="5", side=None)) == []
    assert smelter("1", "9", basis="energy", product=energies(main="5")) == []


def test_revenue_is_taken_as_stated() -> None:
    """No other statement contains a price."""
    assert smelter("1", "999", basis="revenue") == []


def test_without_a_figure_there_is_no_effect() -> None:
    """A row without a value leaves the burden unknown, and the shares wrong."""
    chain = Graph()
    outputs = [
        made("smelter", "60", "main", allocation_value="1"),
        made("smelter", "40", "side", role="co_product", allocation_value="1"),
    ]
    listed = inventory(*outputs, inputs=[used("test:lime", "500")], allocation="mass")
    chain.enter("smelter", listed, weighing("1", ("main", "side")))
    chain.enter("undivided", inventory(made("undivided", "1")))
    chain.enter("withheld", None)
    context = chain.context("smelter", "undivided", "withheld")
    (found,) = allocation_faults(context)
    assert (found.effect, found.lines) == (None, None)


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_what_one_line_has_too_much_the_other_has_too_little(metal: int, acid: int) -> None:
    """The lines together carry the whole, on any basis."""
    for found in smelter(str(metal), str(acid)):
        assert found.lines is not None
        assert abs(sum(found.lines.values())) < Decimal("1E-20")
