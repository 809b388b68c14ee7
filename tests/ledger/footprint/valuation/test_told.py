"""The figures that a firm can know: its own rows exactly, and others' goods by the 4 digits that it is told."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from support.graph import STUDY, Graph, factors, firm, ident
from support.rows import inventory, made, taken, used

from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import EXACT
from ledger.footprint.valuation.figure import Figures, figures
from ledger.footprint.valuation.told import ToldFigures, told_figures

SETS = (factors({"test:lime": "2.718281828"}),)
TABLE = FactorTable(SETS, STUDY)

# Two secrets whose goods are told alike: 2.718281828 x 0.45679 and x 0.45681 are 1.242 both.
ONE, OTHER = "456.79", "456.81"


def chain(secret: str, drawn: str, own: str) -> Graph:
    """A mine that uses a secret amount of lime, and a plant of two entries that draws on it."""
    it = Graph(SETS)
    it.enter("mine", inventory(made("mine", "1000"), inputs=[used("test:lime", secret)]))
    it.deliver("ore", "mine", "powder", "900")
    rows = [taken("ore", drawn), used("test:lime", own)]
    it.enter("powder", inventory(made("powder", "50"), inputs=rows), issuer=firm("plant"))
    it.deliver("moved", "powder", "plant", "40")
    it.enter("plant", inventory(made("plant", "300"), inputs=[taken("moved", "40")]))
    return it


def told(it: Graph, issuer: str = firm("plant")) -> Figures:
    """The figures as an issuer can know them."""
    resolution = it.resolve("plant")
    exact = figures(resolution, TABLE, STUDY)
    return told_figures(exact, resolution, TABLE, STUDY, None, issuer)


def total(found: Figures, name: str) -> Decimal:
    """The figure of an entry's line."""
    line = found.line(ident(name), "main")
    assert line is not None
    return total_of(line.cells)


amounts = st.decimals("0.001", "999", places=3).map(lambda value: f"{value.normalize():f}")


@given(amounts, amounts)
def test_no_own_amount_finds_a_digit_that_is_not_told(drawn: str, own: str) -> None:
    """Whatever a plant draws and adds, two secrets that it is told alike give it the same figures, digit by digit."""
    first, second = (told(chain(secret, drawn, own)) for secret in (ONE, OTHER))
    for name in ("powder", "plant", "mine"):
        assert total(first, name) == total(second, name)


def test_what_is_told_follows_from_the_told_value_and_ones_own_rows() -> None:
    """1.242 kg CO2e per kg of ore, 90 kg of it, and 10 kg of lime, in 50 kg of powder."""
    found = told(chain(ONE, "90", "10"))
    assert total(found, "mine") == Decimal("1.242")
    expected = (Decimal("1.242") * 90 + Decimal("27.18281828")) / 50
    assert EXACT.abs(total(found, "powder") - expected) < Decimal("1e-25")


def test_ones_own_chain_is_known_exactly() -> None:
    """The mine's own figure, and that of a firm on which all behind it is its own."""
    it = chain(ONE, "90", "10")
    resolution = it.resolve("plant")
    exact = figures(resolution, TABLE, STUDY)
    assert total(told(it, firm("mine")), "mine") == total(exact, "mine")
    alone = Graph(SETS)
    alone.enter("plant", inventory(made("plant", "300"), inputs=[used("test:lime", ONE)]))
    resolution = alone.resolve("plant")
    exact = figures(resolution, TABLE, STUDY)
    assert told_figures(exact, resolution, TABLE, STUDY, None, firm("plant")) is exact


def test_what_has_no_figure_has_none_to_tell() -> None:
    """Goods of a firm whose recipe is withheld: neither its entry nor those that use them are valued."""
    it = Graph(SETS)
    it.enter("mine", None)
    it.deliver("ore", "mine", "plant", "900")
    it.enter("plant", inventory(made("plant", "300"), inputs=[taken("ore", "90")]))
    assert told(it).entries == {}


def test_a_line_is_read_as_in_all_figures() -> None:
    """One's own line as one can know it, another's to 4 digits."""
    it = chain(ONE, "90", "10")
    resolution, plant = it.resolve("plant"), firm("plant")
    known = ToldFigures(figures(resolution, TABLE, STUDY), resolution, TABLE, STUDY)
    whole = known.of(plant)
    for name in ("mine", "powder", "plant"):
        line = whole.line(ident(name), "main")
        assert line is not None
        assert known.cells(plant, (ident(name), "main")) == line.cells
