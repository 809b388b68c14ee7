"""Tests for the way down as it is reported: shares, prices, what is small, and what stands apart."""

from decimal import Decimal

import pytest
from support.chosen import choice_context
from support.graph import ident
from support.graph_battery import declared
from support.refusal import refused

from ledger.choices.plan import make_plan
from ledger.choices.plan_report import (
    PlannedFigure,
    PlanWords,
    plan_lines,
    read_pair,
    read_prices,
    report_plan,
)
from ledger.choices.settling import format_settlements, read_settlements
from ledger.trust.leaves import digest
from schemas.exchanged.examination_prices import ExaminationPrices
from schemas.views.report import ReportedChoice

PRICES = ExaminationPrices(documents="400", site_visit="3000")


def stated(
    effect: str | None, code: str = "supplier.dataset", state: str = "documented"
) -> ReportedChoice:
    """A choice with an effect."""
    return ReportedChoice.model_validate(
        {
            "code": code,
            "subject": digest(f"{effect} {code}".encode()),
            "by": ident("mine"),
            "detail": "100 kg by test:ore",
            "effect": effect,
            "state": state,
        }
    )


def test_a_line_has_its_share_its_depth_and_what_settles_it() -> None:
    """In per cent of the declared figure; a visit is dearer than documents, and so comes later."""
    floor, dataset = stated("0.1", "physics.process_floor"), stated("0.05")
    plan = plan_lines((floor, dataset), "2", PlanWords({ident("mine"): "Mine Ltd"}, PRICES))
    first, second = plan.lines
    assert (first.choice, first.percent, first.depth) == (dataset, "2.5", "documents")
    assert (first.price, first.price_per_percent, first.firm) == ("400", "160", "Mine Ltd")
    assert (second.percent, second.depth, second.price_per_percent) == ("5", "site_visit", "600")
    assert second.settled_by == "the furnace, its meters, and the yield of a run"


def test_without_a_price_list_the_choice_worth_most_comes_first() -> None:
    """And no line has a price."""
    rows = (stated("0.05"), stated("0.1", "physics.process_floor"))
    plan = plan_lines(rows, "2", PlanWords())
    assert [row.percent for row in plan.lines] == ["5", "2.5"]
    assert {row.price for row in plan.lines} == {None}


def test_a_set_costs_what_the_examinations_of_its_choices_cost() -> None:
    """And without a price list it has no price."""
    plan = make_plan(choice_context(declared()), costs=PlanWords(prices=PRICES).costs)
    assert plan is not None
    figure = PlannedFigure(ident("calculation"))
    priced, bare = (
        report_plan(plan, figure, words) for words in (PlanWords(prices=PRICES), PlanWords())
    )
    assert [one.price for one in bare.sets] == [None, None]
    for one in priced.sets:
        prices = [int(row.price or 0) for row in priced.lines if one.percent in row.within]
        assert (len(prices), str(sum(prices))) == (one.choices, one.price)


def test_small_choices_are_one_sum_and_others_stand_apart() -> None:
    """Below 0.02 % of the figure; without an effect; and the settled ones are counted."""
    small = [stated(f"0.0000{digit}") for digit in "123"]
    rows = (*small, stated("0.1"), stated(None), stated("0.3", "mass.gap", "settled"))
    plan = plan_lines(rows, "1", PlanWords())
    assert [row.choice.effect for row in plan.lines] == ["0.1"]
    assert plan.small is not None
    assert (plan.small.count, plan.small.effect, plan.small.percent) == (3, "0.00006", "0.006")
    assert [row.choice.effect for row in plan.unpriced] == [None]
    assert plan.settled == 1


def test_a_figure_of_zero_has_no_shares() -> None:
    """Nothing is a part of it, and nothing is small."""
    plan = plan_lines((stated("0.00001"),), "0", PlanWords(prices=PRICES))
    (row,) = plan.lines
    assert (row.percent, row.price_per_percent, plan.small) == (None, None, None)


def test_a_price_list_states_both_depths() -> None:
    """What is left out would count as nothing."""
    listed = read_prices(b'currency = "CHF"\ndocuments = "400"\nsite_visit = "3000"\n')
    assert listed == ExaminationPrices(currency="CHF", documents="400", site_visit="3000")
    assert read_prices(b'documents = "1"\nsite_visit = "2"\n').currency == "EUR"
    assert read_pair(None, None, "EUR") is None
    assert read_pair("400", "3000", "EUR") == PRICES
    for pair in ((None, "3000"), ("400", None)):
        with refused("plan.prices"):
            read_pair(*pair, "EUR")


@pytest.mark.parametrize(
    "file",
    [
        *(b'documents = "1"', b'documents = 1\nsite_visit = "2"', b"documents", b"\xff"),
        *(b'documents = "0"\nsite_visit = "2"', b'documents = "1"\nsite_visit = "2"\nphone = "3"'),
    ],
    ids=["one", "number", "no TOML", "no text", "zero", "another"],
)
def test_another_price_list_is_refused(file: bytes) -> None:
    """A price is a string, above zero, and of a depth."""
    with refused("plan.prices"):
        read_prices(file)


def test_the_lines_are_a_list_to_settle() -> None:
    """Filled in, `cradle attest --settle-file` reads it."""
    plan = make_plan(choice_context(declared()))
    assert plan is not None
    shown = report_plan(plan, PlannedFigure(ident("calculation")), PlanWords())
    text = format_settlements(row.choice for row in shown.lines)
    rows = "\n".join(line[2:] for line in text.splitlines() if line.startswith("# "))
    settlements = read_settlements(rows.replace(chr(34) * 2, chr(34) + "Coke" + chr(34)).encode())
    assert [row.choice for row in settlements] == [str(row.choice.id) for row in shown.lines]
    assert Decimal(shown.total) == plan.declared
