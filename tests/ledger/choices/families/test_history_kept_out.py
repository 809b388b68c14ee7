"""Tests for choices of history: entries that were withdrawn, moved or renamed, and so kept out of a figure."""

from dataclasses import replace
from decimal import Decimal

import pytest
from support.balanced import line
from support.chosen import choice_context, chosen, conservative, declared_total
from support.graph import firm, ident, weighing
from support.graph_battery import MODEL, Declared, declared, row
from support.restated import BEFORE, ENERGY, LATER, NARROW, correct, corrected, mined, packs, second

from ledger.choices.families.history import history_choices
from schemas.signed.entry import Product, Site


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
    """By their elements; nor are the same goods of another year, or an entry whose goods are not shown."""
    it = declared()
    of_mine = {"issuer": firm("mine")}
    tin, iron = Product(lines=(line(Sn="0.7"),)), Product(lines=(line(Fe="0.6"),))
    it.chain.enter("mine", mined("1000"), iron)
    it.chain.enter("tin", mined("9000", product="urn:test:tin"), tin, **of_mine)
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
