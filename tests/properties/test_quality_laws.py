"""Laws of the data quality rating, on random processes."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from support.graph import ident
from support.graph_rated import DRAFT, PEF

from ledger.footprint.graph.numbers import EXPLAIN
from ledger.footprint.quality.data_quality import (
    Process,
    ProcessKey,
    StudyRating,
    most_relevant,
    rate,
)
from ledger.footprint.quality.ratings import CRITERIA, Datum, Profile, dqr, weighted_mean
from schemas.signed.quality import QualityRule
from schemas.vocabulary import Stage

CLOSE = Decimal("1E-20")
RULES = [book.data_quality for book in (DRAFT, PEF) if book.data_quality is not None]
SCORE = st.integers(10, 50).map(lambda tenths: Decimal(tenths) / 10)
WEIGHT = st.integers(1, 10**6).map(Decimal)
PROFILE = st.fixed_dictionaries({}, optional=dict.fromkeys(CRITERIA, SCORE))
FULL = st.fixed_dictionaries(dict.fromkeys(CRITERIA, SCORE))
SHARE = st.integers(0, 100).map(lambda percent: Decimal(percent) / 100)
rules = st.sampled_from(RULES)


def _ranked(found: list[tuple[Decimal, Datum]]) -> list[Process]:
    """Processes in their order, each under a name of its own."""
    keyed = [
        Process(
            ProcessKey(ident("e"), Stage.RAW_MATERIAL, "dataset", f"{n:04}"), "P1", value, datum
        )
        for n, (value, datum) in enumerate(found)
    ]
    return sorted(keyed, key=lambda row: (row.weight.copy_negate(), row.key))


processes = st.lists(
    st.tuples(
        st.builds(lambda weight, sign: weight * sign, WEIGHT, st.sampled_from((1, -1))),
        st.builds(Datum, PROFILE, st.none() | PROFILE),
    ),
    min_size=1,
    max_size=12,
).map(_ranked)


def rated(found: list[Process], rule: QualityRule) -> StudyRating:
    """The rating, which there is."""
    result = rate(found, rule)
    assert result is not None
    return result


@given(processes, rules)
def test_a_rating_lies_among_those_it_is_of(found: list[Process], rule: QualityRule) -> None:
    """Criteria and DQR are between the best and the worst of the most relevant processes, and 1 and 5."""
    result = rated(found, rule)
    for name in CRITERIA:
        known = [row.scores[name] for row in result.most_relevant]
        assert min(known) - CLOSE <= result.scores[name] <= max(known) + CLOSE
    means = [dqr(row.scores, rule.criteria) for row in result.most_relevant]
    assert min(means) - CLOSE <= result.dqr <= max(means) + CLOSE
    assert 1 <= result.dqr <= 5
    assert 0 <= result.unrated_share <= 1


@given(processes, rules, st.randoms(use_true_random=False), st.integers(1, 10**9))
def test_order_and_scale_do_not_matter(
    found: list[Process], rule: QualityRule, random: object, factor: int
) -> None:
    """The rating of shuffled rows, all contributions times one number, is the same."""
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    scaled = [
        Process(row.key, row.site, EXPLAIN.multiply(row.value, Decimal(factor)), row.datum)
        for row in shuffled
    ]
    ranked = sorted(scaled, key=lambda row: (row.weight.copy_negate(), row.key))
    first, second = rated(found, rule), rated(ranked, rule)
    assert abs(first.dqr - second.dqr) < CLOSE
    assert abs(first.unrated_share - second.unrated_share) < CLOSE
    assert [row.key for row in first.most_relevant] == [row.key for row in second.most_relevant]


@given(processes, rules, st.data())
def test_taking_a_rating_away_never_improves(
    found: list[Process], rule: QualityRule, data: st.DataObject
) -> None:
    """Without what one process states, no criterion is better and no less of the figure is unrated."""
    at = data.draw(st.integers(0, len(found) - 1))
    row = found[at]
    bare = Datum({}, None if row.datum.factor is None else {})
    without = [*found[:at], Process(row.key, row.site, row.value, bare), *found[at + 1 :]]
    before, after = rated(found, rule), rated(without, rule)
    assert all(after.scores[name] >= before.scores[name] - CLOSE for name in CRITERIA)
    assert after.unrated_share >= before.unrated_share


@given(st.lists(st.tuples(WEIGHT, FULL), min_size=1, max_size=12), WEIGHT)
def test_an_unrated_row_never_improves_a_mean(
    rows: list[tuple[Decimal, Profile]], weight: Decimal
) -> None:
    """A further row that counts as 5 pulls every mean towards 5."""
    before = weighted_mean(rows)
    after = weighted_mean([*rows, (weight, Datum({}, None).scores)])
    assert all(after[name] >= before[name] - CLOSE for name in CRITERIA)


@given(processes, SHARE)
def test_the_most_relevant_are_the_fewest_that_exceed(found: list[Process], share: Decimal) -> None:
    """The chosen processes exceed the share, or are all there are; without the last one they would not."""
    taken = most_relevant(found, share)
    enough = share * sum(row.weight for row in found)
    assert sum(row.weight for row in taken) > enough or len(taken) == len(found)
    assert sum(row.weight for row in taken[:-1]) <= enough
