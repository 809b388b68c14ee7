"""The rating of one datum, and the mean of its criteria."""

from decimal import Decimal

import pytest
from support.graph import STUDY, Graph, ident
from support.graph_rated import DRAFT, GAS, LIME, PEF, dataset, mined, rated_set, rating, target_of
from support.rows import avoided, emitted, inventory, made, used, wasted

from ledger.footprint.analysis.contributions import contributions
from ledger.footprint.graph.numbers import EXPLAIN
from ledger.footprint.graph.terms import Term
from ledger.footprint.quality.ratings import (
    CRITERIA,
    WITHOUT_P,
    Datum,
    datum,
    dqr,
    factor_of,
    level,
    other_criteria,
    profile,
    weighted_mean,
)
from schemas.signed.quality import Ratings
from schemas.vocabulary import Group, Sign, Stage

GOOD, FAIR = rating("1", "1", "1", "1"), rating("3", "3", "3", "3")


def scores(*values: str) -> dict[str, Decimal]:
    """TeR, GeR, TiR and P, as many as are given."""
    return dict(zip(CRITERIA, map(Decimal, values), strict=False))


@pytest.fixture(scope="module", name="data")
def data_by_label() -> dict[str, Datum]:
    """The stated ratings behind every sort of row of one entry, by its label."""
    chain = mined()
    slag = {**dataset("test:slag", "1", rating("2", "2", "2")), "direction": "treatment"}
    bare = [dataset(f"test:{name}", "1") for name in ("bare", "burnt", "claim")]
    chain.factor_sets = (rated_set(LIME, GAS, slag, *bare),)
    chain.deliver("price", "mine", "maker", None)
    inputs = [
        used("test:lime", "1", rating=FAIR),
        used("test:gas", "1"),
        used("test:bare", "1", rating=GOOD),
        used("test:burnt", "1", purpose="direct", rating=FAIR),
        used("test:claim", "1", source="declared", rating=GOOD),
    ]
    stated = inventory(
        made("maker", "1"),
        inputs=inputs,
        wastes=[wasted("test:slag", "1", rating=GOOD)],
        emissions=[emitted("co2", "1", rating=FAIR)],
        avoided=[avoided("1", delivery="price", rating=FAIR)],
    )
    chain.enter("maker", stated)
    target = target_of(chain, "maker", STUDY)
    rows = contributions(target.demand, target.resolution, target.figures)
    return {row.label: datum(row, target.table) for row in rows}


def test_dataset_and_activity_share_the_criteria(data: dict[str, Datum]) -> None:
    """TeR and GeR are the dataset's, P is the activity's, TiR is the mean of both."""
    assert data["test:lime"].scores == scores("1", "1", "2", "3")
    assert data["test:slag"].scores == scores("2", "2", "1.5", "1")
    assert all(map(data["test:lime"].knows, CRITERIA))


def test_both_halves_stay_apart(data: dict[str, Datum]) -> None:
    """The ratings of the amount and of the dataset are available beside the result."""
    assert data["test:lime"].activity == scores("3", "3", "3", "3")
    assert data["test:lime"].factor == scores("1", "1", "1")


def test_what_is_not_stated_counts_as_five(data: dict[str, Datum]) -> None:
    """An unrated amount leaves P and half of TiR open, an unrated dataset TeR, GeR and the other half."""
    assert data["test:gas"].scores == scores("2", "3", "4.5", "5")
    assert [name for name in CRITERIA if data["test:gas"].knows(name)] == ["te_r", "ge_r"]
    assert data["test:bare"].scores == scores("5", "5", "3", "1")
    assert [name for name in CRITERIA if data["test:bare"].knows(name)] == ["p"]


@pytest.mark.parametrize(
    ("label", "score"),
    [("test:burnt", "3"), ("test:claim", "1"), ("co2", "3"), (ident("price"), "3")],
)
def test_without_a_dataset_all_four_are_the_rows(
    data: dict[str, Datum], label: str, score: str
) -> None:
    """Direct emissions, declared figures and credits on a delivery are rated by their row alone."""
    assert data[label] == Datum(scores(*[score] * 4), None)


