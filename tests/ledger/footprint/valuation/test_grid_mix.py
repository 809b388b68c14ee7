"""Electricity recognised by its nature: the mix of its country values it, under any name."""

from decimal import Decimal

import pytest
from support.graph import STUDY, Graph, factors, grids, ident
from support.rows import Row, avoided, inventory, made, taken, used, wasted

from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.valuation.figure import Figures
from ledger.footprint.valuation.grid_mix import KINDS, mixes_of_kinds
from ledger.rulebooks.catalog import load_rulebook
from schemas.signed.entry import Site
from schemas.signed.rulebook import FactorSet, Rulebook
from schemas.values import Period
from schemas.vocabulary import Purpose, Supply

DRAFT, PEF = load_rulebook("eu-ev-draft-2024"), load_rulebook("pef-2021")
MIXES = grids({"FI": "0.2", "FI/residual": "0.5", "FI-1": "0.001", "SE": "0.02"})
WIND = factors({"test:wind": "0.01"}, unit="kWh")
SETS = (
    MIXES,
    WIND,
    factors({"test:drying": "0.03"}, "product", "kWh", carrier="heat"),
    factors({"test:steam": "0.07", "test:current": "0.001"}, unit="MJ"),
    factors({"test:stream": "0.002"}, "product", "MJ", carrier="electricity"),
    factors({"test:wind": "-0.5"}, "treatment", "kWh"),
    factors({"test:coal": "1.1"}, "product", "kWh"),
)


def figures(
    *inputs: Row, rulebook: Rulebook = DRAFT, sets: tuple[FactorSet, ...] = SETS, **lists: object
) -> Figures:
    """The figures of a mill in Finland that makes 100 kg of these rows in 2025."""
    chain = Graph(sets)
    header = lists.pop("header", {})
    chain.enter("mill", inventory(made("mill", "100"), inputs=list(inputs), **lists), **header)
    return chain.figures("mill", rulebook=rulebook)


def total(found: Figures) -> Decimal:
    """The sum of all rows of the mill, kg CO2e."""
    assert found.problems == ()
    return sum((term.value for term in found.entries[ident("mill")].terms), Decimal(0))


def codes(found: Figures) -> list[str]:
    """The reasons why the mill has no figure."""
    return [problem.code for problem in found.problems]


def power(flow: str = "test:wind", kwh: str = "10", **members: object) -> Row:
    """An amount of kWh of a flow, from the grid."""
    usual = {
        "unit": "kWh",
        "purpose": "energy",
        "electricity": {"supply": "grid", "certificates": []},
    }
    return used(flow, kwh, **{**usual, **members})


def test_the_grid_has_the_mix_of_its_country_whatever_flow_is_named() -> None:
    """The average one under the EV draft, the residual one under PEF, under its own label."""
    found = figures(power())
    assert total(found) == 2
    assert [term.label for term in found.entries[ident("mill")].terms] == ["grid:FI.average.2025"]
    assert total(figures(power(), rulebook=PEF)) == 5
    assert total(figures(power("no:such-flow"))) == 2
    assert total(figures(power(), rulebook=STUDY)) == Decimal("0.1")


@pytest.mark.parametrize("purpose", [row for row in Purpose if row is not Purpose.ENERGY])
def test_a_row_in_kwh_is_electricity_for_any_purpose(purpose: Purpose) -> None:
    """Without a stated supply it came from the grid, under direct, material or any other purpose."""
    bare = used("test:wind", "10", unit="kWh", purpose=purpose.value)
    assert total(figures(bare)) == 2
    stated = {**bare, "electricity": {"supply": "on_site", "certificates": []}}
    assert total(figures(stated)) == Decimal("0.1")


@pytest.mark.parametrize(
    ("rulebook", "supply", "kg"),
    [
        (DRAFT, Supply.ON_SITE, "0.1"),
        (DRAFT, Supply.DIRECT_LINE, "0.1"),
        (DRAFT, Supply.CONTRACT, "2"),
        (PEF, Supply.CONTRACT, "0.1"),
        (STUDY, Supply.CONTRACT, "0.1"),
    ],
)
def test_a_supply_that_the_method_takes_is_valued_as_stated(
    rulebook: Rulebook, supply: Supply, kg: str
) -> None:
    """The EV draft accepts no contract, PEF accepts one, and a rulebook without a rule accepts all."""
    row = power(electricity={"supply": supply.value, "certificates": []})
    assert total(figures(row, rulebook=rulebook)) == Decimal(kg)


