"""A rating as a document."""

from support.graph_rated import DRAFT, GAS, LIME, dataset, mined, rating, target_of

from ledger.footprint.quality.data_quality import rate_target
from ledger.footprint.quality.quality_document import format_quality, round_quality
from schemas.signed.quality import StudyQuality


def test_a_document_holds_both_formulas_and_both_halves() -> None:
    """The figure's rating, its level, and each most relevant process with its stated ratings."""
    found = rate_target(target_of(mined(dataset("test:lime", "2", rating("4", "3", "3")), GAS)))
    assert found is not None
    assert DRAFT.data_quality is not None
    document = format_quality(found, DRAFT.data_quality)
    assert (document.dqr, document.other_dqr, document.level) == ("3", "2.5", "good")
    assert document.unrated_share == "0"
    (lime,) = document.most_relevant
    assert (lime.value, lime.share, lime.dqr, lime.rated) == ("6", "0.952381", "3", True)
    assert lime.activity is not None
    assert lime.factor is not None
    assert lime.activity.to_json() == {"te_r": "1", "ge_r": "1", "ti_r": "1", "p": "1"}
    assert lime.factor.to_json() == {"te_r": "4", "ge_r": "3", "ti_r": "3"}
    assert StudyQuality.model_validate_json(document.model_dump_json(exclude_none=True)) == document


def test_an_unrated_process_states_no_half() -> None:
    """If no rating was stated the document says so, and the scores are 5."""
    chain = mined(dataset("test:lime", "2"), GAS)
    found = rate_target(target_of(chain))
    assert found is not None
    assert DRAFT.data_quality is not None
    (lime,) = format_quality(found, DRAFT.data_quality).most_relevant
    assert lime.factor is None
    assert lime.rated is False
    assert lime.scores.to_json() == {"te_r": "5", "ge_r": "5", "ti_r": "3", "p": "1"}


def test_a_thing_rated_is_the_same_twice() -> None:
    """The document depends on the graph alone."""
    first, second = (rate_target(target_of(mined(LIME, GAS))) for _ in range(2))
    assert first == second


def test_who_may_not_look_into_all_is_told_four_digits() -> None:
    """Of the share of a process too: six would tell what it is a share of."""
    found = rate_target(target_of(mined(dataset("test:lime", "2"), GAS)))
    assert found is not None
    assert DRAFT.data_quality is not None
    document = format_quality(found, DRAFT.data_quality)
    told = round_quality(document)
    assert (document.most_relevant[0].share, told.most_relevant[0].share) == ("0.952381", "0.9524")
