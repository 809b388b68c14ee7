"""An attestation is valid for three years, says verified over a recomputed figure alone, and states what was seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.attesting import attestation
from support.graph import ident

from ledger.rules.attestation import (
    ExaminedDepth,
    Outcome,
    Verdict,
    conflicting_outcome,
    examined_depth,
    is_postdated,
    latest_validity,
    level_problem,
    stated_depth,
    validity_problem,
)

NAME = ident("attestation")
DEPTHS: tuple[ExaminedDepth, ...] = ("recomputed", "sampled", "documents", "site_visit")


@pytest.mark.parametrize(
    ("day", "until"),
    [
        ("2026-03-02", "2026-03-02"),
        ("2026-03-02", "2029-03-02"),
        ("2028-02-29", "2031-03-01"),
    ],
)
def test_validity_of_up_to_three_years(day: str, until: str) -> None:
    """From the day itself to the same day three years later, and 1 March for 29 February."""
    assert validity_problem(NAME, attestation(date=day, valid_until=until)) is None


@pytest.mark.parametrize(
    ("day", "until"),
    [("2026-03-02", "2029-03-03"), ("2026-03-02", "2199-12-31")],
)
def test_validity_beyond_three_years(day: str, until: str) -> None:
    """An auditor that would spare the next audit dates the end later; the rule names the last day."""
    found = validity_problem(NAME, attestation(date=day, valid_until=until))
    assert found is not None
    assert (found.code, found.place) == ("attestation.validity", "valid_until")
    assert latest_validity(day) in found.detail


@pytest.mark.parametrize("members", [{}, {"date": "2026-03-02"}])
def test_an_attestation_without_an_end(members: dict[str, str]) -> None:
    """Both members are optional; attestations from before have neither."""
    assert validity_problem(NAME, attestation(**members)) is None


SETTLED = {"settled": ident("settled")}
DEEPER = {"default": "recomputed", "exceptions": [{"statement": NAME, "depth": "documents"}]}
RESTING = {"default": "recomputed", "exceptions": [{"statement": NAME, "depth": "attested"}]}


@pytest.mark.parametrize(
    ("level", "members", "supported"),
    [
        ("agreed_upon_procedures", {}, True),
        ("limited", {}, False),
        ("reasonable", {}, False),
        ("limited", {"depth": RESTING}, False),
        ("limited", {"depth": DEEPER}, True),
        ("limited", {"sections": SETTLED}, True),
        ("reasonable", {"depth": DEEPER}, False),
        ("reasonable", {"sections": SETTLED}, False),
        *(("reasonable", {"depth": {"default": depth}}, True) for depth in DEPTHS[1:]),
    ],
)
def test_an_assurance_rests_on_evidence(
    level: str, members: dict[str, object], *, supported: bool
) -> None:
    """Recomputing alone gives none; limited assurance needs evidence on a statement, reasonable on all."""
    found = level_problem(NAME, attestation(level=level, **members))
    assert (found is None) is supported
    if found is not None:
        assert (found.code, found.place) == ("attestation.level", "level")


@pytest.mark.parametrize(("day", "expected"), [("2026-03-02", False), ("2026-03-03", True)])
def test_an_attestation_of_a_day_to_come(day: str, *, expected: bool) -> None:
    """A day after today is postdated, today is not, and neither is an attestation without a day."""
    assert is_postdated(attestation(date=day), "2026-03-02") is expected
    assert not is_postdated(attestation(), "2026-03-02")


@pytest.mark.parametrize("outcome", ["verified", "verified_with_remarks"])
@pytest.mark.parametrize("verdict", ["contradicted", "incomplete", "attested"])
def test_verified_over_what_was_not_recomputed(outcome: Outcome, verdict: Verdict) -> None:
    """An auditor that would please signs verified over a contradicted bundle."""
    found = conflicting_outcome(outcome, verdict, rests=False)
    assert found is not None
    assert (found.code, found.place) == ("attestation.outcome", "outcome")
    assert verdict in found.detail


@pytest.mark.parametrize(
    ("outcome", "verdict", "rests"),
    [
        ("verified", "verified", False),
        ("verified_with_remarks", "verified", False),
        ("refused", "contradicted", False),
        ("refused", "verified", False),
        ("verified", "attested", True),
    ],
)
def test_outcomes_that_the_verdict_bears(outcome: Outcome, verdict: Verdict, rests: bool) -> None:  # noqa: FBT001 - a parameter of the table
    """A refusal is the auditor's word over any verdict."""
    assert conflicting_outcome(outcome, verdict, rests=rests) is None


@pytest.mark.parametrize(
    ("visited", "seen", "rows", "depth"),
    [
        (False, 0, 3, "recomputed"),
        (False, 1, 3, "sampled"),
        (False, 3, 3, "documents"),
        (True, 0, 3, "site_visit"),
        (False, 0, 0, "recomputed"),
    ],
)
def test_the_depth_of_an_entry(visited: bool, seen: int, rows: int, depth: str) -> None:  # noqa: FBT001 - a parameter of the table
    """One document of several is a sample; all of them, and a visit, are what they are."""
    assert examined_depth(visited=visited, seen=seen, rows=rows) == depth


@given(
    st.dictionaries(st.sampled_from([ident(f"e{n}") for n in range(9)]), st.sampled_from(DEPTHS))
)
def test_a_stated_depth_says_of_each_entry_what_was_recorded(
    depths: dict[str, ExaminedDepth],
) -> None:
    """The default is the least, so nothing is claimed of an entry beyond its own look."""
    made = stated_depth(depths)
    named = {row.statement: row.depth for row in made.exceptions}
    assert {name: named.get(name, made.default) for name in depths} == depths
    order = [*DEPTHS]
    assert all(order.index(made.default) < order.index(depth) for depth in named.values())  # type: ignore[arg-type]  # no exception rests on another auditor
    assert list(named) == sorted(named)


def test_nothing_looked_at_is_recomputed() -> None:
    """A figure without entries to open can only have been recomputed."""
    assert stated_depth({}).default == "recomputed"
