"""The value of a row in the figure that counts it."""

from decimal import Decimal

from support.graph import STUDY, Graph, factors, ident
from support.rows import avoided, inventory, made, used

from ledger.footprint.plausibility.context import product
from ledger.rulebooks.catalog import load_rulebook
from schemas.vocabulary import Purpose, Unit

DRAFT = load_rulebook("eu-ev-draft-2024")
SETS = (factors({"test:lime": "2"}), factors({"test:twice": "1"}), factors({"test:twice": "1"}))


def chain() -> Graph:
    """A recycler that recovers 4 kg of copper."""
    made_of = Graph(SETS)
    recovered = [avoided("4", flow="test:lime", material="Cu")]
    listed = inventory(made("recycler", "10"), inputs=[used("test:lime", "5")], avoided=recovered)
    made_of.enter("recycler", listed, process="end_of_life.shredding")
    return made_of


def test_a_row_of_a_recycler_counts_as_far_as_the_formula_counts_it() -> None:
    """With A = 0.2 end of life counts 0.8 of the joint process, and all of the collection."""
    context = chain().context("recycler", rulebook=DRAFT)
    kg = Decimal(10)
    assert context.counted(kg, ident("recycler"), Purpose.MATERIAL) == 8
    assert context.counted(kg, ident("recycler"), Purpose.TRANSPORT) == 10
    whole = chain().context("recycler", rulebook=STUDY)
    assert whole.counted(kg, ident("recycler"), Purpose.MATERIAL) == 10


def test_a_price_is_of_exactly_one_factor() -> None:
    """None for a flow without a factor, and none for one with two."""
    context = chain().context("recycler")
    assert context.price("test:lime", Unit.KG) == 2
    assert context.price("test:lime", Unit.M3) is None
    assert context.price("test:twice", Unit.KG) is None


def test_the_price_of_a_line_is_its_figure() -> None:
    """(5 - 4) x 2 kg over 10 kg under full substitution; none for a line that is not there."""
    context = chain().context("recycler")
    assert context.line_price(ident("recycler"), "main") == Decimal("0.2")
    assert context.line_price(ident("recycler"), "other") is None


def test_a_product_of_nothing_is_one() -> None:
    """And any other is that of its factors."""
    assert product() == 1
    assert product(Decimal(2), Decimal(3), Decimal("0.5")) == 3
