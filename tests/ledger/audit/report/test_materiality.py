"""Known effects are summed by size, and those that are not known are counted."""

from hypothesis import given
from hypothesis import strategies as st
from support.signed_battery import honest
from support.verdicts import judge

from ledger.audit.report.materiality import MATERIALITY, sum_effects, sum_of_report


def test_effects_of_opposite_signs_do_not_hide_each_other() -> None:
    """A declarer who finds a second mistake in the other direction gets no lower sum."""
    found = sum_effects(["0.02", "-0.02", None], "-0.5")
    assert found == ("0.04", "8", 1)
    assert found.is_above(MATERIALITY)
    assert not found.is_above("8")


def test_the_effects_of_a_report_are_those_of_its_findings() -> None:
    """Each with the sign that it has there, against the declared figure."""
    report = judge(honest().ledger.files())
    effects = [row.effect_kg for row in report.findings]
    assert any(effects)
    assert sum_of_report(report) == sum_effects(effects, report.declared_total)


def test_a_share_of_nothing_is_not_known() -> None:
    """Without a total, and of a total of zero, there is no percentage, and nothing is above a threshold."""
    for total in (None, "0"):
        found = sum_effects(["1"], total)
        assert (found.known, found.percent) == ("1", None)
        assert not found.is_above(MATERIALITY)
    assert sum_effects([], "1") == ("0", "0", 0)


@given(st.lists(st.integers(-1000, 1000)), st.lists(st.integers(-1000, 1000)))
def test_more_findings_never_lower_the_sum(first: list[int], more: list[int]) -> None:
    """Whatever is added, the sum of sizes does not fall."""
    before, after = sum_effects(map(str, first), "10"), sum_effects(map(str, first + more), "10")
    assert int(after.known) >= int(before.known)
