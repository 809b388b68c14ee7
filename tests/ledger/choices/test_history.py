"""Tests for choices of history, as the log knows it."""

from dataclasses import replace
from decimal import Decimal

import pytest
from support.chosen import VISITED, choice_context, chosen, conservative, declared_total
from support.graph import firm, ident, weighing
from support.graph_battery import MODEL, PLANT, Declared, declared, row
from support.rows import inventory, made, taken, used

from ledger.choices.conservative import total_with
from ledger.choices.history import history_choices
from schemas.entry import Site

ENERGY = Decimal(4 * 36000)
"""kWh of total energy of the four batteries."""

NARROW = Decimal("1e-25")
BEFORE = {"start": "2024-01-01", "end": "2025-01-01"}
LATER = {"start": "2025-06-01", "end": "2026-06-01"}


def mined(lime: str, **output: str) -> object:
    """1,000 kg of ore for some lime, at 2 kg CO2e a kg."""
    return inventory(made("mine", "1000", **output), inputs=[used("test:lime", lime)])


def correct(it: Declared, old: str, new: str, content: object, **header: object) -> Declared:
    """A correction of an entry."""
    entry = it.chain.entries[ident(old)].entry
    kept = {name: getattr(entry, name) for name in ("issuer", "site", "period", "model", "process")}
    again = {"supersedes": {"id": ident(old), "reason": "correction"}}
    it.chain.enter(new, content, weighing("1"), **{**kept, **again, **header})
    it.chain.change("superseded", old, new)
    return it


def corrected(*limes: str) -> Declared:
    """The mine whose lime was corrected, one version after another; 2 kg CO2e for each kg of lime."""
    it, versions = declared(), ["mine", *(f"mine {lime}" for lime in limes)]
    for old, new, lime in zip(versions, versions[1:], limes, strict=False):
        correct(it, old, new, mined(lime))
    return it


def packs(kg: str, batteries: int, lime: str, name: str = "plant") -> object:
    """Batteries by weight, for some lime."""
    rows = [used("test:lime", lime)]
    return inventory(made(name, kg, batteries=batteries), inputs=rows)


def second(it: Declared, name: str, lime: str, **header: object) -> Declared:
    """Another entry of four batteries, which the calculation does not count: lime over 100 kg CO2e per kg of it."""
    usual = {"issuer": PLANT, "model": MODEL}
    it.chain.enter(name, packs("200", 4, lime, name), weighing("1"), **{**usual, **header})
    return it


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


def test_a_version_in_another_unit_is_listed_without_an_effect() -> None:
    """A tonne does not compare with a kilogram, and hides nothing."""
    it = corrected("500")
    it.chain.enter("mine", mined("1000", unit="m3"), weighing("1"))
    (found,) = chosen(it, "history.corrected")
    assert found.effect is None


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


def test_a_withdrawn_entry_of_the_product_is_counted_in_its_place() -> None:
    """Four batteries of 1,000 kg CO2e were withdrawn; four of 620 kg count."""
    it = second(declared(), "dirty", "500")
    it.chain.change("withdrawn", "dirty", "word")
    (found,) = chosen(it, "history.withdrawn")
    assert found.effect is not None
    assert found.choice.subject == ident("dirty")
    assert f"site P1, process raw_material.unspecified, model {MODEL}" in found.choice.detail
    assert abs(found.effect - Decimal(1000 - 620) / ENERGY) < NARROW


def test_the_highest_version_of_what_was_withdrawn_counts() -> None:
    """It was corrected down to nothing first."""
    it = second(declared(), "dirty", "500")
    correct(it, "dirty", "dirty 2", packs("200", 4, "1", "dirty"))
    it.chain.change("withdrawn", "dirty 2", "word")
    (found,) = chosen(it, "history.withdrawn")
    assert found.effect is not None
    assert found.choice.subject == ident("dirty 2")
    assert abs(found.effect - Decimal(1000 - 620) / ENERGY) < NARROW


