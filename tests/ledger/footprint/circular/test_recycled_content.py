"""Recycled feedstock under the Circular Footprint Formula, against the formula itself."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.cff_reference import CffParameters, cff
from support.graph import STUDY, Graph, factors, firm, ident
from support.rows import inventory, made, taken, used

from ledger.footprint.analysis.contributions import contributions
from ledger.footprint.graph.cells import cut_off, stages_of, total_of
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import format_decimal
from ledger.footprint.valuation.figure import Figures, figures
from ledger.rulebooks.catalog import load_rulebook
from schemas.signed.rulebook import Rulebook
from schemas.vocabulary import Stage

DRAFT = load_rulebook("eu-ev-draft-2024")
FACTORS = factors({"test:virgin": "20", "test:secondary": "3", "test:leach": "3"})
TRACED = {"material": "Ni", "evidence": "traced", "flow": "test:virgin"}
MARKET = {**TRACED, "evidence": "market_average"}


def cathode(recycled: str, said: dict[str, str], virgin: str = "30") -> Graph:
    """100 kg of cathode material from virgin and from recycled nickel, both as datasets."""
    chain = Graph((FACTORS,))
    rows = [used("test:virgin", virgin), used("test:secondary", recycled, recycled=said)]
    chain.enter("cathode", inventory(made("cathode", "100"), inputs=rows))
    return chain


def leached(said: dict[str, str], maker: str | None = None) -> Graph:
    """100 kg of cathode material from 10 kg of salt that a recycler leached, at 3 kg CO2e a kg."""
    chain = Graph((FACTORS,))
    salt = inventory(made("salt", "50"), inputs=[used("test:leach", "50", stage="end_of_life")])
    issuer = firm(maker or "salt")
    chain.enter("salt", salt, process="end_of_life.hydrometallurgy", issuer=issuer)
    chain.deliver("salt", "salt", "cathode", "10", issuer=issuer)
    rows = [taken("salt", "10", recycled=said)]
    chain.enter("cathode", inventory(made("cathode", "100"), inputs=rows))
    return chain


def found(chain: Graph, rulebook: Rulebook = DRAFT) -> Figures:
    """The figures behind the cathode material."""
    return chain.figures("cathode", rulebook=rulebook)


def total(chain: Graph, rulebook: Rulebook = DRAFT) -> Fraction:
    """kg CO2e per kg of cathode material."""
    result = found(chain, rulebook)
    assert result.problems == ()
    return Fraction(total_of(result.entries[ident("cathode")].lines["main"].cells))


@given(st.integers(1, 999))
def test_virgin_and_traced_rows_are_the_formula_s_first_two_terms(share: int) -> None:
    """For every R1, the material of an entry is (1-R1) Ev + R1 (A Erec + (1-A) Ev), to the last digit."""
    r1 = Decimal(share).scaleb(-3)
    chain = cathode(format_decimal(100 * r1), TRACED, format_decimal(100 * (1 - r1)))
    expected = cff(
        CffParameters(
            ev=Decimal(20),
            e_recycled=Decimal(3),
            e_recycling_eol=Decimal(0),
            e_star_v=Decimal(0),
            a=Decimal("0.2"),
            r1=r1,
        )
    )
    assert total(chain) == Fraction(expected.raw_material)


def test_recycled_content_moves_the_figure_by_a_alone() -> None:
    """dCF/dR1 = -A (Ev - Erec): 10 kg more of traced feedstock in place of virgin takes off 34 kg over 100."""
    more, less = cathode("20", TRACED, "20"), cathode("10", TRACED, "30")
    assert total(more) - total(less) == -Fraction("0.2") * (20 - 3) * 10 / 100


def test_signed_feedstock_counts_under_raw_material_whole() -> None:
    """A recycler's burdens, stated at end of life, are raw material for the user of its salt."""
    cells = found(leached(TRACED)).entries[ident("cathode")].lines["main"].cells
    stages = stages_of(cells)
    expected = 10 * (Fraction("0.2") * 3 + Fraction("0.8") * 20) / 100
    assert Fraction(stages[Stage.RAW_MATERIAL]) == expected
    assert stages[Stage.END_OF_LIFE] == 0
    assert total_of(cut_off(cells)) == Decimal("0.3")


