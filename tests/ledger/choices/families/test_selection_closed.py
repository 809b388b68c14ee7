"""Tests for goods received under a closure that states what is left of them."""

from dataclasses import replace

from support.chosen import choice_context, chosen, conservative
from support.graph import STUDY, ident, weighing
from support.graph_battery import Declared, declared
from support.rows import inventory, made, used

from ledger.choices.choice import Choice
from ledger.choices.families.selection import selection_choices
from ledger.choices.log import LogWord
from schemas.signed.closure import Beside, LeftGoods

OTHER = "selection.other_delivery"
BEFORE = {"start": "2024-01-01", "end": "2025-01-01"}
LONG_BEFORE = {"start": "2022-01-01", "end": "2023-01-01"}


def received(**header: object) -> Declared:
    """The plant received 900 kg beside the 300 kg of ore that it draws."""
    it = declared()
    content = inventory(made("quarry", "1000"), inputs=[used("test:lime", "3000")])
    it.chain.enter("quarry", content, weighing("1"), **header)
    it.chain.deliver("idle", "quarry", "plant", "900")
    return it


def by_closure(it: Declared, **left: str) -> list[Choice]:
    """The choices of goods received, if a closure states what is left of deliveries."""
    context = choice_context(it)
    rows = [LeftGoods(delivery=ident(name), amount=left[name]) for name in sorted(left, key=ident)]
    log = LogWord.read(context.graph, it.chain.records(), Beside(left=tuple(rows), twins=()))
    found = selection_choices(replace(context, log=log))
    return [choice for choice in found if choice.kind.code == OTHER]


def test_what_is_left_is_what_the_closure_states() -> None:
    """An entry that a bundle does not show drew on most of it, or on all; what is not shown is not said."""
    (found,) = by_closure(received(), idle="7", ore="0", gone="5")
    assert "received 900 kg under delivery idle, and 7 kg are drawn" in found.detail
    assert by_closure(received()) == []
    (found,) = by_closure(received(period=BEFORE), idle="900")
    assert by_closure(received(period=LONG_BEFORE), idle="900") == []


def test_goods_that_nothing_prices_leave_no_conservative_figure() -> None:
    """They have no figure and no mass that is known; of a stated mass they count as the dearest goods."""
    for kg, is_known in ((None, False), ("900", True)):
        it = received()
        content = inventory(made("quarry", "1", unit="m3"), inputs=[used("test:none", "1")])
        it.chain.enter("quarry", content, weighing(kg))
        it.chain.deliver("idle", "quarry", "plant", "1", unit="m3")
        (found,) = chosen(it, OTHER, STUDY)
        assert "their figure is not known" in found.choice.detail
        assert (found.effect is not None) is is_known
        whole = conservative(it, STUDY)
        assert (whole.total is not None) is is_known
        assert whole.choices[0].choice.kind.code == OTHER