def test_what_the_accepted_factor_calls_heat_is_none() -> None:
    """Heat in kWh keeps its factor; a flow in MJ is no electricity unless its factor or its row says so."""
    heat = power("test:drying")
    assert total(figures(heat)) == Decimal("0.3")
    assert total(figures({**heat, "purpose": "material"})) == Decimal("0.3")
    assert total(figures(used("test:steam", "10", unit="MJ", purpose="energy"))) == Decimal("0.7")


def test_electricity_is_stated_in_kwh() -> None:
    """In MJ it has no figure: as electricity by the factor, or by the row itself; without a rule it is as stated."""
    by_factor = used("test:stream", "36", unit="MJ", purpose="material")
    supply = {"supply": "on_site", "certificates": []}
    by_row = used("test:current", "36", unit="MJ", purpose="energy", electricity=supply)
    for row in (by_factor, by_row):
        assert codes(figures(row)) == ["electricity.unit"]
        assert figures(row, rulebook=STUDY).problems == ()
    credit = avoided("36", flow="test:stream", unit="MJ", recovery="energy")
    assert codes(recycler(credit)) == ["electricity.unit"]


def test_electricity_sent_to_treatment_is_a_burden_at_the_mix() -> None:
    """A treatment factor below zero per kWh takes nothing off; heat that is treated keeps its factor."""
    waste = wasted("test:wind", "10", unit="kWh")
    assert total(figures(wastes=[waste])) == 2
    assert total(figures(wastes=[waste], rulebook=STUDY)) == -5
    heat = factors({"test:wind": "-0.5"}, "treatment", "kWh", carrier="heat")
    assert total(figures(wastes=[waste], sets=(MIXES, heat))) == -5


def recycler(*lines: Row, rulebook: Rulebook = DRAFT, **lists: object) -> Figures:
    """The figures of a mill at end of life with these credits, and a coal plant that it may cite."""
    chain = Graph(SETS)
    coal = inventory(made("plant", "10", unit="kWh"), emissions=lists.pop("emissions", []))
    chain.enter("plant", coal)
    chain.deliver("coal power", "plant", "mill", None, unit="kWh")
    rows = inventory(made("mill", "100"), avoided=list(lines), **lists)
    chain.enter("mill", rows, process="end_of_life.shredding")
    return chain.figures("mill", rulebook=rulebook)


@pytest.mark.parametrize(
    "credit",
    [
        avoided("10", flow="test:coal", unit="kWh", recovery="energy"),
        avoided("10", flow="no:such-flow", unit="kWh", recovery="energy"),
    ],
)
def test_electricity_that_a_credit_replaces_has_the_mix(credit: Row) -> None:
    """A credit cannot name a dirtier kWh; the label names the mix that values it."""
    found = recycler(credit)
    assert total(found) == -2
    assert [term.label for term in found.entries[ident("mill")].terms] == ["grid:FI.average.2025"]


def test_a_credit_without_the_circular_formula_has_the_mix_too() -> None:
    """Of a flow, of a delivery and of a material alone, each in kWh."""
    rule = STUDY.model_copy(update={"electricity": DRAFT.electricity})
    for named in ({"flow": "test:coal"}, {"delivery": "coal power"}, {"material": "C"}):
        assert total(recycler(avoided("10", unit="kWh", **named), rulebook=rule)) == -2
    assert total(recycler(avoided("10", flow="test:coal", unit="kWh"), rulebook=STUDY)) == -11


def test_recycled_feedstock_is_no_way_around_the_mix() -> None:
    """Electricity that is called recycled is electricity, and what it replaces has the mix."""
    said = {"material": "C", "evidence": "traced", "flow": "test:coal"}
    row = used("test:wind", "10", unit="kWh", recycled=said)
    assert total(figures(row)) == 2
    on_site = {**row, "electricity": {"supply": "on_site", "certificates": []}}
    a = Decimal(next(m.a.value for m in DRAFT.circular_footprint.materials if m.material == "C"))
    assert total(figures(on_site)) == a * Decimal("0.1") + (1 - a) * 2


def delivered(rulebook: Rulebook) -> Figures:
    """The figures of a mill that uses 10 kWh from a power plant without a footprint."""
    chain = Graph(SETS)
    chain.enter("plant", inventory(made("plant", "100", unit="kWh")))
    chain.deliver("power", "plant", "mill", "10", unit="kWh")
    row = taken("power", "10", unit="kWh", purpose="energy")
    chain.enter("mill", inventory(made("mill", "100"), inputs=[row]))
    return chain.figures("mill", rulebook=rulebook)


def test_a_delivery_in_kwh_is_a_direct_line() -> None:
    """If the rulebook accepts one it brings its figure; otherwise it has none."""
    assert total(delivered(DRAFT)) == 0
    assert DRAFT.electricity is not None
    rule = DRAFT.electricity.model_copy(update={"allowed": (Supply.ON_SITE,)})
    found = delivered(DRAFT.model_copy(update={"electricity": rule}))
    assert codes(found) == ["electricity.delivery"]


