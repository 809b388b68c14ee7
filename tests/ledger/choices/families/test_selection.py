"""Tests for choices of selection, as the log knows it."""

from dataclasses import replace
from decimal import Decimal

import pytest
from support.balanced import line
from support.chosen import VISITED, choice_context, chosen, conservative, declared_total
from support.graph import firm, ident, weighing
from support.graph_battery import Declared, declared
from support.rows import avoided, inventory, made, taken, used

from ledger.choices.families.selection import selection_choices
from schemas.signed.entry import Product, Site

ENERGY = Decimal(4 * 36000)
"""kWh of total energy of the four batteries."""

NARROW = Decimal("1e-25")
ORE = "urn:test:mine:main"
OTHER = "selection.other_delivery"
LONG_BEFORE = {"start": "2022-01-01", "end": "2023-01-01"}
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
    """The plant draws on all that it received."""
    return drawing(received(), taken("idle", "900"), taken("ore", "300"), lime())


def lime() -> dict[str, object]:
    """The distribution of the batteries."""
    return used("test:lime", "10", stage="distribution")


def test_goods_received_and_never_drawn_count_as_used() -> None:
    """900 kg at 6 kg CO2e per kg, once, in the entry of the firm that received them; no price is said."""
    it = received()
    (found,) = chosen(it, OTHER)
    assert found.effect is not None
    assert (found.choice.subject, found.choice.by) == (ident("plant"), firm("plant"))
    assert "received 900 kg under delivery idle, and 900 kg are drawn" in found.choice.detail
    assert abs(found.effect - Decimal(6 * 900) / ENERGY) < NARROW


def test_the_conservative_figure_covers_what_was_not_drawn() -> None:
    """The honest plant has no choice, and the other one's figure is at least as high as its."""
    assert not chosen(honest(), OTHER)
    assert conservative(received()).total >= declared_total(honest()) - NARROW


def test_a_token_draw_hides_nothing() -> None:
    """What is left after a draw of 10 kg counts, and no more than that."""
    it = drawing(received(), taken("idle", "10"), taken("ore", "300"), lime())
    (found,) = chosen(it, OTHER)
    assert found.effect is not None
    assert abs(found.effect - Decimal(6 * 890) / ENERGY) < NARROW


def test_clean_goods_count_too() -> None:
    """900 kg at 1 are used as well; what costs nothing raises nothing."""
    (found,) = chosen(received(lime="500"), OTHER)
    assert found.effect is not None
    assert abs(found.effect - Decimal(900) / ENERGY) < NARROW
    it = received()
    it.chain.enter("quarry", inventory(made("quarry", "1000", product=ORE)), weighing("1"))
    assert not chosen(it, OTHER)


def test_goods_of_another_time_are_no_choice() -> None:
    """Goods made in the year before may still be used, and those of two years before are not."""
    assert chosen(received(period=BEFORE), OTHER)
    assert not chosen(received(period=LONG_BEFORE), OTHER)


def test_each_delivery_counts_by_itself() -> None:
    """Two deliveries lie idle: 900 kg at 6, and 9 kg at 2,000."""
    it = received()
    content = inventory(made("pit", "9", product=ORE), inputs=[used("test:lime", "9000")])
    it.chain.enter("pit", content, weighing("1"))
    it.chain.deliver("more", "pit", "plant", "9", product=ORE)
    effects = [row.effect for row in chosen(it, OTHER)]
    assert all(
        effect is not None and abs(effect - Decimal(kg) / ENERGY) < NARROW
        for effect, kg in zip(effects, (18000, 5400), strict=True)
    )


def test_goods_of_another_recipient_are_no_choice() -> None:
    """What another firm received it uses itself."""
    it = received()
    it.chain.deliver("idle", "quarry", "plant", "900", product=ORE, recipient=firm("another"))
    assert not chosen(it, OTHER)


