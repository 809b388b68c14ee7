"""Tests for choices of selection, as the log knows it."""

from dataclasses import replace
from decimal import Decimal

import pytest
from support.chosen import VISITED, choice_context, chosen, conservative, declared_total
from support.graph import firm, ident, weighing
from support.graph_battery import Declared, declared
from support.rows import inventory, made, taken, used

from ledger.choices.families.selection import selection_choices
from schemas.entry import Site

ENERGY = Decimal(4 * 36000)
"""kWh of total energy of the four batteries."""

NARROW = Decimal("1e-25")
ORE = "urn:test:mine:main"
BEFORE = {"start": "2024-01-01", "end": "2025-01-01"}


def quarry(it: Declared, lime: str = "3000", **header: object) -> Declared:
    """Another supplier of 1,000 kg of that ore, at 2 kg CO2e for each kg of lime."""
    content = inventory(made("quarry", "1000", product=ORE), inputs=[used("test:lime", lime)])
    it.chain.enter("quarry", content, weighing("1"), **header)
    return it


def received(amount: str = "900", lime: str = "3000", **header: object) -> Declared:
    """The plant draws on 300 kg of ore at 2 kg CO2e per kg, and received more at 6 as well."""
    it = quarry(declared(), lime, **header)
    it.chain.deliver("idle", "quarry", "plant", amount, product=ORE)
    return it


def drawing(it: Declared, *rows: dict[str, object]) -> Declared:
    """The plant draws on these rows."""
    record = it.chain.entries[ident("plant")]
    content = inventory(made("plant", "200", batteries=4), inputs=rows)
    it.chain.entries[ident("plant")] = record._replace(inventory=content)
    return it


def honest() -> Declared:
    """The plant draws on both deliveries in proportion."""
    return drawing(received(), taken("idle", "225"), taken("ore", "75"), lime())


def lime() -> dict[str, object]:
    """The distribution of the batteries."""
    return used("test:lime", "10", stage="distribution")


def test_goods_received_and_never_drawn_take_their_part() -> None:
    """300 kg at 2 and 900 kg at 6 are 5 kg CO2e per kg on average: 3 more on 300 kg."""
    it = received()
    (found,) = chosen(it, "selection.other_delivery")
    assert found.effect is not None
    assert (found.choice.subject, found.choice.by) == (ident("plant"), firm("plant"))
    assert f"received 900 kg ({ident('idle')})" in found.choice.detail
    assert "on average 3 kg CO2e more per kg" in found.choice.detail
    assert abs(found.effect - Decimal(3 * 300) / ENERGY) < NARROW


def test_the_conservative_figure_covers_draws_in_proportion() -> None:
    """The honest plant has no choice, and the other one's figure is at least as high as its."""
    assert not chosen(honest(), "selection.other_delivery")
    assert conservative(received()).total >= declared_total(honest()) - NARROW


def test_a_token_draw_hides_nothing() -> None:
    """A kilogram of 900 is less than the least sample; nine are not."""
    it = drawing(received(), taken("idle", "1"), taken("ore", "299"), lime())
    (found,) = chosen(it, "selection.other_delivery")
    assert found.effect is not None
    assert abs(found.effect - Decimal(3 * 300 - 4) / ENERGY) < NARROW
    it = drawing(received(), taken("idle", "10"), taken("ore", "290"), lime())
    assert not chosen(it, "selection.other_delivery")


def test_clean_goods_that_lie_idle_are_no_choice() -> None:
    """The average is lower than what is drawn."""
    assert not chosen(received(lime="500"), "selection.other_delivery")


def test_goods_of_another_time_are_no_choice() -> None:
    """The entry that made them ends before those that count begin."""
    assert not chosen(received(period=BEFORE), "selection.other_delivery")


def test_idle_goods_of_another_time_stay_out_of_the_average() -> None:
    """Two deliveries lie idle, and the older one is of the year before."""
    it = received()
    content = inventory(made("pit", "9", product=ORE), inputs=[used("test:lime", "9000")])
    it.chain.enter("pit", content, weighing("1"), period=BEFORE)
    it.chain.deliver("old", "pit", "plant", "9", product=ORE)
    (found,) = chosen(it, "selection.other_delivery")
    assert found.effect is not None
    assert ident("old") not in found.choice.detail
    assert abs(found.effect - Decimal(3 * 300) / ENERGY) < NARROW


@pytest.mark.parametrize(
    "members",
    [
        {"product": "urn:test:tin"},
        {"recipient": firm("another")},
        {"amount": None, "use": "representative", "valid_until": "2027-01-01"},
    ],
)
def test_another_product_recipient_or_use_is_no_choice(members: dict[str, object]) -> None:
    """A price is no stock, and tin is no ore."""
    it = received()
    amount = members.pop("amount", "900")
    usual = {"product": ORE}
    it.chain.deliver("idle", "quarry", "plant", amount, **{**usual, **members})  # type: ignore[arg-type]
    assert not chosen(it, "selection.other_delivery")


