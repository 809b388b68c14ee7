"""Tests for choices of production: entries of the model and site that a calculation leaves out."""

from dataclasses import replace

import pytest
from support.chosen import choice_context, chosen, conservative, declared_total
from support.graph_battery import Declared, declared
from support.restated import BEFORE, NARROW, correct, packs, second

from ledger.choices.families.production import production_choices
from schemas.signed.entry import Site

EARLY = {"start": "2025-01-01", "end": "2025-02-01"}
LATE = {"start": "2025-05-01", "end": "2025-06-01"}
WEEK = {"start": "2025-12-25", "end": "2026-01-01"}


def left_out(lime: str, period: dict[str, str] = EARLY, **header: object) -> Declared:
    """The declaration beside another batch of its plant, which nothing counts."""
    return second(declared(), "batch", lime, period=period, **header)


def test_an_excluded_batch_counts_in_place_of_each_battery() -> None:
    """The batch has 4 batteries for more lime than the plant; the product counts at least as that."""
    it = left_out("900")
    (found,) = chosen(it, "selection.excluded")
    whole = conservative(it)
    assert found.effect is not None
    assert found.effect > 0
    assert whole.total is not None
    assert whole.total >= declared_total(it) + found.effect - NARROW
    assert "left out, an entry of 2025-01-01 to 2025-02-01 has" in found.choice.detail
    assert "as far as the log shows" in found.choice.detail


def test_a_cleaner_batch_is_no_choice() -> None:
    """To leave it out raises the figure."""
    assert not chosen(left_out("1"), "selection.excluded")


@pytest.mark.parametrize(
    ("period", "header"),
    [(BEFORE, {}), (EARLY, {"site": Site(code="P2", country="FI")}), (EARLY, {"model": "urn:o"})],
)
def test_another_year_site_or_model_is_not_left_out(
    period: dict[str, str], header: dict[str, object]
) -> None:
    """The calculation is of one model, plant and year."""
    it = left_out("900", period, **header)
    assert not chosen(it, "selection.excluded")
    assert not chosen(it, "selection.period")


def test_a_short_period_leaves_out_the_months_around_it() -> None:
    """A week of the year; the batch of May is near it."""
    it = left_out("900", LATE)
    it.asserted["period"] = WEEK
    (found,) = chosen(it, "selection.period")
    assert found.effect is not None
    assert found.effect > 0


def test_a_batch_that_was_corrected_downwards_and_left_out_counts_as_before() -> None:
    """The highest of its versions."""
    it = correct(left_out("900"), "batch", "cleaner", packs("200", 4, "1", "batch"), period=EARLY)
    (found,) = chosen(it, "selection.excluded")
    assert found.effect is not None


def test_without_the_log_nothing_is_known_to_be_left_out() -> None:
    """The graph behind the figure has no other entries."""
    context = choice_context(left_out("900"))
    assert list(production_choices(replace(context, log=None))) == []
