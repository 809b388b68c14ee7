"""Quantities, amounts and figures: exactly one spelling of each number, compared with Decimal."""

from decimal import Decimal, InvalidOperation

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.parsing import accepts, refusal

from ledger.footprint.graph.numbers import format_decimal
from schemas.base import Model
from schemas.values import Amount, Figure, Quantity


class Quantities(Model):
    """A quantity."""

    value: Quantity


class Amounts(Model):
    """An amount."""

    value: Amount


class Figures(Model):
    """A figure."""

    value: Figure


GRAMMARS = pytest.mark.parametrize(
    ("model", "code", "before", "after"),
    [
        (Quantities, "quantity.grammar", 18, 30),
        (Amounts, "quantity.positive", 18, 30),
        (Figures, "figure.grammar", 32, 60),
    ],
)
# fmt: off
NEAR_MISSES = [
    "1e5", "1E5", "1e-5", "-0", "-0.0", "0.0", "1.0", "1.50", "+1", "01", "-01", "00", ".5", "-.5",
    "5.", "0.", "1..", "1.2.3", "--1", "1-", "-", ".", "-.", "1_000", "1,5", "1 000", "0x1", "1/2",
    "NaN", "-NaN", "sNaN", "Infinity", "-Infinity", "inf", "", " ", " 1", "1 ", "1\n", "\n1",
    "1\x00", "1\N{ZERO WIDTH SPACE}", "\N{MINUS SIGN}1", "\N{ARABIC-INDIC DIGIT THREE}",
    "1\N{ARABIC-INDIC DIGIT THREE}", "\N{FULLWIDTH DIGIT THREE}", "\N{SUPERSCRIPT TWO}",
]
# fmt: on
ALPHABET = st.sampled_from("0123456789" * 3 + ".-+eE_ \nx\N{ARABIC-INDIC DIGIT THREE}")


def is_the_one_spelling(text: str, before: int, after: int) -> bool:
    """Return whether a text is the form that `format_decimal` writes, within the allowed digits."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return False
    if not value.is_finite() or format_decimal(value) != text:
        return False
    whole, _, fraction = text.removeprefix("-").partition(".")
    return len(whole) <= before and len(fraction) <= after


@GRAMMARS
@pytest.mark.parametrize("text", NEAR_MISSES)
def test_near_misses_are_refused(
    model: type[Model], code: str, before: int, after: int, text: str
) -> None:
    """No exponent, sign, zero, point, digit or space stands where it need not."""
    assert not is_the_one_spelling(text, before, after)
    assert refusal(model, {"value": text}) == (code, "value")


@GRAMMARS
@pytest.mark.parametrize("number", [1, 0, 1.5, True, None, ["1"], {"value": "1"}])
def test_only_strings_are_quantities(
    model: type[Model], code: str, before: int, after: int, number: object
) -> None:
    """A JSON number is refused where a decimal string stands, whatever its value."""
    assert refusal(model, {"value": number}) == ("schema.string_type", "value")
    assert code
    assert before < after


@GRAMMARS
@given(text=st.text(ALPHABET, max_size=12))
@example(text="0")
@example(text="-1")
def test_a_text_is_accepted_if_it_is_the_one_spelling(
    model: type[Model], code: str, before: int, after: int, text: str
) -> None:
    """Acceptance is equality with the formatted Decimal; an amount is also positive."""
    expected = is_the_one_spelling(text, before, after)
    if code == "quantity.positive":
        expected = expected and Decimal(text) > 0
    assert accepts(model, {"value": text}) == expected


@GRAMMARS
@given(data=st.data())
def test_every_decimal_within_the_digits_has_a_spelling(
    model: type[Model], code: str, before: int, after: int, data: st.DataObject
) -> None:
    """Every Decimal of the allowed digits, formatted, is accepted and comes back as the same text."""
    digits = data.draw(st.integers(1, 10 ** (before + after) - 1))
    value = Decimal(f"{digits}e-{data.draw(st.integers(0, after))}")
    sign = 1 if code == "quantity.positive" else data.draw(st.sampled_from([1, -1]))
    text = format_decimal(value.copy_sign(Decimal(sign)))
    whole = text.removeprefix("-").partition(".")[0]
    assert accepts(model, {"value": text}) == (len(whole) <= before)
    assert format_decimal(Decimal(text)) == text


@GRAMMARS
def test_the_digits_are_bounded(model: type[Model], code: str, before: int, after: int) -> None:
    """The longest number is accepted; one digit more on either side is refused."""
    assert accepts(model, {"value": "9" * before + "." + "9" * after})
    assert refusal(model, {"value": "9" * (before + 1)}) == (code, "value")
    assert refusal(model, {"value": "0." + "9" * (after + 1)}) == (code, "value")


@pytest.mark.parametrize("text", ["0", "-1", "-0.5"])
def test_an_amount_is_positive(text: str) -> None:
    """A figure may be zero or negative, an amount may not."""
    assert accepts(Figures, {"value": text})
    assert refusal(Amounts, {"value": text}) == ("quantity.positive", "value")
