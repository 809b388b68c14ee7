"""The arithmetic of `exact-1`, against fractions and integers."""

from decimal import Decimal, Inexact, localcontext
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.fraction_reference import TooLargeError, format_fraction, round_cell
from support.refusal import refusal_code, refused

from ledger.footprint.graph.numbers import (
    EXACT,
    can_sum_to,
    divide,
    format_decimal,
    format_money,
    round_delivered,
    rounding_allowance,
    show_figure,
    show_stated,
)


def decimals(digits: int, exponents: st.SearchStrategy[int]) -> st.SearchStrategy[Decimal]:
    """Numbers with at most this many digits."""
    whole = st.integers(min_value=-(10**digits) + 1, max_value=10**digits - 1)
    return st.builds(lambda n, e: Decimal(n).scaleb(e, EXACT), whole, exponents)


NUMERATORS = decimals(130, st.integers(-120, 20))
DENOMINATORS = decimals(48, st.integers(-30, 18)).map(Decimal.copy_abs).filter(bool)


@given(NUMERATORS, DENOMINATORS)
@example(Decimal("1E-60"), Decimal(2))
@example(Decimal("3E-60"), Decimal(2))
@example(Decimal("-1E-60"), Decimal("1.999"))
@example(Decimal("123456789E-68"), Decimal(1))
@example(Decimal(10**34 * 10 + 5), Decimal(10))
@example(Decimal(10**34 * 10 + 15), Decimal(10))
@example(Decimal(10**35 - 5), Decimal(10**9))
@example(Decimal(10**35 - 6), Decimal(10**9))
@example(Decimal("9999999999999999999999999999999999E-3"), Decimal(1))
@example(Decimal("99999999999999999999999999999999995E-4"), Decimal(1))
@example(Decimal(1), Decimal(3))
def test_divide_rounds_as_fractions_do(numerator: Decimal, denominator: Decimal) -> None:
    """A division gives the fraction rounded once, half to even, or both refuse it as too large."""
    try:
        expected = format_fraction(round_cell(Fraction(numerator) / Fraction(denominator)))
    except TooLargeError:
        assert refusal_code(lambda: divide(numerator, denominator)) == "figure.overflow"
    else:
        assert format_decimal(divide(numerator, denominator)) == expected


@given(st.integers(10**33, 10**34 - 1), st.integers(-26, 26), st.integers(-1, 1))
def test_ties_go_to_even(digits: int, exponent: int, beside: int) -> None:
    """34 digits and a half go to the even neighbour; a little beside the half, to the nearer one."""
    numerator = Decimal(digits * 10**6 + 500_000 + beside).scaleb(exponent - 39, EXACT)
    up = beside > 0 or (beside == 0 and digits % 2 == 1)
    expected = Decimal(digits + up).scaleb(exponent - 33, EXACT)
    assert divide(numerator, Decimal(1)) == expected


@given(st.integers(0, 10**32), st.integers(-1, 1), st.integers(1, 40))
def test_small_results_end_at_sixty_decimals(units: int, beside: int, more: int) -> None:
    """Below 34 digits the last place is 1e-60, and the half of it goes to even as well."""
    numerator = Decimal((units * 10 + 5) * 10**more + beside).scaleb(-61 - more, EXACT)
    up = beside > 0 or (beside == 0 and units % 2 == 1)
    assert divide(numerator, Decimal(1)) == Decimal(units + up).scaleb(-60, EXACT)


@pytest.mark.parametrize("sign", ["", "-"])
def test_a_cell_of_1e31_is_refused(sign: str) -> None:
    """The largest cell is accepted, one rounding step above it is refused, and so is all beyond."""
    largest = Decimal(sign + "9" * 31 + ".999")
    assert divide(largest, Decimal(1)) == largest
    for too_large in (sign + "9" * 31 + ".9995", sign + "1E31", sign + "1E400"):
        with refused("figure.overflow"):
            divide(Decimal(too_large), Decimal(1))


def test_sums_never_round() -> None:
    """A sum that would need more digits than the context has fails instead of rounding."""
    with pytest.raises(Inexact):
        EXACT.add(Decimal("1E300"), Decimal("1E-200"))


