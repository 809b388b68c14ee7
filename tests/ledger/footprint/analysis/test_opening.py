"""The parts of a figure by supplier: together with the own part they are the figure, exactly, at every depth."""

from dataclasses import replace
from fractions import Fraction
from functools import partial

from hypothesis import given
from hypothesis import strategies as st
from support.graph import STUDY, Graph, factors, firm, ident
from support.rows import inventory, made, taken, used

from ledger.footprint.analysis.opening import (
    Firm,
    SupplyChain,
    opened_parts,
    opened_rows,
    opened_total,
    rest_of,
    uses_others,
)
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import format_decimal, round_delivered
from ledger.footprint.valuation.figure import figures
from ledger.footprint.valuation.told import ToldFigures
from schemas.signed.delivery import DeliveredFigure
from schemas.signed.opening import Opening
from schemas.values import RegistryState

SETS = (factors({"test:lime": "2", "test:gas": "3"}),)
METHOD = ident("rulebook"), (ident("set"),)
FIGURE = DeliveredFigure(
    registry=RegistryState(size=1, root="0" * 64),
    rulebook=METHOD[0],
    factor_sets=METHOD[1],
    cells=(),
    total="0",
)
amounts = st.decimals("0.01", "40", places=2).map(format_decimal)


def chain(ore: str, metal: str, side: str) -> Graph:
    """A mine, a smelter that shares its burdens between metal and slag, and a plant that uses both firms' goods."""
    goods = Graph(SETS)
    goods.enter("mine", inventory(made("mine", "100"), inputs=[used("test:lime", "7")]))
    goods.deliver("ore", "mine", "smelter", ore, figure=FIGURE)
    goods.deliver("ore2", "mine", "plant", "3", figure=FIGURE)
    outputs = (
        made("smelter", "50", allocation_value="50"),
        made("smelter", side, line="side", role="co_product", allocation_value=side),
    )
    rows = [taken("ore", ore), used("test:gas", "4")]
    goods.enter("smelter", inventory(*outputs, inputs=rows, allocation="mass"))
    goods.deliver("metal", "smelter", "plant", metal, figure=FIGURE)
    rows = [taken("metal", metal), taken("ore2", "3"), used("test:lime", "1")]
    goods.enter("plant", inventory(made("plant", "10"), inputs=rows))
    return goods


def supply(goods: Graph, *, onward: bool = True) -> SupplyChain:
    """The graph of the plant, in which the smelter opens the mine."""
    resolution = goods.resolve("plant")
    found = figures(resolution, FactorTable(SETS, STUDY), STUDY)
    names = {firm(name): f"{name.title()} Ltd" for name in ("mine", "smelter", "plant")}
    made_of = SupplyChain(resolution, goods.records(), found, names, METHOD)
    rows = opened_rows(opened_parts((ident("smelter"), "main"), made_of))
    metal = goods.deliveries[ident("metal")]
    goods.deliveries[metal.id] = metal._replace(opening=Opening(onward=onward, suppliers=rows))
    return SupplyChain(resolution, goods.records(), found, names, METHOD)


@given(amounts, amounts, amounts)
def test_parts_and_own_part_are_the_figure(ore: str, metal: str, side: str) -> None:
    """Whatever the amounts and the sharing: to the digits to which a cell is divided."""
    made_of = supply(chain(ore, metal, side))
    parts = opened_parts((ident("plant"), "main"), made_of)
    assert set(parts) == {Firm("Mine Ltd", "FI"), Firm("Smelter Ltd", "FI")}
    line = made_of.figures.line(ident("plant"), "main")
    assert line is not None
    for key, value in line.cells.items():
        own = Fraction(line.own.get(key, 0))
        total = own + sum(part.cells.get(key, Fraction(0)) for part in parts.values())
        assert abs(total - Fraction(value)) < Fraction(1, 10**25)


@given(amounts, amounts, amounts)
def test_a_part_behind_another_is_what_that_one_tells_of_a_unit(
    ore: str, metal: str, side: str
) -> None:
    """Times the amount that is drawn, whatever it is: the row that the smelter opens of the mine."""
    made_of = supply(chain(ore, metal, side))
    smelter = opened_parts((ident("plant"), "main"), made_of)[Firm("Smelter Ltd", "FI")]
    opening = made_of.records.deliveries[ident("metal")].opening
    assert opening is not None
    ((told,),) = (row.stages for row in opening.suppliers)
    ((key, behind),) = smelter.suppliers[Firm("Mine Ltd", "FI")].cells.items()
    assert (key.stage, behind) == (told.stage, Fraction(told.burdens) * Fraction(metal) / 10)


@given(amounts, amounts, amounts)
def test_no_amount_finds_a_further_digit_of_a_supplier(ore: str, metal: str, side: str) -> None:
    """As the plant can know them, its parts are its amounts times four digits of what it receives."""
    exact = supply(chain(ore, metal, side))
    told = ToldFigures(exact.figures, exact.resolution, FactorTable(SETS, STUDY), STUDY)
    made_of = replace(exact, told=partial(told.cells, firm("plant")))
    parts = opened_parts((ident("plant"), "main"), made_of)
    smelter = exact.cells((ident("smelter"), "main"))
    for key, value in parts[Firm("Smelter Ltd", "FI")].cells.items():
        assert value == Fraction(round_delivered(smelter[key])) * Fraction(metal) / 10


def test_without_leave_nothing_is_behind_a_part() -> None:
    """The smelter opens the mine to the plant alone."""
    made_of = supply(chain("30", "20", "10"), onward=False)
    parts = opened_parts((ident("plant"), "main"), made_of)
    assert [part.suppliers for part in parts.values()] == [{}, {}]


def test_a_delivery_without_a_figure_is_not_shown_apart() -> None:
    """Nor is one by another method; the line then uses others."""
    goods = chain("30", "20", "10")
    line = ident("plant"), "main"
    assert not uses_others(line, supply(goods))
    for figure in (None, FIGURE.model_copy(update={"rulebook": ident("other")})):
        goods.deliver("ore2", "mine", "plant", "3", figure=figure)
        made_of = supply(goods)
        assert set(opened_parts(line, made_of)) == {Firm("Smelter Ltd", "FI")}
        assert uses_others(line, made_of)


def test_an_unknown_line_has_no_part() -> None:
    """A line that the entry does not have draws on nothing."""
    assert opened_parts((ident("plant"), "other"), supply(chain("30", "20", "10"))) == {}


def test_the_rest_is_what_is_not_opened() -> None:
    """The stated total without the rows at the top; those behind them are inside these."""
    rows = opened_rows(opened_parts((ident("plant"), "main"), supply(chain("30", "20", "10"))))
    mine, smelter = rows
    assert rest_of("10", rows) == format_decimal(10 - opened_total(mine) - opened_total(smelter))
    assert rest_of("10", ()) == "10"