@pytest.mark.parametrize(
    ("lime", "header"),
    [
        ("100", {}),
        ("500", {"model": "urn:test:another"}),
        ("500", {"period": BEFORE}),
        ("500", {"issuer": firm("another")}),
    ],
)
def test_a_withdrawal_that_lowers_nothing_here_is_no_choice(
    lime: str, header: dict[str, object]
) -> None:
    """A lower figure, another model, another year, another firm."""
    it = second(declared(), "dirty", lime, **header)
    it.chain.change("withdrawn", "dirty", "word")
    assert not chosen(it, "history.withdrawn")


def test_a_withdrawn_entry_of_the_product_that_is_not_shown_has_no_effect() -> None:
    """Its envelope names the model."""
    it = second(declared(), "dirty", "500")
    it.chain.entries[ident("dirty")] = it.chain.entries[ident("dirty")]._replace(inventory=None)
    it.chain.change("withdrawn", "dirty", "word")
    (found,) = chosen(it, "history.withdrawn")
    assert found.effect is None


@pytest.mark.parametrize(
    ("header", "output"),
    [
        ({"site": Site(code="P2", country="FI")}, {}),
        ({"process": "raw_material.mining"}, {}),
        ({"lot": "LOT-01", "basis": "lot_actual", "period": BEFORE}, {}),
        ({}, {"product": "urn:test:MINE:main"}),
    ],
)
def test_a_supplier_s_goods_that_reappear_after_a_withdrawal_count_as_before(
    header: dict[str, object], output: dict[str, str]
) -> None:
    """Ore of 3 kg CO2e per kg was withdrawn, and stated again at 2 elsewhere, otherwise, or spelled anew."""
    it = declared()
    it.chain.enter("first", mined("1500", **output), weighing("1"), issuer=firm("mine"), **header)
    it.chain.change("withdrawn", "first", "word")
    if "lot" in header:
        lot = {"lot": "LOT-O1", "basis": "lot_actual"}
        it.chain.enter("mine", mined("1000"), weighing("1"), **lot)
    (found,) = chosen(it, "history.withdrawn")
    assert found.effect is not None
    assert abs(found.effect - Decimal(300) / ENERGY) < NARROW


def test_other_goods_of_a_supplier_that_were_withdrawn_are_no_choice() -> None:
    """Nor are the same goods of another year, or an entry whose goods are not shown."""
    it = declared()
    of_mine = {"issuer": firm("mine")}
    it.chain.enter("tin", mined("9000", product="urn:test:tin"), weighing("1"), **of_mine)
    it.chain.enter("old", mined("9000"), weighing("1"), period=BEFORE, **of_mine)
    it.chain.enter("hidden", None, None, **of_mine)
    for name in ("tin", "old", "hidden"):
        it.chain.change("withdrawn", name, "word")
    assert not chosen(it, "history.withdrawn")


@pytest.mark.parametrize(
    ("header", "shown"),
    [
        ({"model": "urn:test:m\u043edel"}, "urn:test:m\\u043edel"),
        ({"site": Site(code="Pl", country="FI")}, "site Pl"),
    ],
)
def test_batteries_under_an_id_that_looks_alike_are_counted_in_place(
    header: dict[str, object], shown: str
) -> None:
    """A Cyrillic letter in the model, or an l for a 1 in the site code, keeps four dirty batteries out."""
    (found,) = chosen(second(declared(), "dirty", "500", **header), "history.look_alike")
    assert found.effect is not None
    assert shown in found.choice.detail
    assert abs(found.effect - Decimal(1000 - 620) / ENERGY) < NARROW


def test_goods_of_a_supplier_under_a_product_that_looks_alike_are_counted_in_place() -> None:
    """The id of the product has an l for a 1, at another site."""
    it = declared()
    site = Site(code="P2", country="FI")
    of_mine = {"issuer": firm("mine"), "site": site}
    it.chain.enter("dirty", mined("1500", product="urn:test:mlne:main"), weighing("1"), **of_mine)
    (found,) = chosen(it, "history.look_alike")
    assert found.effect is not None
    assert abs(found.effect - Decimal(300) / ENERGY) < NARROW


@pytest.mark.parametrize("header", [{}, {"site": Site(code="P2", country="FI")}])
def test_live_entries_of_another_site_or_left_out_openly_are_no_history(
    header: dict[str, object],
) -> None:
    """What the calculation leaves out is accounted for elsewhere."""
    it = second(declared(), "more", "500", **header)
    assert not list(history_choices(choice_context(it)))


