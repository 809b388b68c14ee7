"""The elements in lines, and their recycled share, along a chain."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from support.graph import Graph, ident
from support.graph_circular import holding, nickel_graph
from support.rows import inventory, made, taken, used

from ledger.footprint.graph.contents import Content, contents


def nickel(it: Graph) -> Content | None:
    """The nickel of a unit of the cell."""
    return contents(it.resolve("cell"))[ident("cell"), "main"].get("Ni")


def test_content_is_inherited_where_it_is_not_stated() -> None:
    """60 kg and 20 kg of a salt of a quarter nickel make 50 kg of cell: 0.4 kg a kg, a fourth of it 90 % recycled."""
    found = nickel(nickel_graph(taken("virgin", "60"), taken("second", "20")))
    assert found == Content(Decimal("0.4"), Decimal("0.09"))
    assert found.share == Decimal("0.225")


def test_stated_content_keeps_the_share_of_what_went_in() -> None:
    """The product section states the amount, the inputs the recycled share of it."""
    rows = [taken("virgin", "60"), taken("second", "20")]
    found = nickel(nickel_graph(*rows, product=holding("0.3")))
    assert found is not None
    assert (found.kg, found.share) == (Decimal("0.3"), Decimal("0.225"))


def test_traced_feedstock_counts_whole() -> None:
    """A row of recycled feedstock is recycled, even if its supplier's section does not state it."""
    said = {"material": "Ni", "evidence": "traced", "flow": "test:a"}
    found = nickel(nickel_graph(taken("second", "20", recycled=said), recycled=None))
    assert found is not None
    assert found.share == 1


def test_bought_goods_count_where_they_say_what_they_are() -> None:
    """Ten kg of bought nickel; a flow of unknown composition, another unit and a service add nothing."""
    rows = [
        used("test:ni", "10", material="Ni"),
        used("test:alloy", "5"),
        used("test:foil", "5", unit="m2", material="Ni"),
        used("test:ni", "5", material="Ni", purpose="processing"),
    ]
    assert nickel(nickel_graph(*rows)) == Content(Decimal("0.2"), Decimal(0))


def test_contents_that_are_not_stated_are_unknown() -> None:
    """No mass, several lines that share, or a withheld inventory: no content is inherited or invented."""
    assert nickel(nickel_graph(product=holding("0.3", kg=None))) is None
    it = nickel_graph(taken("virgin", "60"))
    two = inventory(
        made("cell", "50", allocation_value="1"),
        made("cell", "5", "side", role="co_product", allocation_value="1"),
        allocation="mass",
        inputs=[taken("virgin", "60")],
    )
    it.enter("cell", two)
    assert nickel(it) is None
    it.enter("cell", None)
    assert (ident("cell"), "main") not in contents(it.resolve("cell"))
    assert contents(it.resolve("cell")) == {}


def test_an_unresolved_delivery_brings_nothing() -> None:
    """A delivery that is missing is no source of content."""
    it = nickel_graph(taken("virgin", "60"))
    del it.deliveries[ident("virgin")]
    assert nickel(it) is None


@given(st.integers(1, 99), st.integers(1, 99))
def test_shares_mix_by_mass(virgin: int, second: int) -> None:
    """For any amounts, the share is the mass-weighted mean, between those of its sources."""
    found = nickel(nickel_graph(taken("virgin", str(virgin)), taken("second", str(second))))
    assert found is not None
    exact = Fraction(9 * second, 10 * (virgin + second))
    assert abs(Fraction(found.share) - exact) < Fraction(1, 10**45)