def test_withdrawn_and_replaced_deliveries_are_no_stock() -> None:
    """A correction is one delivery with what it replaces."""
    it = received()
    it.chain.change("withdrawn", "idle", "word")
    other = inventory(made("other", "1"), inputs=[taken("idle", "1")])
    it.chain.enter("other", other, weighing("1"))
    assert not chosen(it, "selection.other_delivery")
    it = received()
    it.chain.deliver("idle 2", "quarry", "plant", "300", product=ORE)
    it.chain.change("superseded", "idle", "idle 2")
    (found,) = chosen(it, "selection.other_delivery")
    assert found.effect is not None
    assert abs(found.effect - Decimal(2 * 300) / ENERGY) < NARROW


def test_goods_that_another_entry_draws_do_not_lie_idle() -> None:
    """Another plant of the firm uses them; a version that was replaced uses nothing."""
    it = received()
    rows = [taken("idle", "900")]
    of_plant = {"issuer": firm("plant"), "site": Site(code="P2", country="FI")}
    it.chain.enter("other", inventory(made("other", "1"), inputs=rows), weighing("1"), **of_plant)
    assert not chosen(it, "selection.other_delivery")
    it.chain.enter("other 2", inventory(made("other", "1")), weighing("1"), **of_plant)
    it.chain.change("superseded", "other", "other 2")
    assert chosen(it, "selection.other_delivery")


def test_an_idle_delivery_without_a_figure_has_no_effect() -> None:
    """Its supplier's inventory is not shown."""
    it = received()
    it.chain.entries[ident("quarry")] = it.chain.entries[ident("quarry")]._replace(inventory=None)
    (found,) = chosen(it, "selection.other_delivery")
    assert found.effect is None
    assert "whose figure is not known" in found.choice.detail


def test_a_settled_selection_keeps_its_value() -> None:
    """An auditor has seen the stock."""
    it = received()
    assert abs(conservative(it, examined=VISITED).total - declared_total(it)) < NARROW


def test_a_product_that_looks_alike_is_the_same() -> None:
    """An l for an i keeps nothing out of the average."""
    it = received()
    it.chain.deliver("idle", "quarry", "plant", "900", product="urn:test:mlne:main")
    assert chosen(it, "selection.other_delivery")


def twin(lime: str = "5000", output: str = "1000", **header: object) -> Declared:
    """The mine made ore in a second entry, of which nothing is delivered to the plant."""
    it = declared()
    content = inventory(made("mine", output), inputs=[used("test:lime", lime)])
    site = Site(code="P2", country="FI")
    usual = {"issuer": firm("mine"), "site": site}
    it.chain.enter("twin", content, weighing("1"), **{**usual, **header})
    return it


def test_a_supplier_delivers_from_all_that_it_made_of_a_product() -> None:
    """1,000 kg at 2 and 1,000 kg at 10 are 6 kg CO2e per kg: 4 more on 300 kg."""
    it = twin()
    (found,) = chosen(it, "selection.twin_entry")
    assert found.effect is not None
    assert found.choice.subject == ident("plant")
    assert f"its supplier made {ORE} in {ident('twin')} as well" in found.choice.detail
    assert abs(found.effect - Decimal(4 * 300) / ENERGY) < NARROW


def test_a_cleaner_twin_or_one_of_another_time_is_no_choice() -> None:
    """Nor is one that was withdrawn, one of other goods, or one that is not shown."""
    assert not chosen(twin("100"), "selection.twin_entry")
    assert not chosen(twin(period=BEFORE), "selection.twin_entry")
    it = twin()
    it.chain.change("withdrawn", "twin", "word")
    assert not chosen(it, "selection.twin_entry")
    it = twin()
    it.chain.enter("twin", inventory(made("twin", "1000")), weighing("1"), issuer=firm("mine"))
    assert not chosen(it, "selection.twin_entry")
    it.chain.enter("twin", None, weighing("1"), issuer=firm("mine"))
    assert not chosen(it, "selection.twin_entry")


def test_a_twin_behind_the_figure_is_counted_already() -> None:
    """The plant draws on both."""
    it = twin()
    site = {"issuer": firm("mine"), "product": ORE}
    it.chain.deliver("more", "twin", "plant", "100", **site)
    drawing(it, taken("ore", "200"), taken("more", "100"), lime())
    assert not chosen(it, "selection.twin_entry")


def test_entries_that_nothing_counts_make_no_choice() -> None:
    """A supplier behind a credit alone is not reached by the figure."""
    it = received()
    context = choice_context(it)
    context.__dict__["reach"] = context.reach._replace(parts={})
    assert not list(selection_choices(context))


def test_without_the_log_there_is_no_selection() -> None:
    """A context of the graph alone."""
    assert not list(selection_choices(replace(choice_context(received()), log=None)))


def test_a_price_in_an_input_is_no_stock() -> None:
    """A representative delivery is drawn on beside physical ones."""
    it = received()
    it.chain.deliver("price", "quarry", "plant", None, product=ORE)
    drawing(it, taken("ore", "300"), taken("price", "1"), lime())
    (found,) = chosen(it, "selection.other_delivery")
    assert found.effect is not None
    assert abs(found.effect - Decimal(3 * 300) / ENERGY) < NARROW
