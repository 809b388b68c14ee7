"""The rating of a whole figure over its most relevant processes."""

from decimal import Decimal

from support.graph import STUDY, Graph, ident
from support.graph_rated import DRAFT, GAS, LIME, PEF, dataset, mined, rated_set, rating, target_of
from support.rows import avoided, emitted, inventory, made, used

from ledger.footprint.analysis.contributions import contributions
from ledger.footprint.quality.data_quality import (
    Process,
    ProcessKey,
    StudyRating,
    most_relevant,
    processes,
    rate,
    rate_target,
)
from ledger.footprint.quality.ratings import CRITERIA, Datum
from schemas.signed.quality import QualityRule
from schemas.signed.rulebook import Constant
from schemas.vocabulary import Stage

ONE = rating("1", "1", "1", "1")


def process(name: str, value: str, *scores: str) -> Process:
    """A process without dataset, rated TeR, GeR, TiR, P, or unrated."""
    known = dict(zip(CRITERIA, map(Decimal, scores), strict=False))
    key = ProcessKey(ident(name), Stage.RAW_MATERIAL, "direct", name)
    return Process(key, "P1", Decimal(value), Datum(known, None))


def rule(criteria: tuple[str, ...], share: str = "0.8") -> QualityRule:
    """A rule of these criteria and share."""
    constant = Constant(value=share, source="OWN", confidence="inferred")
    return QualityRule(criteria=criteria, most_relevant_share=constant)


def rated(found: list[Process], by: QualityRule) -> StudyRating:
    """The rating, which must exist."""
    result = rate(found, by)
    assert result is not None
    return result


VECTOR = [
    process("a", "0.55", "2", "1", "2", "2"),
    process("b", "0.30", "3", "2", "3", "3"),
    process("c", "0.15", "2", "3", "4", "3"),
]


def test_the_whole_by_both_formulas() -> None:
    """Over all three processes the four criteria give 2.2375 and the three 2.1667, each beside the other."""
    four = rated(VECTOR, rule(CRITERIA, "1"))
    assert four.scores == dict(
        zip(CRITERIA, map(Decimal, ("2.3", "1.6", "2.6", "2.45")), strict=True)
    )
    assert (four.dqr, round(four.other_dqr, 4)) == (Decimal("2.2375"), Decimal("2.1667"))
    three = rated(VECTOR, rule(CRITERIA[:3], "1"))
    assert (three.dqr, three.other_dqr) == (four.other_dqr, four.dqr)


def test_the_most_relevant_exceed_the_share() -> None:
    """Two of three exceed 80 %; a share that is met and not exceeded takes the next one too."""
    assert most_relevant(VECTOR, Decimal("0.8")) == tuple(VECTOR[:2])
    assert most_relevant(VECTOR, Decimal("0.85")) == tuple(VECTOR)
    assert rated(VECTOR, rule(CRITERIA)).total == 1


def test_unrated_is_worst_and_reported() -> None:
    """Half of a figure without ratings pulls the mean halfway to 5."""
    found = rated([process("a", "1", "1", "1", "1", "1"), process("b", "1")], rule(CRITERIA))
    assert (found.dqr, found.unrated_share) == (3, Decimal("0.5"))


def test_p_does_not_matter_to_three_criteria() -> None:
    """A process without P is rated by the three criteria, and unrated by four."""
    found = [process("a", "1", "1", "1", "1")]
    assert rated(found, rule(CRITERIA[:3])).unrated_share == 0
    assert rated(found, rule(CRITERIA)).unrated_share == 1
    assert rated(found, rule(CRITERIA[:3])).other_dqr == 2


def test_nothing_has_no_rating() -> None:
    """Without a contribution, or without a rule, there is none."""
    assert rate([], rule(CRITERIA)) is None
    assert rate_target(target_of(mined(), rulebook=STUDY)) is None