@pytest.mark.parametrize(("sold", "left"), [("0", 1000), ("300", 700), ("1000", 0)])
def test_goods_of_an_unstated_amount_count_as_all_that_is_left(sold: str, left: int) -> None:
    """A representative delivery that no row cites may be the word for goods that came."""
    it = quarry(declared(), "3000")
    it.chain.deliver("price", "quarry", "plant", None, product=ORE)
    if sold != "0":
        it.chain.deliver("other", "quarry", "plant", sold, product=ORE, recipient=firm("another"))
    found = chosen(it, OTHER)
    assert bool(found) == bool(left)
    for row in found:
        assert row.effect is not None
        assert abs(row.effect - Decimal(6 * left) / ENERGY) < NARROW
        assert "it received an unstated amount under delivery" in row.choice.detail


def test_a_price_that_a_row_cites_is_no_stock() -> None:
    """An input draws on it, or a credit is by it; what is treated at the end of life goes the other way."""
    drawn = quarry(declared(), "3000")
    drawn.chain.deliver("price", "quarry", "plant", None, product=ORE)
    drawing(drawn, taken("ore", "300"), taken("price", "1"), lime())
    assert not chosen(drawn, OTHER)
    credited = quarry(declared(), "3000")
    credited.chain.deliver("price", "quarry", "plant", None, product=ORE)
    record = credited.chain.entries[ident("plant")]
    assert record.inventory is not None
    credit = avoided("1", delivery="price")
    rows = [row.model_dump(mode="json", exclude_none=True) for row in record.inventory.inputs]
    content = inventory(made("plant", "200", batteries=4), inputs=rows, avoided=[credit])
    credited.chain.entries[ident("plant")] = record._replace(inventory=content)
    assert not chosen(credited, OTHER)
    treated = quarry(declared(), "3000", process="end_of_life.shredding")
    treated.chain.deliver("price", "quarry", "plant", None, product=ORE)
    assert not chosen(treated, OTHER)
    treated.chain.deliver("goods", "quarry", "plant", "10", product=ORE)
    drawing(treated, taken("ore", "300"), taken("goods", "10"), lime())
    assert len(chosen(treated, OTHER)) == 1


def test_another_product_is_a_choice_too() -> None:
    """What a plant received without a word of use is not told apart by the name of the goods."""
    it = received()
    it.chain.deliver("idle", "quarry", "plant", "900", product="urn:test:tin")
    assert chosen(it, OTHER)


def holding(name: str, it: Declared, **elements: str) -> None:
    """State the elements of an entry's main line."""
    record = it.chain.entries[ident(name)]
    states = Product(lines=(line(**elements),))
    it.chain.entries[ident(name)] = record._replace(product=states)


def test_goods_of_no_element_that_the_firm_makes_or_draws_are_left_out() -> None:
    """Tin received by a maker of batteries of nickel out of iron ore; nickel would count, and what states nothing."""
    it = received()
    holding("plant", it, Ni="0.2")
    assert chosen(it, OTHER)
    holding("mine", it, Fe="0.5")
    holding("quarry", it, Sn="0.9", Ni="0.001")
    assert not chosen(it, OTHER)
    for element in ("Ni", "Fe"):
        holding("quarry", it, **{element: "0.1"})
        assert chosen(it, OTHER)


def test_a_delivery_that_is_not_shown_says_nothing_of_what_a_firm_draws() -> None:
    """The plant draws on goods that nobody shows beside its ore."""
    it = received()
    holding("plant", it, Ni="0.2")
    holding("quarry", it, Sn="0.9")
    context = choice_context(it)
    drawing(it, taken("ore", "300"), taken("gone", "1"))
    (other,) = [row for row in context.graph.entry_goods if row.record.id == ident("plant")]
    found = it.chain.entries[ident("plant")]
    assert found.inventory is not None
    entries = [other._replace(record=found, inventory=found.inventory)]
    context.__dict__["entries"] = entries
    codes = [row.kind.code for row in selection_choices(context)]
    assert codes == []


def test_withdrawn_and_replaced_deliveries_are_no_stock() -> None:
    """A correction is one delivery with what it replaces."""
    it = received()
    it.chain.change("withdrawn", "idle", "word")
    other = inventory(made("other", "1"), inputs=[taken("idle", "1")])
    it.chain.enter("other", other, weighing("1"))
    assert not chosen(it, OTHER)
    it = received()
    it.chain.deliver("idle 2", "quarry", "plant", "300", product=ORE)
    it.chain.change("superseded", "idle", "idle 2")
    (found,) = chosen(it, OTHER)
    assert found.effect is not None
    assert abs(found.effect - Decimal(6 * 300) / ENERGY) < NARROW