def test_a_replaced_version_is_listed_with_its_newest_alone() -> None:
    """An excluded entry was corrected within the period."""
    it = second(declared(), "more", "500")
    correct(it, "more", "more 2", packs("200", 4, "400", "more"))
    assert not list(history_choices(choice_context(it)))


def test_a_batch_dated_out_of_the_period_is_counted_in_place() -> None:
    """Four batteries of 1,000 kg CO2e end in the next year now."""
    it = second(declared(), "dirty", "500")
    correct(it, "dirty", "dirty 2", packs("200", 4, "500", "dirty"), period=LATER)
    (found,) = chosen(it, "history.redated")
    assert found.effect is not None
    assert found.choice.subject == ident("dirty 2")
    assert abs(found.effect - Decimal(1000 - 620) / ENERGY) < NARROW


def test_a_supplier_s_entry_of_the_same_goods_may_be_dated_anew() -> None:
    """It makes no product of the calculation."""
    it = declared()
    it.chain.enter("other", mined("1500"), weighing("1"), issuer=firm("mine"))
    correct(it, "other", "other 2", mined("1500"), period=LATER)
    assert not chosen(it, "history.redated")


def eight(it: Declared, name: str) -> Declared:
    """The calculation counts four more batteries, and the treatment of as many."""
    more = row("product", "200", entry=name)
    it.rows = [it.rows[0], more, row("end_of_life", "400", delivery="treatment")]
    it.asserted["batteries"] = 8
    return it


def moved(lime: str, period: dict[str, str]) -> Declared:
    """Eight batteries, of which four were entered for another period first."""
    it = second(declared(), "clean", lime, period=period)
    correct(it, "clean", "clean 2", packs("200", 4, lime, "clean"), period=declared_year())
    return eight(it, "clean 2")


def declared_year() -> dict[str, str]:
    """The period of the calculation."""
    return {"start": "2025-01-01", "end": "2026-01-01"}


def test_a_clean_batch_dated_into_the_period_counts_as_the_others() -> None:
    """It has 200 kg CO2e, and the others have 620."""
    (found,) = chosen(moved("100", BEFORE), "history.redated")
    assert found.effect is not None
    assert found.choice.subject == ident("clean 2")
    assert abs(found.effect - Decimal(620 - 200) / (2 * ENERGY)) < NARROW


def test_a_dirty_batch_dated_into_the_period_is_no_choice() -> None:
    """Nor is a clean one whose dates changed within it."""
    assert not chosen(moved("500", BEFORE), "history.redated")
    assert not chosen(moved("100", {"start": "2025-02-01", "end": "2026-01-01"}), "history.redated")


def test_without_the_log_there_is_no_history() -> None:
    """A context of the graph alone."""
    assert not list(history_choices(replace(choice_context(corrected("500")), log=None)))


def both_counted(lime: str) -> Declared:
    """The honest calculation: eight batteries, four of them of another entry."""
    return eight(second(declared(), "dirty", lime), "dirty")


@pytest.mark.parametrize("kind", ["withdrawn", "look_alike", "redated"])
def test_the_conservative_figure_covers_a_batch_that_was_kept_out(kind: str) -> None:
    """Withdrawn, under a look-alike model or dated into the next year: the honest figure counts it."""
    header = {"model": "urn:test:m\u043edel"} if kind == "look_alike" else {}
    it = second(declared(), "dirty", "500", **header)
    if kind == "withdrawn":
        it.chain.change("withdrawn", "dirty", "word")
    if kind == "redated":
        correct(it, "dirty", "dirty 2", packs("200", 4, "500", "dirty"), period=LATER)
    assert len(chosen(it, f"history.{kind}")) == 1
    assert conservative(it).total >= declared_total(both_counted("500")) - NARROW


def test_the_conservative_figure_covers_a_clean_batch_that_was_dated_into_the_period() -> None:
    """The honest calculation counts the other four batteries alone."""
    assert conservative(moved("100", BEFORE)).total >= declared_total(declared()) - NARROW


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