@given(decimals(90, st.integers(-60, 30)))
def test_format_keeps_the_value(value: Decimal) -> None:
    """The string of a number states that number, in fixed notation, and is its own string."""
    text = format_decimal(value)
    assert Decimal(text) == value
    assert format_decimal(Decimal(text)) == text
    assert set(text) <= set("-.0123456789")
    assert text != "-0"
    assert not ("." in text and text.endswith(("0", ".")))


@pytest.mark.parametrize("text", ["0", "-0", "0E+5", "-0E+3", "0.000", "-0.000", "0E-80"])
def test_zero_is_written_in_one_way(text: str) -> None:
    """Zero has one string, for any sign and exponent."""
    assert format_decimal(Decimal(text)) == "0"


@pytest.mark.parametrize(
    ("exact", "told"),
    [
        ("1.2345", "1.234"),
        ("1.2355", "1.236"),
        ("123456", "123500"),
        ("-0.00099995", "-0.001"),
        ("0", "0"),
        ("7.1", "7.1"),
    ],
)
def test_a_customer_sees_four_digits(exact: str, told: str) -> None:
    """A delivered value has 4 significant digits, rounded half to even."""
    assert format_decimal(round_delivered(Decimal(exact))) == told


@given(st.lists(st.decimals("-1e9", "1e9", allow_nan=False, places=12), max_size=12))
def test_a_rounded_total_agrees_with_its_rounded_parts(parts: list[Decimal]) -> None:
    """Rounded parts and a rounded total still agree within the rounding error."""
    total = EXACT.add(Decimal(0), Decimal(0))
    for part in parts:
        total = EXACT.add(total, part)
    assert can_sum_to(round_delivered(total), [round_delivered(part) for part in parts])


@pytest.mark.parametrize(
    ("total", "parts", "may"),
    [
        ("0", [], True),
        ("0.001", [], False),
        ("2.468", ["1.234", "1.234"], True),
        ("2.469", ["1.234", "1.234"], True),
        ("2.471", ["1.234", "1.234"], False),
        ("-1", ["1"], False),
    ],
)
def test_a_total_that_its_parts_cannot_come_to(total: str, parts: list[str], *, may: bool) -> None:
    """Half a unit of the fourth digit each, and no more."""
    assert can_sum_to(Decimal(total), map(Decimal, parts)) is may


@pytest.mark.parametrize(
    ("values", "allowed"),
    [
        (["65", "18.5", "2.80"], "0.555"),
        (["0", "0.000"], "0"),
        (["1E+2"], "0.5"),
        (["-0.25"], "0.005"),
        ([], "0"),
    ],
)
def test_rounding_explains_half_of_each_last_place(values: list[str], allowed: str) -> None:
    """A zero is not rounded, and an exponent states no coarser place than the units."""
    assert rounding_allowance(map(Decimal, values)) == Decimal(allowed)


def test_the_context_of_the_thread_does_not_matter() -> None:
    """Another precision around the call changes no digit."""
    with localcontext(prec=3):
        third = divide(Decimal(1), Decimal(3))
        assert format_decimal(third) == "0." + "3" * 34
        assert EXACT.add(Decimal("1E40"), third) == Decimal("1" + "0" * 40 + "." + "3" * 34)


@pytest.mark.parametrize(
    ("value", "shown"),
    [("30510.984", "30510.98"), ("0", "0.00"), ("2.675", "2.68"), ("-1.005", "-1.00")],
)
def test_money_has_two_decimals(value: str, shown: str) -> None:
    """Half-even, whatever the size."""
    assert format_money(Decimal(value)) == shown


def test_a_stated_figure_has_no_more_digits_than_it_has() -> None:
    """A figure is filled up to its digits for a table; a stated one has the digits that readers are told, unfilled."""
    for value, filled, stated in (("0.5", "0.500000", "0.5"), ("12.3456789", "12.3457", "12.35")):
        assert show_figure(Decimal(value)) == filled
        assert show_stated(Decimal(value)) == stated
    assert show_stated(Decimal(0)) == "0"
