"""Laws of a difference, on random recipes: the parts sum exactly, and there and back cancel."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from support.differing import POWER, Recipe, require_sums

from ledger.documents.difference.attribution import attribute
from ledger.documents.difference.document import explain_difference
from ledger.footprint.graph.numbers import EXACT, format_decimal

WHOLE = st.integers(1, 10**6).map(str)
LONG = st.integers(10**24, 10**36 - 1).map(lambda n: format_decimal(Decimal(n).scaleb(-30, EXACT)))
AMOUNT = WHOLE | LONG
VALUES = dict.fromkeys(("test:coal", "test:binder", "test:power"), WHOLE)


@st.composite
def recipes(draw: st.DrawFn) -> Recipe:
    """A recipe with any of the plant's suppliers, goods and kinds of electricity."""
    some = st.dictionaries
    return Recipe(
        ore=draw(some(st.sampled_from(("mine", "other")), AMOUNT, min_size=1)),
        binder=draw(some(st.sampled_from(("test:binder", "test:glue")), AMOUNT)),
        power=draw(some(st.sampled_from(tuple(POWER)), AMOUNT)),
        gas=draw(AMOUNT),
        slag=draw(AMOUNT),
        output=draw(AMOUNT),
        side=draw(st.none() | AMOUNT),
        batteries=draw(st.integers(1, 9)),
        country=draw(st.sampled_from(("FI", "DE"))),
        treated=draw(st.none() | AMOUNT),
        energy=draw(WHOLE),
        values=draw(st.fixed_dictionaries({}, optional=VALUES)),
    )


@given(recipes(), recipes())
@settings(max_examples=60)
def test_the_parts_of_every_level_sum_exactly(before: Recipe, after: Recipe) -> None:
    """Causes, sites, rows and stages sum to the level above to the last digit, whatever changed."""
    require_sums(explain_difference(before.state(), after.state()))


@given(recipes(), recipes())
@settings(max_examples=60)
def test_the_exchanges_miss_nothing(before: Recipe, after: Recipe) -> None:
    """After all exchanges the hybrid has the second figure, but for digits far beyond those of a cell."""
    found = attribute(before.state(), after.state())
    largest = max(abs(found.before.total), abs(found.after.total))
    assert all(abs(part) <= largest * Decimal("1e-30") for part in found.rounding.values())


@given(recipes())
@settings(max_examples=20)
def test_a_figure_does_not_differ_from_itself(recipe: Recipe) -> None:
    """No cause has a part where nothing changed."""
    found = explain_difference(recipe.state(), replace(recipe).state())
    assert (found.value, {part.value for part in found.causes}) == ("0", {"0"})


@given(recipes(), recipes())
@settings(max_examples=20)
def test_there_and_back_cancel(before: Recipe, after: Recipe) -> None:
    """The difference of B and A is that of A and B with the other sign."""
    there, back = (
        explain_difference(one.state(), other.state())
        for one, other in ((before, after), (after, before))
    )
    assert EXACT.add(Decimal(there.value), Decimal(back.value)) == 0