def test_contributions_are_filed_as_the_figure_is() -> None:
    """By stage and term, the contributions of all rows sum to the cell they are in."""
    chain = leached(TRACED)
    resolution = chain.resolve("cathode")
    result = figures(resolution, FactorTable(chain.factor_sets, DRAFT), DRAFT)
    node = ident("cathode")
    summed: dict[object, Decimal] = {}
    for row in contributions({(node, "main"): Decimal(1)}, resolution, result):
        summed[row.key] = summed.get(row.key, Decimal(0)) + row.value
    assert summed == dict(result.entries[node].lines["main"].cells)


@pytest.mark.parametrize("chain", [cathode("10", MARKET), leached(MARKET)])
def test_a_market_s_share_counts_as_virgin(chain: Graph) -> None:
    """R1 from statistics is refused: the row counts at Ev, and the remark states the reduction claimed."""
    fed = total(chain) - (Fraction(6) if len(chain.entries) == 1 else 0)
    assert fed == Fraction(10 * 20, 100)
    (remark,) = found(chain).remarks
    assert remark.code == "cff.market_average"
    assert remark.effect == Decimal("0.2") * (3 - 20) * 10


def test_what_a_site_takes_back_is_a_closed_loop() -> None:
    """Scrap that returns to its own site counts at its own figure, without the formula."""
    chain = leached(TRACED, maker="cathode")
    assert total(chain) == Fraction(30, 100)
    assert [row.code for row in found(chain).remarks] == ["cff.closed_loop"]


def test_without_the_formula_feedstock_is_an_input_like_any_other() -> None:
    """The study rulebook counts the recycler's figure as it is."""
    assert total(leached(TRACED), STUDY) == Fraction(30, 100)
    assert total(cathode("10", MARKET), STUDY) == Fraction(630, 100)


def test_a_material_that_is_not_listed_takes_the_default() -> None:
    """A plastic has A = 0.5, and a remark says so."""
    chain = cathode("10", {**TRACED, "material": "PP"}, "30")
    assert total(chain) == (600 + 10 * (Fraction("0.5") * 3 + Fraction("0.5") * 20)) / 100
    assert [row.code for row in found(chain).remarks] == ["cff.default_a"]


def test_what_is_replaced_is_named() -> None:
    """Without a delivery, a flow, or a virgin dataset of the rulebook there is no Ev to count by."""
    chain = cathode("10", {"material": "Ni", "evidence": "traced"})
    assert [row.code for row in found(chain).problems] == ["cff.virgin_unknown"]


def test_virgin_goods_may_be_a_delivery() -> None:
    """Ev is the figure of the delivery that the row names; it draws nothing."""
    chain = Graph((FACTORS,))
    chain.enter("mine", inventory(made("mine", "10"), inputs=[used("test:virgin", "10")]))
    chain.deliver("ore", "mine", "cathode", None)
    said = {"material": "Ni", "evidence": "traced", "delivery": ident("ore")}
    rows = [used("test:secondary", "10", recycled=said)]
    chain.enter("cathode", inventory(made("cathode", "100"), inputs=rows))
    assert total(chain) == 10 * (Fraction("0.2") * 3 + Fraction("0.8") * 20) / 100
    untold = Graph((FACTORS,), {**chain.entries}, {**chain.deliveries})
    untold.enter("mine", None)
    assert untold.figures("cathode", rulebook=DRAFT).line(ident("cathode"), "main") is None


def test_a_recycler_s_own_feedstock_is_not_shared_twice() -> None:
    """At end of life a recycled reagent is part of the joint process."""
    chain = Graph((FACTORS,))
    rows = [used("test:secondary", "10", stage="end_of_life", recycled=TRACED)]
    treated = inventory(made("plant", "100"), inputs=rows)
    chain.enter("plant", treated, process="end_of_life.shredding")
    assert chain.figures("plant", rulebook=DRAFT).line(ident("plant"), "main") is not None
    cells = chain.figures("plant", rulebook=DRAFT).entries[ident("plant")].lines["main"].cells
    assert total_of(cells) == Decimal("0.3")
