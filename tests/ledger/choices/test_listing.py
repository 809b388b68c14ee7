"""Tests for the numbers of a list of choices: those with a price, the small ones, and the reasons for no price."""

import pytest
from support.graph import ident

from ledger.choices.kinds import KINDS
from ledger.choices.listing import (
    count_choices,
    counted_words,
    is_small,
    small_words,
    without_price,
    without_small,
)
from ledger.translations.languages import LANGUAGES, Language
from schemas.views.choice_counts import ChoiceCounts, SmallChoices
from schemas.views.report import ReportedChoice


def stated(effect: str | None, code: str = "supplier.dataset") -> ReportedChoice:
    """A choice with an effect."""
    return ReportedChoice(
        code=code,
        subject=ident("mine"),
        by=ident("mine"),
        detail="100 kg by test:ore",
        effect=effect,
        state="documented",
    )


def test_a_choice_without_a_price_is_counted_apart() -> None:
    """An effect of zero is a price."""
    counts = count_choices([stated("0.1"), stated("0"), stated(None)])
    assert counts == ChoiceCounts(count=3, priced=2)
    assert counted_words(counts) == "2 of 3 choices have a price"


@pytest.mark.parametrize(
    ("language", "many", "one"),
    [
        ("en", "45 of 47 choices have a price", "0 of 1 choice has a price"),
        ("de", "45 von 47 Annahmen haben einen Preis", "0 von 1 Annahme hat einen Preis"),
        ("zh", "47 项假设中 45 项有估价", "1 项假设中 0 项有估价"),
    ],
)
def test_the_counts_are_a_clause_in_each_language(language: Language, many: str, one: str) -> None:
    """The same two numbers."""
    assert counted_words(ChoiceCounts(count=47, priced=45), language) == many
    assert counted_words(ChoiceCounts(count=1, priced=0), language) == one


def test_small_choices_are_one_sum() -> None:
    """Below 0.02 % of a figure of 1; what has no price is not small."""
    rows = [stated("0.1"), stated("0.00019"), stated("0.0002"), stated(None), stated("0.00001")]
    large, small = without_small(rows, "1")
    assert [row.effect for row in large] == ["0.1", "0.0002", None]
    assert small == SmallChoices(count=2, effect="0.0002", percent="0.02")


@pytest.mark.parametrize("declared", ["0", "-1", None], ids=["zero", "below", "unknown"])
def test_nothing_is_small_of_a_figure_without_shares(declared: str | None) -> None:
    """A share of it has no meaning."""
    assert not is_small(stated("0"), declared)
    assert without_small([stated("0")], declared) == ([stated("0")], None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sum_is_a_clause_in_each_language(language: Language) -> None:
    """With the decimal mark of the language."""
    two = SmallChoices(count=2, effect="0.0002", percent="0.015")
    words = {
        "en": "2 choices below 0.02 % each, together 0.015 %",
        "de": "2 Annahmen unter je 0,02 %, zusammen 0,015 %",
        "zh": "2 项假设各低于 0.02 %\uff0c合计 0.015 %",
    }
    assert small_words(two, language) == words[language]
    one = small_words(two.model_copy(update={"count": 1}), language)
    assert one.startswith("1")
    assert one != words[language]


@pytest.mark.parametrize("code", sorted(KINDS))
def test_a_choice_without_a_price_has_a_reason(code: str) -> None:
    """One with a price needs none."""
    assert without_price(stated(None, code))
    assert without_price(stated("0", code)) is None
