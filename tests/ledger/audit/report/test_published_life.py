"""Tests for published warranties of a policy: one settles the service life of its model, maker and period alone."""

import pytest
from support.signed_battery import honest
from support.signed_product import honest as product
from support.verdicts import judge, words_of
from support.warranty_notes import MAKER, MODEL, PUBLISHER, policy_with, terms

from schemas.exchanged.published_warranty import PublishedWarranty
from schemas.views.counted_warranty import CountedWarranty
from schemas.views.report import Report


def judged(*published: PublishedWarranty) -> Report:
    """The honest bundle, under a policy that lists these warranties."""
    report = judge(honest().ledger.files(), policy_with(*published))
    assert report.verdict == "verified"
    return report


def state(report: Report) -> str:
    """The state of the choice of a service life."""
    return next(row.state for row in report.choices or () if row.code == "unit.service_life")


def counted(report: Report) -> tuple[CountedWarranty, ...]:
    """The warranties that the report counts."""
    assert report.conservative is not None
    return report.conservative.warranties or ()


HONEST = judged()
AS_STATED = judged(terms(MAKER, MODEL))


def test_the_warranty_as_published_settles_the_service_life() -> None:
    """Without an auditor; the figure falls by it, and the report says whose word it was."""
    assert (state(HONEST), state(AS_STATED)) == ("unevidenced", "settled")
    assert HONEST.conservative is not None
    assert AS_STATED.conservative is not None
    assert AS_STATED.conservative.total < HONEST.conservative.total
    assert [(row.publisher, row.settles) for row in counted(AS_STATED)] == [(PUBLISHER, True)]
    said = f"the warranty that {PUBLISHER} published settles the service life"
    assert said in words_of(AS_STATED)
    assert said not in words_of(HONEST)


@pytest.mark.parametrize(
    "other",
    [{"km": "129999"}, {"years": "6", "km": None}, {"remaining_energy": "0.6"}],
    ids=["distance", "years", "energy"],
)
def test_a_shorter_one_settles_nothing_and_is_said(other: dict[str, str | None]) -> None:
    """Less than is stated is no answer; below the rulebook's share of energy a warranty counts as none."""
    report = judged(terms(MAKER, MODEL, **other))
    assert state(report) == "unevidenced"
    assert [row.settles for row in counted(report)] == [False]
    assert "is shorter than the stated life, or not of the whole period, and settles nothing" in (
        words_of(report)
    )
    assert report.conservative is not None
    assert HONEST.conservative is not None
    assert report.conservative.total == HONEST.conservative.total


def test_the_shortest_of_several_counts() -> None:
    """So a second promise cannot hide the first."""
    report = judged(terms(MAKER, MODEL), terms(MAKER, MODEL, km="100000"))
    assert state(report) == "unevidenced"
    assert [row.settles for row in counted(report)] == [False, False]


def test_one_of_a_part_of_the_period_settles_nothing_and_is_said() -> None:
    """The batteries of the other days have no warranty that is known."""
    report = judged(terms(MAKER, MODEL, made_from="2025-01-02"))
    assert state(report) == "unevidenced"
    assert "or not of the whole period, and settles nothing" in words_of(report)


def test_a_shorter_promise_for_a_part_of_the_period_counts() -> None:
    """A maker that promises less from July on made half of its batteries under that promise."""
    later = terms(MAKER, MODEL, km="100000", made_from="2025-07-01")
    assert state(judged(terms(MAKER, MODEL), later)) == "unevidenced"
    assert state(judged(terms(MAKER, MODEL), terms(MAKER, MODEL, made_from="2025-07-01"))) == (
        "settled"
    )


@pytest.mark.parametrize(
    "published",
    [
        terms(f"sha256:{'b' * 64}", MODEL),
        terms(MAKER, "urn:example:battery:m2"),
        terms(MAKER, MODEL, made_from="2026-01-01"),
    ],
    ids=["maker", "model", "period"],
)
def test_one_of_something_else_says_nothing(published: PublishedWarranty) -> None:
    """Of another maker or model, or of batteries made later."""
    report = judged(published)
    assert (state(report), counted(report)) == ("unevidenced", ())


def test_a_product_has_no_service_life_that_a_warranty_settles() -> None:
    """The same packs per piece: the warranty that settles their life per kWh counts for nothing."""
    ledger = product().ledger
    listed = policy_with(terms(ledger.parties["packer"], MODEL)).warranties
    report = judge(ledger.bundle(), ledger.policy().model_copy(update={"warranties": listed}))
    assert report.verdict == "verified"
    assert counted(report) == ()
