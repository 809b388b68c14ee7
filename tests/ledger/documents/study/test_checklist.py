"""The checklist has every item once, and every study answers for each of them."""

import pytest

from ledger.choices.kinds import KINDS
from ledger.documents.study.checklist import CHECKLIST, needs_of
from ledger.translations.documents import has_text, text, texts
from ledger.translations.languages import LANGUAGES
from schemas.views.study import Study
from schemas.views.study_completeness import value_at
from schemas.views.study_items import ITEMS


def test_the_checklist_has_the_items_of_the_format_in_their_order() -> None:
    """Format and checklist cannot drift apart."""
    assert tuple(row.id for row in CHECKLIST) == ITEMS


@pytest.mark.parametrize("reader", ["everything", "issuer", "public"])
def test_every_item_is_stated_or_listed(
    reader: str, studies: dict[str, Study], pef: dict[str, Study]
) -> None:
    """No item is missing from a study of any scope, and none is in both places."""
    for study in (studies[reader], pef[reader]):
        listed = {row.item for row in study.not_stated}
        for item in ITEMS:
            assert (value_at(study, item) is None) == (item in listed), item


def test_an_item_without_a_function_is_never_stated(studies: dict[str, Study]) -> None:
    """What no ledger knows is listed with the reason, not filled with a guess."""
    for row in CHECKLIST:
        if row.state is None:
            assert row.absent in {"no_statement", "no_rule"}
            assert value_at(studies["everything"], row.id) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_item_has_a_name_and_what_would_state_it(language: str) -> None:
    """In each language, for each reason that the item can have."""
    for row in CHECKLIST:
        assert text(f"study.item.{row.id}", language)
        for reason in (row.absent, "withheld"):
            assert needs_of(row.id, reason, language)


def test_every_text_is_in_three_languages_and_differs_from_english() -> None:
    """No German or Chinese text is the English one, apart from symbols and names."""
    same = {key for key, row in texts("study").items() if row["en"] in (row["de"], row["zh"])}
    kinds = {
        key for key in same if not key.startswith(("column.", "group.", "separator", "value_"))
    }
    assert kinds <= {"stage_processes", "gas_of_origin", "section.system", "chooser.", "term."}
    for row in texts("study").values():
        assert set(row) == set(LANGUAGES)


@pytest.mark.parametrize("code", sorted(KINDS))
def test_every_kind_of_choice_has_its_sentence(code: str) -> None:
    """The English one is that of the register."""
    assert has_text(f"study.choice.{code}")
    assert text(f"study.choice.{code}", "en") == KINDS[code].sentence