def test_a_zone_is_the_issuers_choice_and_selects_nothing() -> None:
    """A site that states a cleaner zone has the mix of its country."""
    site = Site(code="P1", country="FI", zone="FI-1")
    assert total(figures(power(), header={"site": site})) == 2


@pytest.mark.parametrize(
    ("start", "end", "kg"),
    [
        ("2024-01-01", "2025-01-01", "4"),
        ("2024-01-01", "2025-01-02", "3"),
        ("2025-12-31", "2026-01-01", "3"),
        ("2026-01-01", "2026-02-01", "2"),
        ("2029-01-01", "2030-01-01", "2"),
    ],
)
def test_the_mix_is_of_the_year_of_the_last_day(start: str, end: str, kg: str) -> None:
    """The newest that is not after it; the day after a period does not belong to it."""
    mixes = grids({"FI/average/2024": "0.4", "FI/average/2025": "0.3", "FI/average/2026": "0.2"})
    header = {"period": Period(start=start, end=end)}
    assert total(figures(power(), sets=(mixes,), header=header)) == Decimal(kg)


@pytest.mark.parametrize(
    ("rulebook", "mixes", "kg"),
    [
        (PEF, {"FI/residual": "0.5", "FI": "0.2"}, "5"),
        (PEF, {"FI": "0.2", "FI/production": "0.1"}, "2"),
        (PEF, {"FI/production": "0.1"}, "1"),
        (DRAFT, {"FI/residual": "0.5", "FI/production": "0.1"}, "1"),
    ],
)
def test_the_rulebook_lists_the_kinds_of_mix_in_order(
    rulebook: Rulebook, mixes: dict[str, str], kg: str
) -> None:
    """The first for which a named set has one; the EV draft does not use a residual mix."""
    assert total(figures(power(), rulebook=rulebook, sets=(grids(mixes),))) == Decimal(kg)


@pytest.mark.parametrize(
    ("mixes", "there"),
    [
        ({"SE": "0.02"}, "there is none"),
        ({"FI/average/2025/direct": "0.1", "FI/residual": "1"}, "there is none"),
        ({"FI/average/2026": "0.1", "FI/production/2027": "0.1"}, "there is one for 2026, 2027"),
    ],
)
def test_without_a_mix_there_is_no_figure(mixes: dict[str, str], there: str) -> None:
    """The problem names country, kinds and year, the available years, and the remedy; two rows report it once."""
    found = figures(power(), power("test:coal"), sets=(grids(mixes), WIND))
    (problem,) = found.problems
    assert (problem.code, problem.subject) == ("electricity.no_mix", ident("mill"))
    assert "mix (average, production) of FI for 2025 or an earlier year" in problem.detail
    assert there in problem.detail
    assert "`cradle factors sets` lists" in problem.detail


def test_without_a_mix_a_claim_and_a_credit_have_no_figure_either() -> None:
    """A refused contract does not fall back on its own factor, nor a credit on the flow it names."""
    contract = power(electricity={"supply": "contract", "certificates": []})
    assert codes(figures(contract, sets=(WIND,))) == ["electricity.no_mix"]
    rule = STUDY.model_copy(update={"electricity": DRAFT.electricity})
    lists = {"avoided": [avoided("1", flow="test:wind", unit="kWh")], "sets": (WIND,)}
    assert codes(figures(rulebook=rule, **lists)) == ["electricity.no_mix"]


def test_two_mixes_of_a_country_and_year_give_no_figure() -> None:
    """A second set does not choose between them."""
    found = figures(power(), sets=(MIXES, grids({"FI": "0.1"}), WIND))
    assert codes(found) == ["factor.ambiguous"]


def test_the_mixes_of_a_country_are_one_of_each_kind() -> None:
    """The newest that is not after the entry; a kind of which two are as new gives none."""
    mixes = {"FI": "0.2", "FI/average/2024": "0.3", "FI/residual/2024": "0.5", "SE/production": "1"}
    found = mixes_of_kinds("FI", 2025, FactorTable([grids(mixes)], STUDY), KINDS)
    assert [(mix.kind, mix.price) for mix in found] == [
        ("average", Decimal("0.2")),
        ("residual", Decimal("0.5")),
    ]
    twice = FactorTable([grids({"FI": "0.2"}), grids({"FI": "0.2", "FI/residual": "0.5"})], STUDY)
    assert [mix.kind for mix in mixes_of_kinds("FI", 2025, twice, KINDS)] == ["residual"]
