"""Tests for choices of time: samples, and old data."""

from dataclasses import replace
from decimal import Decimal

import pytest
from support.chosen import choice_context, chosen, conservative, declared_total
from support.footprints import file_of, pact_3
from support.graph import STUDY, firm, ident, weighing
from support.graph_battery import Declared, declared, work
from support.rows import imported, inventory, made, taken, used

from ledger.choices.families.time import time_choices
from schemas.signed.entry import Site
from schemas.signed.rulebook import Rulebook

ENERGY = Decimal(4 * 36000)
"""kWh of total energy of the four batteries."""

NARROW = Decimal("1e-25")
SAMPLE = "time.sample"
DAY = {"start": "2025-03-01", "end": "2025-03-02"}


def treating(output: str, kg: str, **header: object) -> Declared:
    """The recycler's work on a sample stands for the 200 kg of the batteries."""
    it = declared()
    content = inventory(made("recycler", output), inputs=[work(kg)])
    it.chain.enter("recycler", content, weighing(None), **header)
    return it


def works(it: Declared, name: str, kg: str, **header: object) -> Declared:
    """Another entry of the recycler, over a whole year: 1,000 kg for some lime."""
    content = inventory(made("recycler", "1000"), inputs=[work(kg)])
    site = Site(code="P2", country="FI")
    usual = {"issuer": firm("recycler"), "site": site}
    it.chain.enter(name, content, weighing(None), **{**usual, **header})
    return it


def test_a_pilot_run_counts_as_the_supplier_s_other_entries() -> None:
    """A kilogram at 1 kg CO2e stands for 200 kg, which regular work does at 4."""
    it = works(treating("1", "0.5"), "works", "2000")
    (found,) = chosen(it, SAMPLE)
    assert found.effect is not None
    assert (found.choice.subject, found.choice.by) == (ident("recycler"), firm("recycler"))
    assert "1 kg of main, made from 2025-01-01 to 2026-01-01, stand for" in found.choice.detail
    assert abs(found.effect - 3 * counted() / ENERGY) < NARROW


def counted() -> Decimal:
    """The kg of treatment that the rulebook counts."""
    formula = STUDY.circular_footprint
    rate = Decimal(1) if formula is None else Decimal(formula.collection_rate.value)
    return 200 * rate


def test_the_highest_of_several_entries_counts_once() -> None:
    """4 and 6 kg CO2e per kg elsewhere; a cleaner one raises nothing."""
    it = works(treating("1", "0.5"), "works", "2000")
    works(it, "old works", "3000", site=Site(code="P3", country="FI"))
    works(it, "new works", "10", site=Site(code="P4", country="FI"))
    (found,) = chosen(it, SAMPLE)
    assert found.effect is not None
    assert abs(found.effect - 5 * counted() / ENERGY) < NARROW


def test_the_conservative_figure_covers_regular_work() -> None:
    """The honest chain states the regular entry of 4 kg CO2e per kg in place of the pilot run."""
    lie = works(treating("1", "0.5"), "works", "2000")
    assert conservative(lie).total >= declared_total(treating("1000", "2000")) - NARROW


def test_a_sample_of_a_day_is_too_short() -> None:
    """It makes as much as is counted, in less than a hundredth of the year."""
    (found,) = chosen(treating("200", "1", period=DAY), SAMPLE)
    assert found.effect is None
    assert "made from 2025-03-01 to 2025-03-02" in found.choice.detail


def test_a_sample_that_is_large_and_long_enough_is_no_choice() -> None:
    """Two kilograms of 200, in four days."""
    days = {"start": "2025-03-01", "end": "2025-03-05"}
    assert not chosen(treating("2", "1", period=days), SAMPLE)


def test_goods_of_another_time_give_no_alternative() -> None:
    """Regular work of ten years before; the same goods by site and process count under any product id."""
    long_ago = {"period": {"start": "2015-01-01", "end": "2016-01-01"}}
    (found,) = chosen(works(treating("1", "0.5"), "works", "2000", **long_ago), SAMPLE)
    assert found.effect is None
    it = treating("1", "0.5")
    record = it.chain.entries[ident("recycler")]
    other = inventory(made("recycler", "1000", product="urn:test:other"), inputs=[work("2000")])
    own = {"issuer": firm("recycler"), "site": record.entry.site, "process": record.entry.process}
    it.chain.enter("works", other, weighing(None), **own)
    (found,) = chosen(it, SAMPLE)
    assert found.effect is not None
    assert abs(found.effect - 3 * counted() / ENERGY) < NARROW


def test_an_entry_without_a_figure_gives_no_alternative() -> None:
    """Nothing values what it uses."""
    it = works(treating("1", "0.5"), "works", "2000")
    content = inventory(made("recycler", "1000"), inputs=[used("test:unknown", "1")])
    it.chain.entries[ident("works")] = it.chain.entries[ident("works")]._replace(inventory=content)
    (found,) = chosen(it, SAMPLE)
    assert found.effect is None


