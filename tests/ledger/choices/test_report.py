"""Tests for choices as they are shown."""

from dataclasses import replace
from decimal import Decimal

import pytest
from support.chosen import VISITED, conservative, shared_mine
from support.graph import firm

from ledger.choices.conservative import ConservativeFigure
from ledger.choices.report import (
    NOT_KNOWN,
    ReportedChoices,
    choice_heading,
    choice_rows,
    choices_for,
    conservative_line,
    conservative_words,
    report_choices,
)
from ledger.choices.sensitivity import Range
from schemas.views.report import ConservativeTotal, ReportedChoice
from schemas.views.standing import ConservativeParts

POLICY = "sha256:" + "0" * 64


def reported(effect: str | None = "0.01", state: str = "unevidenced") -> ReportedChoice:
    """A choice of a co-product."""
    return ReportedChoice(
        code="allocation.co_product",
        subject=POLICY,
        by=POLICY,
        detail="ore carries 25 % of the burdens",
        effect=effect,
        state=state,  # type: ignore[arg-type]
    )


def test_a_report_states_each_choice_and_the_conservative_figure() -> None:
    """Effects have 4 digits, and the total is rounded up."""
    found = report_choices(conservative(shared_mine()), POLICY)
    assert found.choices is not None
    assert found.conservative is not None
    row, *others = found.choices
    assert {other.effect for other in others} == {None}
    assert (row.code, row.state, row.effect) == ("allocation.co_product", "unevidenced", "0.025")
    assert found.conservative.policy == POLICY
    assert found.conservative.interaction == "0"
    assert found.conservative.parts == ConservativeParts(
        data_and_modelling="0.025", method_and_use="0"
    )


def test_an_unknown_conservative_figure_is_absent() -> None:
    """Nothing is reported in its place."""
    assert report_choices(None, POLICY) == ReportedChoices(None, None)
    assert conservative_line("1", None) is None
    assert conservative_words("1", None, None) is None
    assert conservative_words("1", None, [reported(None)]) == NOT_KNOWN


def test_choices_are_reported_without_a_total_that_overflows() -> None:
    """The list stands without the figure."""
    found = replace(conservative(shared_mine()), total=None, interaction=None)
    report = report_choices(found, POLICY)
    assert report.conservative is None
    assert report.choices


def test_the_line_gives_the_distance_from_the_declared_figure() -> None:
    """In per cent, if the declared figure is above zero."""
    total = ConservativeTotal(total="1.2", interaction="0")
    assert conservative_line("1", total) == (
        "1.2 kg CO2e per kWh of total energy, 20 % above the declared one"
    )
    assert conservative_line("-1", total) == "1.2 kg CO2e per kWh of total energy"


@pytest.mark.parametrize(
    ("declared", "ending"),
    [
        ("0.124073547202", ", which is the declared one rounded up"),
        ("0.1241", ", which is the declared one rounded up"),
        ("0.124", ", 0.08065 % above the declared one"),
    ],
)
def test_rounding_is_no_distance(declared: str, ending: str) -> None:
    """A conservative figure that is the declared one, rounded up to 4 digits, has no percentage."""
    total = ConservativeTotal(total="0.1241", interaction="0")
    line = conservative_line(declared, total)
    assert line == f"0.1241 kg CO2e per kWh of total energy{ending}"


@pytest.mark.parametrize(
    ("data", "use", "words"),
    [
        ("0.1", "0.2", "; 0.1 by data and modelling and 0.2 by method and use"),
        ("0.3", "0", "; 0.3 by data and modelling"),
        ("0", "0", ""),
    ],
)
def test_the_line_says_what_raises_the_figure(data: str, use: str, words: str) -> None:
    """A part that is zero is not named."""
    parts = ConservativeParts(data_and_modelling=data, method_and_use=use)
    total = ConservativeTotal(total="1.3", interaction="0", parts=parts)
    line = conservative_line("1", total)
    assert line == f"1.3 kg CO2e per kWh of total energy, 30 % above the declared one{words}"


def test_each_choice_has_its_worth_and_what_would_settle_it() -> None:
    """Its effect, its state, and the subject by its name or its first digits."""
    first, *others = choice_rows("0.1", [reported()] * 2)
    worth, about, needed = first
    assert worth == "+0.01 kg CO2e per kWh (10 %): allocation.co_product, unevidenced"
    assert about == "000000000000: ore carries 25 % of the burdens"
    assert needed.startswith("evidence needed: sales of both products")
    assert others == [first]
    ((_, named, _),) = choice_rows("0.1", [reported()], {POLICY: "mine"})
    assert named == "mine: ore carries 25 % of the burdens"


def test_an_unknown_effect_is_named_and_a_settled_choice_needs_nothing() -> None:
    """A share of a figure at or below zero means nothing."""
    choices = [reported(None), reported(state="settled")]
    assert choice_heading(choices) == (
        "What moves the figure: 1 of 2 choices have a price (1 settled, 1 unevidenced)"
    )
    unknown, settled = choice_rows("0", choices)
    assert unknown[0] == "no price: allocation.co_product, unevidenced"
    assert unknown[2] == "The rulebook names no alternative, or nothing gives its price."
    assert settled[0] == "+0.01 kg CO2e per kWh: allocation.co_product, settled"
    assert (len(unknown), len(settled)) == (4, 2)
    assert choice_heading([]) == "What moves the figure: no choice"


def test_a_settled_choice_is_reported_as_settled() -> None:
    """An accepted auditor visited the site."""
    found = report_choices(conservative(shared_mine(), examined=VISITED), None)
    assert found.choices is not None
    assert {row.state for row in found.choices} == {"settled"}


def test_ranges_have_four_digits() -> None:
    """What the method leaves open."""
    rows = (
        Range("a", Decimal("0.123456"), Decimal(1), "A"),
        Range("mix", Decimal(2), Decimal(3), "M"),
    )
    found = ConservativeFigure(None, None, None, (), rows)
    shown = report_choices(found, None).sensitivity or ()
    assert [(row.low, row.high) for row in shown] == [("0.1235", "1"), ("2", "3")]


def test_an_issuer_sees_its_own_choices_and_the_number_of_the_others() -> None:
    """What another firm chose is its own affair."""
    found = report_choices(conservative(shared_mine()), POLICY)
    assert found.choices is not None
    own = choices_for(found, firm("mine"))
    assert own.choices is not None
    assert {row.by for row in own.choices} == {firm("mine")}
    assert own.hidden == len(found.choices) - len(own.choices) > 0
    assert choices_for(ReportedChoices(None, None), POLICY).choices is None
