"""The cumulative cut-off: the omissions of a whole product, by mass and by footprint."""

from dataclasses import replace
from decimal import Decimal

from support.graph import Graph, factors, ident, weighing
from support.graph_battery import MODEL, Declared, declared
from support.graph_circular import DRAFT, PEF, read
from support.rows import inventory, made, taken, used

from ledger.footprint.graph.resolution import Observation
from ledger.footprint.plausibility.context import PlausibilityContext
from ledger.footprint.plausibility.cut_off import cut_off_faults
from ledger.footprint.valuation.figure import figures
from schemas.signed.calculation import Filling
from schemas.signed.entry import Site
from schemas.signed.rulebook import Rulebook

LEGS = factors(
    {"pef:lorry_over_32t": "0.1", "pef:rail": "0.1", "pef:barge": "0.1", "pef:sea_freight": "0.1"},
    unit="tkm",
)


def leaving_out(ore: str, *, legs: bool = False, country: str = "FI") -> Declared:
    """200 kg of battery out of this many kg of ore at 2 kg CO2e a kg, from the plant's own site or another country."""
    it = declared()
    sets = (*it.chain.factor_sets, LEGS) if legs else it.chain.factor_sets
    it.chain = Graph(sets, it.chain.entries, it.chain.deliveries)
    mined = inventory(made("mine", "1000"), inputs=[used("test:lime", "1000")])
    it.chain.enter("mine", mined, weighing("1"), site=Site(code="M1", country=country))
    packs = inventory(made("plant", "200", batteries=4), inputs=[taken("ore", ore)])
    it.chain.enter("plant", packs, weighing("1"), model=MODEL)
    work = inventory(made("recycler", "100"), inputs=[used("test:lime", "50")])
    it.chain.enter("recycler", work, process="end_of_life.shredding")
    return it


def found(
    it: Declared, rulebook: Rulebook = PEF, context: PlausibilityContext | None = None
) -> list[Observation]:
    """The findings on a calculation."""
    rows = it.parts()
    given = context or read(it, rulebook)
    return list(cut_off_faults("sha256:x", it.calculation, rows, given))


def test_up_to_the_limit_may_be_left_out() -> None:
    """6 of 200 kg are 3 %; 7 are more, and add 14 kg CO2e to 4 batteries of 36000 kWh."""
    assert found(leaving_out("194")) == []
    (row,) = found(leaving_out("193"))
    assert (row.code, row.subject) == ("cut_off.exceeded", "sha256:x")
    assert row.effect == Decimal("-0.00009722")
    # 14 of 400 kg for ore and 200 for the treatment
    assert (
        row.detail == "the omissions are 3.5 % of its mass and 2.333 % of its footprint, above 3 %"
    )


def test_legs_that_nobody_stated_count_by_footprint() -> None:
    """200 kg from abroad by 640 km at 0.1: 12.8 of 612.8 kg CO2e; with 4 kg of ore missing, 8 more, 3.354 %."""
    assert found(leaving_out("200", legs=True, country="SE")) == []
    (row,) = found(leaving_out("196", legs=True, country="SE"))
    assert "2 % of its mass and 3.354 % of its footprint" in row.detail


def test_a_recycler_s_goods_bring_no_gap() -> None:
    """Batteries for treatment are not counted as input: of 1000 kg made out of 400 none is missing then."""
    it = leaving_out("200")
    half = inventory(made("mine", "1000"), inputs=[used("test:lime", "400")])
    at_home = Site(code="M1", country="FI")
    it.chain.enter("mine", half, weighing("1"), site=at_home)
    assert len(found(it)) == 1
    it.chain.enter("mine", half, weighing("1"), site=at_home, process="end_of_life.shredding")
    assert found(it) == []


def test_a_rulebook_without_the_limit_has_no_fault() -> None:
    """The draft leaves out by component."""
    assert found(leaving_out("100"), DRAFT) == []


def test_what_is_filled_in_is_not_left_out() -> None:
    """A calculation that fills its mass has it in the figure."""
    it = leaving_out("100")
    context = read(it, PEF)
    filling = Filling(mass=True)
    full = figures(context.resolution, context.table, PEF, filling)
    assert found(it, PEF, replace(context, figures=full, filling=filling)) == []
    assert len(found(it)) == 1


def test_what_is_unknown_is_not_judged() -> None:
    """Without the mass of the product, or a figure once gaps are filled, the share is unknown."""
    it = leaving_out("100")
    plant = it.chain.entries[ident("plant")]
    it.chain.entries[plant.id] = plant._replace(product=weighing(None))
    assert found(it) == []
    shown = leaving_out("100")
    context = read(shown, PEF)
    hidden = {**context.resolution.nodes}
    hidden[ident("mine")] = hidden[ident("mine")]._replace(inventory=None)
    lost = replace(context, resolution=replace(context.resolution, nodes=hidden))
    (row,) = found(shown, PEF, lost)
    assert row.detail.startswith("the omissions are 50 % of its mass, above")


def test_a_rulebook_that_assumes_no_legs_fills_none() -> None:
    """Only the mass is filled in then."""
    rulebook = PEF.model_copy(update={"transport": None})
    assert len(found(leaving_out("100", legs=True, country="SE"), rulebook)) == 1
