"""A figure as flows: what leaves an entry is its own part plus what arrives."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from support.graph import STUDY, Graph, factors, ident
from support.rows import avoided, inventory, made, taken, used

from ledger.footprint.analysis.flows import Flows, flows
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import format_decimal
from ledger.footprint.valuation.figure import figures

SETS = (factors({"test:lime": "2", "test:gas": "3"}),)
CLOSE = Decimal("1e-40")
amounts = st.decimals("0.01", "1000", places=2).map(format_decimal)


def chain(ore: str, smelted: str, lime: str, saved: str) -> Graph:
    """A mine whose ore goes to a smelter and to the plant, which also uses the smelter's metal and avoids some gas."""
    made_of = Graph(SETS)
    made_of.enter("mine", inventory(made("mine", "100"), inputs=[used("test:lime", lime)]))
    made_of.deliver("ore", "mine", "smelter", ore)
    made_of.deliver("ore2", "mine", "plant", ore)
    rows = [taken("ore", ore), used("test:gas", "4")]
    made_of.enter("smelter", inventory(made("smelter", smelted), inputs=rows))
    made_of.deliver("metal", "smelter", "plant", smelted)
    rows = [taken("metal", smelted), taken("ore2", ore), used("test:lime", "1")]
    gas = [avoided(saved, flow="test:gas")]
    made_of.enter("plant", inventory(made("plant", "10"), inputs=rows, avoided=gas))
    return made_of


def found(made_of: Graph, *closed: str) -> Flows:
    """The flows to one unit of the plant's product; the entries of the named firms are closed."""
    resolution = made_of.resolve("plant")
    computed = figures(resolution, FactorTable(made_of.factor_sets, STUDY), STUDY)
    demand = {(ident("plant"), "main"): Decimal(1)}
    return flows(demand, resolution, computed, {(ident(name), "main") for name in closed})


def total(sums: dict[object, Decimal]) -> Decimal:
    """All burdens and credits."""
    return sum(sums.values(), Decimal(0))


def require_balance(seen: Flows) -> None:
    """What leaves each open entry is its own part plus what arrives, stage by stage, burdens and credits apart."""
    for name, own in seen.own.items():
        inward = [sums for (_, target), sums in seen.between.items() if target == name]
        outward = [sums for (source, _), sums in seen.between.items() if source == name]
        keys = {key for sums in (own, *inward, *outward) for key in sums}
        for key in keys:
            arrives = own.get(key, Decimal(0)) + sum(s.get(key, Decimal(0)) for s in inward)
            leaves = sum((s.get(key, Decimal(0)) for s in outward), Decimal(0))
            assert abs(arrives - leaves) < CLOSE


@given(amounts, amounts, amounts, amounts)
def test_every_entry_balances_and_the_figure_arrives(
    ore: str, smelted: str, lime: str, saved: str
) -> None:
    """Whatever the amounts, also where credits exceed burdens."""
    made_of = chain(ore if Decimal(ore) <= 50 else "50", smelted, lime, saved)
    seen = found(made_of)
    require_balance(seen)
    resolution = made_of.resolve("plant")
    computed = figures(resolution, FactorTable(made_of.factor_sets, STUDY), STUDY)
    line = computed.line(ident("plant"), "main")
    assert line is not None
    arrived = total(seen.between[ident("plant"), None])
    assert abs(arrived - sum(line.cells.values())) < CLOSE
    assert abs(arrived - sum(total(own) for own in seen.own.values())) < CLOSE


def test_burdens_and_credits_are_not_netted() -> None:
    """Both arrive, under keys of their own."""
    seen = found(chain("30", "8", "100", "5"))
    signs = {key.sign.value for key in seen.between[ident("plant"), None]}
    assert signs == {"burden", "credit"}


def test_a_closed_entry_is_a_flow_and_nothing_behind_it_is_there() -> None:
    """The smelter's metal arrives whole; the mine is seen only as far as it delivers to an open entry."""
    whole, seen = (
        found(chain("30", "8", "100", "5")),
        found(chain("30", "8", "100", "5"), "smelter"),
    )
    assert set(seen.own) == {ident("plant"), ident("mine")}
    assert (ident("mine"), ident("smelter")) not in seen.between
    metal = ident("smelter"), ident("plant")
    assert seen.between[metal] == whole.between[metal]
    direct = ident("mine"), ident("plant")
    assert abs(total(seen.own[ident("mine")]) - total(seen.between[direct])) < CLOSE
    require_balance(seen)


def test_a_closed_target_has_one_flow() -> None:
    """A manufacturer that counts another firm's goods sees their figure alone."""
    seen = found(chain("30", "8", "100", "5"), "plant", "mine", "smelter")
    assert seen.own == {}
    assert set(seen.between) == {(ident("plant"), None)}
