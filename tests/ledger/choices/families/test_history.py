"""Tests for choices of history, as the log knows it."""

from decimal import Decimal

from support.chosen import VISITED, choice_context, chosen, conservative, declared_total
from support.graph import firm, ident, weighing
from support.graph_battery import declared, row
from support.restated import ENERGY, NARROW, correct, corrected, mined
from support.rows import inventory, made, taken, used

from ledger.choices.conservative import total_with


def test_a_correction_downwards_counts_as_the_version_before() -> None:
    """The ore fell from 2 to 1 kg CO2e per kg; 300 kg of it are drawn."""
    it = corrected("500")
    (found,) = chosen(it, "history.corrected")
    assert found.effect is not None
    assert (found.choice.subject, found.choice.by) == (ident("mine 500"), firm("mine"))
    assert "2 kg CO2e per kg of main" in found.choice.detail
    assert "and 1 counts" in found.choice.detail
    assert abs(found.effect - Decimal(300) / ENERGY) < NARROW
    assert conservative(it).total >= declared_total(declared()) - NARROW


def test_a_correction_upwards_is_no_choice() -> None:
    """Nor is one that changes no figure."""
    assert not chosen(corrected("2000"), "history.corrected")
    assert not chosen(corrected("1000"), "history.corrected")


def test_of_several_versions_the_highest_counts_once() -> None:
    """2, 4 and 3 kg CO2e per kg before, and 1 now."""
    it = corrected("2000", "1500", "500")
    (found,) = chosen(it, "history.corrected")
    assert found.effect is not None
    assert len(found.choice.changes) == 3
    assert abs(found.effect - Decimal(3 * 300) / ENERGY) < NARROW
    raised = total_with(choice_context(it), found.choice.changes)
    assert raised is not None
    assert abs(raised - declared_total(it) - found.effect) < NARROW


def test_a_correction_back_down_to_the_first_figure_is_listed() -> None:
    """The version in between was higher, whatever the first one was."""
    (found,) = chosen(corrected("2000", "1000"), "history.corrected")
    assert found.effect is not None
    assert abs(found.effect - Decimal(2 * 300) / ENERGY) < NARROW


def test_a_version_that_is_not_shown_is_listed_without_an_effect() -> None:
    """Its figure is unknown, and no guess is made."""
    it = corrected("500")
    it.chain.entries[ident("mine")] = it.chain.entries[ident("mine")]._replace(inventory=None)
    (found,) = chosen(it, "history.corrected")
    assert found.effect is None
    assert "is not shown, or has no figure" in found.choice.detail


def test_a_version_in_another_unit_compares_by_mass_or_whole_by_whole() -> None:
    """1,000 m3 of 2 kg at 2 are 1 per kg, no fall; of half a kg 4; without a mass all of them are all of 1,000 kg."""
    it = corrected("500")
    it.chain.enter("mine", mined("1000", unit="m3"), weighing("0.5"))
    (found,) = chosen(it, "history.corrected")
    assert found.effect is not None
    assert abs(found.effect - Decimal(3 * 300) / ENERGY) < NARROW
    it.chain.enter("mine", mined("1000", unit="m3"), weighing("2"))
    assert not chosen(it, "history.corrected")
    it.chain.enter("mine", mined("1000", unit="m3"), weighing(None))
    (found,) = chosen(it, "history.corrected")
    assert found.effect is not None
    assert abs(found.effect - Decimal(300) / ENERGY) < NARROW


def test_a_version_that_is_missing_ends_the_history() -> None:
    """The entry names it, and nothing else is known of it."""
    it = corrected("500")
    del it.chain.entries[ident("mine")]
    assert not chosen(it, "history.corrected")


def test_versions_that_name_each_other_are_followed_once() -> None:
    """No ledger admits them; a bundle could still be made so."""
    it = corrected("500")
    record = it.chain.entries[ident("mine")]
    again = {"supersedes": {"id": ident("mine 500"), "reason": "correction"}}
    it.chain.enter("mine", record.inventory, weighing("1"), **again)
    (found,) = chosen(it, "history.corrected")
    assert found.effect is not None


def test_a_line_with_another_name_is_found_by_its_product_or_as_the_main_one() -> None:
    """The correction renames the line, and the delivery with it."""
    for product in ("urn:test:mine:main", "urn:test:another"):
        it = declared()
        content = mined("500", line="ore", product=product)
        correct(it, "mine", "mine 500", content)
        entry = it.chain.entries[ident("mine 500")]
        it.chain.entries[ident("mine 500")] = entry._replace(product=weighing("1", ["ore"]))
        it.chain.deliver("ore", "mine", "plant", "300", line="ore", product=product)
        (found,) = chosen(it, "history.corrected")
        assert found.effect is not None
        assert abs(found.effect - Decimal(300) / ENERGY) < NARROW