def test_goods_that_another_entry_draws_do_not_lie_idle() -> None:
    """Another plant of the firm uses them; a version that was replaced uses nothing."""
    it = received()
    rows = [taken("idle", "900")]
    of_plant = {"issuer": firm("plant"), "site": Site(code="P2", country="FI")}
    it.chain.enter("other", inventory(made("other", "1"), inputs=rows), weighing("1"), **of_plant)
    assert not chosen(it, OTHER)
    it.chain.enter("other 2", inventory(made("other", "1")), weighing("1"), **of_plant)
    it.chain.change("superseded", "other", "other 2")
    assert chosen(it, OTHER)


def test_goods_drawn_again_by_a_later_version_are_drawn_once() -> None:
    """The successor came after the figure, so both versions are shown and live: 450 of 900 kg are left."""
    it = received()
    of_plant = {"issuer": firm("plant"), "site": Site(code="P2", country="FI")}
    drawn = inventory(made("other", "1"), inputs=[taken("idle", "450")])
    it.chain.enter("other", drawn, weighing("1"), **of_plant)
    replaced = {"id": ident("other"), "reason": "correction"}
    it.chain.enter("again", drawn, weighing("1"), supersedes=replaced, **of_plant)
    (found,) = chosen(it, OTHER)
    assert "450 kg are drawn by nothing" in found.choice.detail


def test_an_idle_delivery_without_a_figure_has_no_effect() -> None:
    """Its supplier's inventory is not shown."""
    it = received()
    it.chain.entries[ident("quarry")] = it.chain.entries[ident("quarry")]._replace(inventory=None)
    (found,) = chosen(it, OTHER)
    assert found.effect is None
    assert "their figure is not known" in found.choice.detail


def test_a_settled_selection_keeps_its_value() -> None:
    """An auditor has seen the stock."""
    it = received()
    assert abs(conservative(it, examined=VISITED).total - declared_total(it)) < NARROW


def test_goods_count_once_where_a_price_needs_an_entry_several_times() -> None:
    """The recycler's 100 kg stand for 200, and the 900 kg that it received count once."""
    it = received()
    it.chain.deliver("idle", "quarry", "recycler", "900", product=ORE)
    (found,) = chosen(it, OTHER)
    assert found.effect is not None
    assert found.choice.subject == ident("recycler")
    assert abs(found.effect - Decimal(6 * 900) / ENERGY) < NARROW


def test_goods_count_in_the_entry_that_the_figure_needs_most_of() -> None:
    """A second entry of the plant, of which the batteries take a tenth, is not the one."""
    it = received()
    parts = inventory(made("parts", "100"), inputs=[used("test:lime", "1")])
    it.chain.enter("parts", parts, weighing("1"), issuer=firm("plant"))
    it.chain.deliver("own", "parts", "plant", "10", issuer=firm("plant"))
    drawing(it, taken("ore", "300"), taken("own", "10"), lime())
    (found,) = chosen(it, OTHER)
    assert found.choice.subject == ident("plant")


def test_entries_that_nothing_counts_make_no_choice() -> None:
    """A supplier behind a credit alone is not reached by the figure."""
    context = choice_context(received())
    context.__dict__["entries"] = []
    assert not list(selection_choices(context))


def test_without_the_log_there_is_no_selection() -> None:
    """A context of the graph alone."""
    assert not list(selection_choices(replace(choice_context(received()), log=None)))


def test_a_price_in_an_input_is_no_stock() -> None:
    """A representative delivery is drawn on beside physical ones."""
    it = received()
    it.chain.deliver("price", "quarry", "plant", None, product=ORE)
    drawing(it, taken("ore", "300"), taken("price", "1"), lime())
    (found,) = chosen(it, OTHER)
    assert found.effect is not None
    assert abs(found.effect - Decimal(6 * 900) / ENERGY) < NARROW
