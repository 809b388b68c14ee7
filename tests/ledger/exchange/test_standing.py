"""A file of another exchange says what its figure is worth, or is not written."""

import pytest
from support.declared_document import DOCUMENT
from support.refusal import refused

from ledger.exchange.standing import SENTENCE, require_standing, standing_sentence
from schemas.views.standing import FigureChange

PLAIN = DOCUMENT.standing.model_copy(update={"changed": None, "law": "declared"})
CHANGED = FigureChange(count=3, withdrawn=0)


def test_the_sentence_says_as_of_when_and_how_much_has_changed() -> None:
    """It is found again by its form."""
    said = standing_sentence(PLAIN)
    assert said == "As of registry position 35, log entry 61: declared, in force."
    changed = standing_sentence(PLAIN.model_copy(update={"changed": CHANGED}))
    assert changed == (
        "As of registry position 35, log entry 61: changed since, "
        "3 changes behind it since it was computed."
    )
    for sentence in (said, changed):
        found = SENTENCE.fullmatch(sentence)
        assert found is not None
        assert found[1] == "61"


@pytest.mark.parametrize("members", [{"changed": CHANGED}, {"state": "superseded"}], ids=str)
def test_a_format_without_a_place_for_it_is_refused(members: dict[str, object]) -> None:
    """Silence would pass the figure off as current; one in force is written."""
    require_standing(PLAIN, "this model")
    with refused("exchange.standing", "standing"):
        require_standing(PLAIN.model_copy(update=members), "this model")
