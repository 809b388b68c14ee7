"""The Circular Footprint Formula against worked values, and the laws that follow from its form."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.cff_reference import CffParameters, CffTerms, cff


def d(value: str | int) -> Decimal:
    """A decimal, in a word short enough for tables."""
    return Decimal(value)


ALUMINIUM = CffParameters(
    m=d(40), ev=d(10), e_recycled=d(1), e_recycling_eol=d(1), e_star_v=d(10),
    ed=d("0.02"), a=d("0.2"), r1=d("0.25"), r2=d("0.9"),
)  # fmt: skip
COPPER = CffParameters(
    m=d(25), ev=d(4), e_recycled=d("1.2"), e_recycling_eol=d("1.2"), e_star_v=d(4),
    ed=d("0.02"), a=d("0.2"), r2=d("0.95"),
)  # fmt: skip
STEEL = CffParameters(
    m=d(10), ev=d("2.2"), e_recycled=d("0.7"), e_recycling_eol=d("0.7"), e_star_v=d("2.2"),
    ed=d("0.02"), a=d("0.2"), r1=d("0.18"), r2=d("0.9"),
)  # fmt: skip
POLYPROPYLENE = CffParameters(
    m=d(5), ev=d("1.9"), e_recycled=d("0.8"), e_recycling_eol=d("0.8"), e_star_v=d("1.9"),
    ed=d("0.05"), a=d("0.5"), r2=d("0.3"), r3=d("0.6"), qs_out=d("0.9"), e_er=d("2.9"), lhv=d(42),
    x_er_heat=d("0.3"), x_er_elec=d("0.1"), e_se_heat=d("0.07"), e_se_elec=d("0.1"),
)  # fmt: skip
PLAIN = CffParameters(ev=d(10), e_recycled=d(1), e_recycling_eol=d(1), e_star_v=d(10), a=d("0.2"))


def terms(*values: str) -> CffTerms:
    """The five terms, written out."""
    return CffTerms(*map(d, values))


@pytest.mark.parametrize(
    ("material", "expected", "total"),
    [
        (ALUMINIUM, terms("300", "82", "-259.2", "0", "0.08"), "122.88"),
        (COPPER, terms("100", "0", "-53.2", "0", "0.025"), "46.825"),
        (STEEL, terms("18.04", "3.42", "-10.8", "0", "0.02"), "10.68"),
        (POLYPROPYLENE, terms("9.5", "0", "-0.6825", "4.794", "0.025"), "13.6365"),
    ],
)
def test_the_worked_materials(material: CffParameters, expected: CffTerms, total: str) -> None:
    """Each term of four materials is the worked value, to the last digit."""
    assert cff(material) == expected
    assert cff(material).total == d(total)


def test_the_worked_sum() -> None:
    """Stages of the four materials add up to the worked sums."""
    found = [cff(row) for row in (ALUMINIUM, COPPER, STEEL, POLYPROPYLENE)]
    assert sum(row.raw_material for row in found) == d("512.96")
    assert sum(row.end_of_life for row in found) == d("-318.9385")


@pytest.mark.parametrize(
    ("a", "r1", "r2", "total"),
    [
        ("0.2", "0", "0", "10"),
        ("0.2", "1", "0", "8.2"),
        ("0.2", "0", "1", "2.8"),
        ("0.2", "1", "1", "1"),
        ("1", "1", "0", "1"),
        ("1", "0", "1", "10"),
        ("0", "1", "0", "10"),
        ("0", "0", "1", "1"),
    ],
)
def test_the_limits(a: str, r1: str, r2: str, total: str) -> None:
    """A = 1 gives recycling no credit, A = 0 gives recycled content no effect, both at 1 give Erec."""
    assert cff(replace(PLAIN, a=d(a), r1=d(r1), r2=d(r2))).total == d(total)


def test_the_sign_and_the_quality_ratio_of_the_recyclability_term() -> None:
    """The term is added, not subtracted, and the quality ratio is not forgotten."""
    material = CffParameters(
        ev=d(2), e_recycled=d("0.5"), e_recycling_eol=d("0.5"), e_star_v=d(2),
        a=d("0.5"), r2=d("0.41756"), qs_out=d("0.9"),
    )  # fmt: skip
    assert cff(material).recyclability == d("-0.271414")
    assert cff(replace(material, qs_out=d(1))).recyclability == d("-0.31317")


share = st.decimals(0, 1, places=4)
value = st.decimals(-50, 50, places=4)
step = d("0.0001")


@st.composite
def materials(draw: st.DrawFn) -> CffParameters:
    """Any material whose rates leave room for a step."""
    r2 = draw(st.decimals(0, d("0.5"), places=4))
    return CffParameters(
        ev=draw(value), e_recycled=draw(value), e_recycling_eol=draw(value), e_star_v=draw(value),
        ed=draw(value), a=draw(share), r1=draw(st.decimals(0, d("0.9"), places=4)), r2=r2,
        r3=draw(st.decimals(0, d("0.4"), places=4)), qs_out=draw(share), m=draw(share),
    )  # fmt: skip


@given(materials())
def test_how_recycled_content_moves_the_total(material: CffParameters) -> None:
    """dCF/dR1 = -A (Ev - Erec) if Qsin = Qp."""
    moved = cff(replace(material, r1=material.r1 + step)).total - cff(material).total
    assert moved == -material.m * step * material.a * (material.ev - material.e_recycled)


@given(materials())
def test_how_recovery_moves_the_total(material: CffParameters) -> None:
    """dCF/dR2 = (1-A)(ErecEoL - E*v Qsout/Qp) - Ed."""
    moved = cff(replace(material, r2=material.r2 + step)).total - cff(material).total
    saved = material.e_recycling_eol - material.e_star_v * material.qs_out
    assert moved == material.m * step * ((1 - material.a) * saved - material.ed)


@given(materials())
def test_mass_scales_every_term_and_cut_off_is_another_sum_of_the_same(
    material: CffParameters,
) -> None:
    """Twice the mass is twice each term; A = 1 leaves no recyclability term."""
    doubled = cff(replace(material, m=2 * material.m))
    assert doubled.total == 2 * cff(material).total
    assert cff(material.cut_off()).recyclability == 0