def test_a_settled_correction_keeps_its_value() -> None:
    """An auditor has seen why."""
    it = corrected("500")
    whole = conservative(it, examined=VISITED)
    assert abs(whole.total - declared_total(it)) < NARROW


def test_a_conservative_supplier_of_an_old_version_raises_that_version() -> None:
    """The version before draws on a line that takes a quarter of its burdens; the alternative takes all of them."""
    it = declared()
    lists = {"inputs": [used("test:lime", "1000")], "allocation": "mass"}
    outputs = (
        made("quarry", "1000", allocation_value="1"),
        made("quarry", "1000", "slag", role="co_product", allocation_value="1"),
    )
    it.chain.enter("quarry", inventory(*outputs, **lists), weighing("1", ["main", "slag"]))
    it.chain.deliver("stone", "quarry", "mine", "1000")
    rows = [taken("stone", "1000"), used("test:lime", "500")]
    it.chain.enter("mine", inventory(made("mine", "1000"), inputs=rows), weighing("1"))
    correct(it, "mine", "mine 2", mined("400"))
    (found,) = chosen(it, "history.corrected")
    assert found.effect is not None
    assert abs(found.effect - Decimal("1.2") * 300 / ENERGY) < NARROW


def test_withdrawing_the_goods_behind_an_old_version_does_not_hide_its_figure() -> None:
    """Ore of stone at 3 kg CO2e per kg, then of lime; the stone was withdrawn afterwards, delivery and entry."""
    it = declared()
    stone = inventory(made("quarry", "1000"), inputs=[used("test:lime", "1500")])
    it.chain.enter("quarry", stone, weighing("1"))
    it.chain.deliver("stone", "quarry", "mine", "1000")
    content = inventory(made("mine", "1000"), inputs=[taken("stone", "1000")])
    it.chain.enter("mine", content, weighing("1"))
    correct(it, "mine", "mine 2", mined("1000"))
    it.chain.change("withdrawn", "stone", "first word")
    it.chain.change("withdrawn", "quarry", "second word")
    (found,) = chosen(it, "history.corrected")
    assert found.effect is not None
    assert abs(found.effect - Decimal(300) / ENERGY) < NARROW


def test_more_batteries_of_the_same_mass_are_a_fall_by_the_piece() -> None:
    """620 kg CO2e over five batteries in place of four, in a calculation of four of 160 kg."""
    it = declared()
    content = it.chain.entries[ident("plant")].inventory
    assert content is not None
    rows = [taken("ore", "300"), used("test:lime", "10", stage="distribution")]
    correct(it, "plant", "plant 2", inventory(made("plant", "200", batteries=5), inputs=rows))
    it.rows[0] = row("product", "200", entry="plant 2")
    (found,) = chosen(it, "history.corrected")
    assert found.effect is not None
    assert abs(found.effect - Decimal(620) / 4 / ENERGY) < NARROW


def test_a_change_of_mass_alone_is_no_fall() -> None:
    """Four batteries emit what they did, at 250 kg in place of 200."""
    it = declared()
    rows = [taken("ore", "300"), used("test:lime", "10", stage="distribution")]
    correct(it, "plant", "plant 2", inventory(made("plant", "250", batteries=4), inputs=rows))
    it.rows[0] = row("product", "250", entry="plant 2")
    assert not chosen(it, "history.corrected")


def test_corrections_far_up_a_long_chain_are_summed_without_end() -> None:
    """Each of 120 tiers uses a ten-thousandth of the one before: the effects span 480 digits."""
    it = declared()
    for tier in range(120):
        rows = [taken(f"sold {tier - 1}", "0.001")] if tier else []
        name = f"tier-{tier}"
        content = inventory(made(name, "10"), inputs=[used("test:lime", "2"), *rows])
        it.chain.enter(name, content, weighing("1"))
        content = inventory(made(name, "10"), inputs=[used("test:lime", "1"), *rows])
        correct(it, name, f"{name} again", content)
        customer = "mine" if tier == 119 else f"tier-{tier + 1}"
        it.chain.deliver(f"sold {tier}", name, customer, "1")
    rows = [used("test:lime", "1000"), taken("sold 119", "1")]
    it.chain.enter("mine", inventory(made("mine", "1000"), inputs=rows), weighing("1"))
    found = chosen(it, "history.corrected")
    assert 1 < len(found) < 120
    assert conservative(it).total > declared_total(it)


def test_a_correction_after_an_audit_is_not_the_choice_that_was_settled() -> None:
    """The id has the newest version after the figure: who looked before it came has settled nothing of it."""
    it = corrected("500")
    (before,) = chosen(it, "history.corrected")
    later = {"supersedes": {"id": ident("mine 500"), "reason": "correction"}}
    it.chain.enter("mine 400", mined("400"), weighing("1"), **later)
    (after,) = chosen(it, "history.corrected")
    assert (before.choice.coordinate, after.choice.coordinate) == ("", ident("mine 400"))
    assert after.choice.id != before.choice.id