def test_an_entry_without_a_figure_may_be_the_dearest_goods() -> None:
    """The rulebook says what the dearest goods of any composition cost; without that nothing does."""
    it = works(treating("1", "0.5"), "works", "2000")
    content = inventory(made("recycler", "1000"), inputs=[used("test:unknown", "1")])
    changed = it.chain.entries[ident("works")]._replace(inventory=content)
    it.chain.entries[ident("works")] = changed
    (found,) = chosen(it, SAMPLE, STUDY)
    assert found.effect is not None
    assert abs(found.effect - 35 * counted() / ENERGY) < NARROW


def drawn(amount: str | None, output: str = "1") -> Declared:
    """The plant draws 300 kg of ore under a delivery of a mine that made less, if it is a price."""
    it = declared()
    it.chain.enter(
        "mine", inventory(made("mine", output), inputs=[used("test:lime", "1")]), weighing("1")
    )
    it.chain.deliver("ore", "mine", "plant", amount)
    return it


def test_a_representative_delivery_that_an_entry_draws_is_a_sample_too() -> None:
    """The price of a kilogram stands for 300."""
    (found,) = chosen(drawn(None), SAMPLE)
    assert found.choice.subject == ident("mine")
    assert "stand for 300 kg" in found.choice.detail


def test_physical_goods_are_no_sample() -> None:
    """A lot of a day that is delivered is what was made."""
    assert not chosen(drawn("300"), SAMPLE)


def test_a_line_is_listed_once() -> None:
    """Two entries draw on the same price."""
    it = drawn(None)
    it.chain.deliver("more", "mine", "plant", None)
    record = it.chain.entries[ident("plant")]
    rows = [
        taken("ore", "150"),
        taken("more", "150"),
        used("test:lime", "10", stage="distribution"),
    ]
    content = inventory(made("plant", "200", batteries=4), inputs=rows)
    it.chain.entries[ident("plant")] = record._replace(inventory=content)
    found = [row for row in time_choices(choice_context(it)) if row.kind.code == "time.sample"]
    assert len(found) == 1


def test_without_the_log_the_use_of_a_draw_is_unknown() -> None:
    """A row of the composition is representative by itself."""
    context = replace(choice_context(drawn(None)), log=None)
    assert not [row for row in time_choices(context) if row.kind.code == "time.sample"]
    context = replace(choice_context(treating("1", "0.5")), log=None)
    (found,) = (row for row in time_choices(context) if row.kind.code == SAMPLE)
    assert not found.changes


@pytest.mark.parametrize(("end", "count"), [("2018-12-31", 1), ("2019-01-01", 0)])
def test_data_of_more_than_six_years_before_are_listed_without_an_effect(
    end: str, count: int
) -> None:
    """The calculation begins with 2025."""
    it = treating("1000", "1", period={"start": "2018-01-01", "end": end})
    found = chosen(it, "time.old")
    assert len(found) == count
    assert all(row.effect is None for row in found)
    assert all(row.choice.subject == ident("recycler") for row in found)


def test_goods_of_an_old_entry_are_listed() -> None:
    """Ore of 2015 that a plant of 2025 draws."""
    it = declared()
    it.reenter("mine", period={"start": "2015-01-01", "end": "2016-01-01"})
    (found,) = chosen(it, "time.old")
    assert (
        "end with the day before 2016-01-01, and are used from 2025-01-01 on" in found.choice.detail
    )


def test_a_rulebook_without_limits_lists_neither() -> None:
    """Both limits are its data."""
    rule = STUDY.conservative
    assert rule is not None
    without = rule.model_copy(update={"oldest_data": None, "least_sample": None})
    rulebook = STUDY.model_copy(update={"conservative": without})
    it = treating("1", "0.5", period={"start": "2015-01-01", "end": "2015-01-02"})
    assert not chosen(it, "time.old", rulebook)
    assert not chosen(it, "time.sample", rulebook)
    bare: Rulebook = STUDY.model_copy(update={"conservative": None})
    assert not list(time_choices(choice_context(it, bare)))


@pytest.mark.parametrize(("start", "count"), [("2018-12-31", 1), ("2019-01-01", 0)])
def test_an_imported_figure_of_an_old_period_is_listed(start: str, count: int) -> None:
    """The file goes on being valid; its data do not grow younger."""
    it = declared()
    day = f"{start}T00:00:00Z"
    file = file_of(pact_3(referencePeriodStart=day, referencePeriodEnd="2026-01-01T00:00:00Z"))
    rows = [used("test:lime", "1"), imported(file, amount="6")]
    it.chain.enter("mine", inventory(made("mine", "1000"), inputs=rows), weighing("1"))
    found = chosen(it, "time.old")
    assert len(found) == count
    assert all(row.choice.subject == ident("mine") for row in found)
