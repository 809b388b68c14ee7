"""How many digits a figure has for its readers: what lattice reduction takes from it, and who reads all of them."""

from decimal import Context, Decimal
from fractions import Fraction

import pytest
from support.graph import Graph, firm
from support.graph_battery import calculation
from support.lattice import recipes
from support.rows import inventory, made, taken, used

from ledger.disclosure.digits import rests_on_own, stated_as, told_cells
from ledger.footprint.graph.cells import CellKey
from ledger.footprint.graph.numbers import EXACT, format_decimal
from schemas.vocabulary import Group, Sign, Stage

FACTORS = [Fraction(x) for x in ("8.237164093", "4.619031877", "17.208554162")]
"""Factors of three flows, which everybody knows, with the digits that databases have."""

AMOUNTS = [Fraction(x) for x in ("0.0284", "0.1137", "0.0219")]
"""What a supplier takes in per kg of its product, and nobody else knows."""

PER_BATTERY = Decimal(36000)
"""The figure is per kWh of so many; the division is rounded to 34 digits."""


def told(prec: int) -> tuple[Fraction, Fraction]:
    """The figure per kg as so many digits tell it, and how far it may be off."""
    kg = sum((x * f for x, f in zip(AMOUNTS, FACTORS, strict=True)), Fraction(0))
    divisor = EXACT.multiply(Decimal(kg.denominator), PER_BATTERY)
    value = Context(prec=prec).divide(Decimal(kg.numerator), divisor)
    off = Decimal((0, (5,), value.adjusted() - prec))
    return Fraction(value) * Fraction(PER_BATTERY), Fraction(off) * Fraction(PER_BATTERY)


@pytest.mark.parametrize("prec", [34, 20, 14])
def test_a_recipe_of_three_amounts_follows_from_long_digits(prec: int) -> None:
    """Four digits each are twelve: a number of more tells all three, exactly."""
    value, off = told(prec)
    assert recipes(value, FACTORS, 4, off) == [AMOUNTS]


def test_four_digits_leave_the_recipe_open() -> None:
    """The reduction finds other recipes of the same four digits, or none; there are more than ten thousand of them."""
    value, off = told(4)
    assert AMOUNTS not in recipes(value, FACTORS, 4, off)
    fitting = sum(
        1
        for first in range(0, 1000, 5)
        for second in range(0, 2000, 5)
        if (rest := (value - first * FACTORS[0] / 10**4 - second * FACTORS[1] / 10**4)) > 0
        and abs(rest - round(rest * 10**4 / FACTORS[2]) * FACTORS[2] / 10**4) <= off
    )
    assert fitting > 400  # of a twenty-fifth of the grid


def test_a_figure_that_rests_on_its_issuer_alone_tells_it_nothing_new() -> None:
    """With goods of another firm behind it, it does."""
    it = Graph()
    it.enter("plant", inventory(made("plant", "300"), inputs=[used("test:lime", "10")]))
    assert rests_on_own(firm("plant"), it.resolve("plant"))
    it.enter("mine", inventory(made("mine", "1000"), inputs=[used("test:lime", "10")]))
    it.deliver("ore", "mine", "works", "900")
    it.enter("works", inventory(made("works", "500"), inputs=[taken("ore", "900")]))
    assert not rests_on_own(firm("works"), it.resolve("works"))


def test_a_header_states_sums_rounded_once() -> None:
    """Each value to 4 digits, half-even, a total from the exact sum; the older form states all digits."""
    cells = {
        CellKey(Stage.RAW_MATERIAL, group, Sign.BURDEN): Decimal(value)
        for group, value in ((Group.FOSSIL, "1.00045"), (Group.BIOGENIC, "2.00045"))
    }
    exact = calculation(total="3.0009")
    assert stated_as(exact, cells, {}).total == "3.0009"
    told_form = exact.model_copy(update={"digits": 4})
    header = stated_as(told_form, {}, cells)
    assert ([row.value for row in header.cells], header.total) == (["2", "1"], "3.001")
    signed = told_form.model_copy(update={"cells": header.cells})
    assert sorted(map(format_decimal, told_cells(signed).values())) == ["1", "2"]
