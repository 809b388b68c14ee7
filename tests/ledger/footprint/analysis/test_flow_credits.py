"""The credits of a figure by what they replace."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from support.graph import STUDY, Graph, factors, ident
from support.rows import avoided, inventory, made, taken, used

from ledger.footprint.analysis.flow_credits import Replaced, flow_credits
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import format_decimal
from ledger.footprint.valuation.figure import figures
from ledger.rulebooks.catalog import load_rulebook
from schemas.vocabulary import Sign

SETS = (factors({"test:lime": "2", "test:gas": "3", "test:ni": "5"}),)
CLOSE = Decimal("1e-40")
amounts = st.decimals("0.01", "1000", places=2).map(format_decimal)


def chain(gas: str, nickel: str, salt: str) -> Graph:
    """A plant that avoids a flow, a material, and the goods of a maker of salt; a customer takes its product."""
    made_of = Graph(SETS)
    made_of.enter("salt", inventory(made("salt", "100"), inputs=[used("test:lime", "10")]))
    made_of.deliver("price", "salt", "plant", None)
    lines = [
        avoided(gas, flow="test:gas"),
        avoided(nickel, flow="test:ni", material="Ni"),
        avoided(salt, delivery="price"),
    ]
    rows = [used("test:lime", "1")]
    made_of.enter("plant", inventory(made("plant", "10"), inputs=rows, avoided=lines))
    made_of.deliver("goods", "plant", "customer", "5")
    made_of.enter("customer", inventory(made("customer", "2"), inputs=[taken("goods", "5")]))
    return made_of


def credits_of(made_of: Graph, *closed: str) -> tuple[dict[Replaced, Decimal], Decimal]:
    """The credits behind a unit of the customer's product, and all credits of its figure."""
    resolution = made_of.resolve("customer")
    computed = figures(resolution, FactorTable(made_of.factor_sets, STUDY), STUDY)
    demand = {(ident("customer"), "main"): Decimal(1)}
    shut = {(ident(name), "main") for name in closed}
    line = computed.line(ident("customer"), "main")
    assert line is not None
    whole = sum((v for k, v in line.cells.items() if k.sign is Sign.CREDIT), Decimal(0))
    return flow_credits(demand, resolution, computed, shut), whole


@given(amounts, amounts, amounts)
def test_the_credits_add_up_to_those_of_the_figure(gas: str, nickel: str, salt: str) -> None:
    """Whatever the amounts; none is above zero."""
    found, whole = credits_of(chain(gas, nickel, salt))
    assert abs(sum(found.values(), Decimal(0)) - whole) < CLOSE
    assert all(value < 0 for value in found.values())


def test_a_material_is_named_by_itself_and_goods_by_their_maker() -> None:
    """The row's material comes first; without one the delivered line or the flow names it."""
    found, _ = credits_of(chain("1", "1", "1"))
    assert {one.name for one in found} == {"test:gas", "Ni", "main"}
    assert {one.entry for one in found} == {None, ident("salt")}


def test_credits_behind_a_closed_line_are_left_out() -> None:
    """Also where the demand itself is closed."""
    assert credits_of(chain("1", "1", "1"), "plant")[0] == {}
    assert credits_of(chain("1", "1", "1"), "customer")[0] == {}


def test_recycled_feedstock_that_stands_for_virgin_material_is_named_by_its_flow() -> None:
    """Its credit comes of an input row, so that no avoided line names what it replaces."""
    draft = load_rulebook("eu-ev-draft-2024")
    made_of = Graph((factors({"test:virgin": "20", "test:secondary": "3"}),))
    said = {"material": "Ni", "evidence": "traced", "flow": "test:virgin"}
    rows = [used("test:virgin", "30"), used("test:secondary", "10", recycled=said)]
    made_of.enter("cathode", inventory(made("cathode", "100"), inputs=rows))
    resolution = made_of.resolve("cathode")
    computed = figures(resolution, FactorTable(made_of.factor_sets, draft), draft)
    found = flow_credits({(ident("cathode"), "main"): Decimal(1)}, resolution, computed, set())
    assert [(one.name, one.entry, value < 0) for one, value in found.items()] == [
        ("test:secondary", None, True)
    ]