def test_electricity_is_rated_by_the_mix_that_values_it() -> None:
    """Used, wasted or credited for: the dataset behind the row is the mix, and not the flow that it names."""
    said = {"grid": "FI", "mix": "average", "year": 2025, "boundary": "life_cycle"}
    mix = {**dataset("test:mix", "1", rating("2", "2", "2")), "unit": "kWh", **said}
    chain = Graph((rated_set(mix),))
    rows = {"wastes": [wasted("test:out", "1", unit="kWh")]}
    rows["inputs"] = [used("test:wind", "1", unit="kWh")]
    rows["avoided"] = [avoided("1", flow="test:coal", unit="kWh", recovery="energy")]
    chain.enter("mill", inventory(made("mill", "1"), **rows), process="end_of_life.shredding")
    target = target_of(chain, "mill", DRAFT)
    rated = {
        type(row.row).__name__: factor_of(row, target.table)
        for row in contributions(target.demand, target.resolution, target.figures)
    }
    assert rated.keys() == {"ActivityInput", "Waste", "Avoided"}
    assert {factor is not None and factor.flow for factor in rated.values()} == {"test:mix"}


def test_a_term_of_no_row_is_unrated() -> None:
    """A term without a row has no rating and no dataset."""
    table = target_of(mined()).table
    key = (Stage.RAW_MATERIAL, Group.FOSSIL, Sign.BURDEN)
    term = Term(key, Decimal(1), "dataset", "test:lime", None)
    assert factor_of(term, table) is None
    assert datum(term, table).scores == scores("5", "5", "5", "5")


@pytest.mark.parametrize(
    ("values", "expected"),
    [(("4", "3", "3"), "3.333333"), (("2", "4", "2"), "2.666667"), (("1", "1", "1"), "1")],
)
def test_three_criteria(values: tuple[str, ...], expected: str) -> None:
    """The mean of the worked case's datasets, of which it prints one wrongly as 3."""
    found = dqr(scores(*values), WITHOUT_P)
    assert EXPLAIN.quantize(found, Decimal("0.000001")) == Decimal(expected)


def test_the_other_formula() -> None:
    """Beside three criteria there are four, beside four there are three; an unknown P counts as 5."""
    assert other_criteria(WITHOUT_P) == CRITERIA
    assert other_criteria(CRITERIA) == WITHOUT_P
    assert dqr(scores("1", "1", "1"), CRITERIA) == 2


@pytest.mark.parametrize(
    ("value", "word"),
    [
        ("1", "excellent"),
        ("1.5", "excellent"),
        ("1.51", "very_good"),
        ("2", "very_good"),
        ("3", "good"),
        ("4", "fair"),
        ("4.01", "poor"),
        ("5", "poor"),
    ],
)
def test_levels(value: str, word: str) -> None:
    """Each level extends to its limit, which belongs to it."""
    rule = PEF.data_quality
    assert rule is not None
    assert level(Decimal(value), rule) == word
    assert level(Decimal(value), rule.model_copy(update={"levels": None})) is None


def test_a_profile_is_what_is_stated() -> None:
    """A criterion that is absent stays absent, and a stated DQR is none."""
    assert profile(Ratings(te_r="1", ge_r="2.5", ti_r="3", dqr="2")) == scores("1", "2.5", "3")
    assert profile(None) == {}


def test_weighted_means_by_hand() -> None:
    """Weights .55, .30, .15 give 2.3, 1.6, 2.6, 2.45, and by both formulas 2.2375 and 2.1667."""
    rows = [
        (Decimal(".55"), scores("2", "1", "2", "2")),
        (Decimal(".30"), scores("3", "2", "3", "3")),
        (Decimal(".15"), scores("2", "3", "4", "3")),
    ]
    means = weighted_mean(rows)
    assert means == scores("2.3", "1.6", "2.6", "2.45")
    assert dqr(means, CRITERIA) == Decimal("2.2375")
    assert EXPLAIN.quantize(dqr(means, WITHOUT_P), Decimal("0.0001")) == Decimal("2.1667")


def test_a_mean_is_of_what_every_row_states() -> None:
    """A criterion that one row leaves open has no mean; nothing has none at all."""
    rows = [(Decimal(1), scores("2", "2", "2", "2")), (Decimal(1), scores("4", "4", "4"))]
    assert weighted_mean(rows) == scores("3", "3", "3")
    assert weighted_mean([]) == {}


def test_two_sets_with_one_flow_rate_nothing() -> None:
    """If two named sets value a flow no dataset is used for its rating."""
    chain = mined()
    target = target_of(chain)
    assert target.table.factor("test:lime", "kg", "product") is not None
    chain.factor_sets = (*chain.factor_sets, rated_set(LIME, name="second"))
    assert target_of(chain, rulebook=DRAFT).table.factor("test:lime", "kg", "product") is None
