"""Goods of the carbon border in a report: the recomputed quantities, and whose word each precursor rests on."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from support.ledger_battery import battery_chain
from support.ledger_border import Border
from support.signed_delivery import honest, whole
from support.verdicts import found, judge, words_of

from ledger.audit.report.lines import SHOWN
from ledger.trust.leaves import model_bytes
from schemas.views.report import Report
from schemas.views.report_goods import ReportedGoods, ReportedPrecursor
from schemas.vocabulary import Audience


@pytest.fixture
def border(tmp_path: Path) -> Iterator[Border]:
    """A maker of billets and a forge."""
    with battery_chain(tmp_path / "ledger", None) as chain:
        yield Border(chain)


def goods(report: Report, cn: str) -> ReportedGoods:
    """The goods of a code."""
    (row,) = (row for row in report.goods or () if row.cn == cn)
    return row


def billets(report: Report) -> ReportedPrecursor:
    """The goods that the screws are made of."""
    (row,) = goods(report, "73181542").precursors
    return row


def test_attested_data_count_and_the_report_names_the_attestation(border: Border) -> None:
    """1.23456789 t in 10/8 t of billets and 2.5 t of its own, all of it proven."""
    word = border.attest()
    delivery = border.sell()
    report = border.judge(delivery)
    assert report.verdict == "verified"
    row = goods(report, "73181542")
    assert (row.delivery, row.entry, row.site) == (delivery, border.screws, "steel-73181542")
    assert (row.country, row.year, row.route) == ("CN", 2026, None)
    assert (row.see_direct, row.see_indirect, row.default_share) == ("4.04321", "0", "0")
    made_of = billets(report)
    assert (made_of.delivery, made_of.cn, made_of.tonnes) == (border.shipped, "72071111", "1.25")
    assert (made_of.standing, made_of.sefa_standing) == ("verified", "verified")
    assert made_of.attestations == (word,)
    words = words_of(report)
    assert "Goods at the carbon border: 2, in t CO2e per tonne, recomputed here" in words
    assert "direct 4.04321 (0.0 % by default), indirect 0, free allocation" in words
    assert f"made of 1.25 t of 72071111, counted by attestation {word[7:19]}" in words


def test_what_nobody_attested_counts_by_default(border: Border) -> None:
    """The same goods without the attestation: most of the direct emissions are the default of the billets."""
    report = border.judge(border.sell())
    row = goods(report, "73181542")
    assert report.verdict == "verified"
    assert Decimal(row.default_share) > Decimal("0.6")
    made_of = billets(report)
    assert (made_of.standing, made_of.attestations) == ("default", ())
    assert "made of 1.25 t of 72071111, counted by default: " in words_of(report)


def test_free_allocation_has_a_reason_of_its_own(border: Border) -> None:
    """The verifier has verified emissions alone, so a default stands in for the free allocation."""
    word = border.attest(quantities=("see",))
    report = border.judge(border.sell())
    made_of = billets(report)
    assert (made_of.standing, made_of.sefa_standing) == ("verified", "default")
    words = words_of(report)
    assert f"counted by attestation {word[7:19]}" in words
    assert "with free allocation by default: " in words


def test_an_attestation_by_a_verifier_who_is_not_accepted_shows_no_quantities(
    border: Border,
) -> None:
    """The reader's policy lists another auditor: the screws' quantities contradict, and the billets' are shown."""
    border.attest()
    delivery = border.sell()
    report = border.judge(delivery, border.chain.mine.id)
    assert ("cbam.attestation", delivery) in found(report)
    assert [row.cn for row in report.goods or ()] == ["72071111"]


def test_a_customer_s_bundle_shows_no_recomputed_quantities(border: Border) -> None:
    """Without the recipes they are the supplier's word, which the delivery itself states."""
    border.attest()
    report = border.judge(border.sell(), audience=Audience.CUSTOMER)
    assert report.goods is None
    assert "carbon border" not in words_of(report)


def test_a_report_without_such_goods_keeps_its_bytes() -> None:
    """The member is absent, so the digest that an attestation states is the one it was."""
    report = judge(whole(honest()), honest().ledger.policy())
    assert report.goods is None
    assert b'"goods"' not in model_bytes(report)


def test_the_verified_delivery_comes_first_and_many_are_counted(border: Border) -> None:
    """Then those with the largest part by default; the text counts what it leaves out."""
    delivery = border.sell()
    report = border.judge(delivery)
    known = goods(report, "72071111")
    others = tuple(
        known.model_copy(update={"default_share": f"0.{at}", "site": f"place-{at}"})
        for at in range(1, SHOWN + 2)
    )
    words = words_of(report.model_copy(update={"goods": (*others, goods(report, "73181542"))}))
    listed = [words.index(f"place-{at}") for at in range(SHOWN + 1, 2, -1)]
    assert words.index("73181542, ") < listed[0]
    assert listed == sorted(listed)
    assert "place-1" not in words
    assert "and 2 more, which the JSON lists" in words


def test_a_text_lists_the_first_goods_that_others_are_made_of(border: Border) -> None:
    """Screws of many billets: the JSON lists them all, and the text counts the last ones."""
    report = border.judge(border.sell())
    made_of = (billets(report),) * (SHOWN + 2)
    row = goods(report, "73181542").model_copy(update={"precursors": made_of})
    words = words_of(report.model_copy(update={"goods": (row,)}))
    assert words.count("made of 1.25 t of 72071111") == SHOWN
    assert "and of 2 more goods, which the JSON lists" in words