def credited() -> Graph:
    """A recycler of one kg: 3 of lime, 4 of gas avoided, half of lime under another stage."""
    chain = Graph((rated_set(dataset("test:lime", "1"), dataset("test:gas", "1")),))
    rows = [
        used("test:lime", "1", stage="end_of_life", rating=ONE),
        used("test:lime", "1.5", stage="end_of_life"),
        used("test:lime", "0.5", stage="distribution"),
        used("test:gas", "0.25", stage="end_of_life"),
    ]
    saved = [avoided("4", flow="test:gas")]
    chain.enter("recycler", inventory(made("recycler", "1"), inputs=rows, avoided=saved))
    return chain


def test_a_credit_ranks_by_its_absolute_value() -> None:
    """The credit of 4 comes before the burdens, and its flow as a burden counts apart."""
    target = target_of(credited(), "recycler", STUDY)
    rows = contributions(target.demand, target.resolution, target.figures)
    found = processes(rows, target.table)
    assert [(row.key.source, row.key.stage.value, str(row.value)) for row in found] == [
        ("avoided", "end_of_life", "-4"),
        ("dataset", "end_of_life", "2.5"),
        ("dataset", "distribution", "0.5"),
        ("dataset", "end_of_life", "0.25"),
    ]
    assert len(rated(found, rule(CRITERIA)).most_relevant) == 2


def test_one_unrated_row_leaves_its_process_unrated() -> None:
    """Of two rows of a process one states nothing, so the process's amounts are unrated."""
    target = target_of(credited(), "recycler", STUDY)
    rows = contributions(target.demand, target.resolution, target.figures)
    lime = processes(rows, target.table)[1]
    assert (lime.key.label, lime.datum) == ("test:lime", Datum({}, {}))


def test_a_gas_has_no_dataset() -> None:
    """Direct emissions are a process of their own, rated by their row alone."""
    chain = mined(LIME, GAS)
    gas = emitted("co2", "1", rating=rating("2", "2", "2", "4"))
    chain.enter("plant", inventory(made("plant", "1"), emissions=[gas]))
    target = target_of(chain)
    (found,) = processes(
        contributions(target.demand, target.resolution, target.figures), target.table
    )
    assert (found.key.source, found.key.label, found.datum.factor) == ("direct", "co2", None)
    assert list(found.scores.values()) == [2, 2, 2, 4]


def test_what_cancels_is_left_out() -> None:
    """A process whose groups sum to zero, and a row without value, have no rank."""
    chain = Graph((rated_set(dataset("test:gas", "0"), _cancelling()),))
    rows = [used("test:wood", "1"), used("test:gas", "1")]
    chain.enter("plant", inventory(made("plant", "1"), inputs=rows))
    assert rate_target(target_of(chain)) is None


def _cancelling() -> dict[str, object]:
    values = [{"group": "biogenic", "value": "2"}, {"group": "land_use_change", "value": "-2"}]
    return {**dataset("test:wood", "1"), "values": values}


def test_the_chain_by_hand() -> None:
    """Lime makes 6 of 6.3 and alone is most relevant: rated 1; the gas beside it would be rated 2 to 4."""
    found = rate_target(target_of(mined(LIME, GAS)))
    assert found is not None
    (lime,) = found.most_relevant
    assert (lime.key.entry, lime.value, lime.site) == (ident("mine"), 6, "P1")
    assert (found.dqr, found.other_dqr, found.unrated_share) == (1, 1, 0)
    four = rate_target(target_of(mined(LIME, GAS), rulebook=PEF))
    assert four is not None
    assert four.dqr == 1


def test_the_draft_demands_three() -> None:
    """The rulebooks name the criteria: three in the draft for batteries, four in PEF."""
    assert DRAFT.data_quality is not None
    assert PEF.data_quality is not None
    assert DRAFT.data_quality.criteria == CRITERIA[:3]
    assert PEF.data_quality.criteria == CRITERIA
