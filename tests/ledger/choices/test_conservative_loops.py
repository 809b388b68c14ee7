"""Tests for alternatives that draw on each other, or on what rests on them."""

from decimal import Decimal

from support.chosen import BATTERY, choice_context, declared_total, modest
from support.graph import ident
from support.graph_recycled import add
from support.rows import inventory, made, taken, used

from ledger.choices.conservative import total_with
from ledger.choices.context import ChoiceContext
from ledger.choices.coordinates import Change, Option, RowChange
from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.numbers import ZERO

ENERGY = BATTERY
TINY = Decimal("1e-20")
MINE, PLANT = ident("mine"), ident("plant")
ORE = (MINE, "main")


def test_an_alternative_that_would_close_a_loop_is_left_out() -> None:
    """The mine cannot draw on the battery that rests on it."""
    it = modest()
    option = Option(draws=(((PLANT, "main"), Decimal(100)),))
    total = total_with(choice_context(it), [RowChange(MINE, "gap", (option,))])
    assert total == declared_total(it)


def two_mines(kg: str) -> tuple[ChoiceContext, list[Change]]:
    """The mine and a second one for the plant, each of which may lack so many kg of the other's goods."""
    it, other = modest(), (ident("other"), "main")
    it.chain.enter("other", inventory(made("other", "100"), inputs=[used("test:lime", "50")]))
    it.chain.deliver("more", "other", "plant", "100")
    add(it, "plant", inputs=taken("more", "100"))
    lacking = [(MINE, other), (ident("other"), ORE)]
    draws = [(user, Option(draws=((source, Decimal(kg)),))) for user, source in lacking]
    return choice_context(it), [RowChange(user, "gap", (option,)) for user, option in draws]


def test_where_alternatives_draw_on_each_other_their_order_plays_no_part() -> None:
    """Each counts at the other's raised figure: above either alone, the same for both orders."""
    context, changes = two_mines("10")
    first, second = (total_with(context, [change]) for change in changes)
    whole = total_with(context, changes)
    assert whole == total_with(context, changes[::-1])
    assert None not in {first, second, whole}
    declared = context.cells(context.figures)
    assert declared is not None
    alone = [(total or ZERO) - total_of(declared) for total in (first, second)]
    assert (whole or ZERO) - total_of(declared) > sum(alone)


def test_a_loop_that_raises_nothing_ends_at_once() -> None:
    """Next to nothing is lacking, so the second pass changes no digit."""
    context, changes = two_mines("0")
    declared = context.cells(context.figures)
    assert declared is not None
    assert total_with(context, changes) == total_of(declared)


def test_the_order_follows_the_draws_that_alternatives_add() -> None:
    """The recycler draws on the battery, which the walk reaches later or earlier."""
    it = modest()
    option = Option(draws=(((PLANT, "main"), Decimal(10)),))
    total = total_with(choice_context(it), [RowChange(ident("recycler"), "gap", (option,))])
    assert total is not None
    assert abs((total - declared_total(it)) * ENERGY - Decimal(620) / 200 * 10 * 2) < TINY
