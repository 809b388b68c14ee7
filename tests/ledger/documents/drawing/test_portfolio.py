"""A portfolio as a picture: the greatest change first, and rounding errors are none."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.documents.drawing.portfolio import by_change, draw_portfolio, relative_change
from ledger.translations.languages import LANGUAGES, Language
from schemas.views.portfolio import PortfolioRow

ID = "sha256:" + "0" * 64


def row(signed: str, score: str, **more: object) -> PortfolioRow:
    """A calculation with these figures."""
    fixed = {"calculation": ID, "issuer": ID, "model": "urn:a:b", "site": "S", "stages": ()}
    period = {"start": "2025-01-01", "end": "2026-01-01"}
    return PortfolioRow.model_validate(
        {**fixed, "period": period, "signed": signed, "score": score, **more}
    )


@pytest.mark.parametrize(
    ("signed", "score", "change"),
    [
        ("2", "3", "0.5"),
        ("-2", "-3", "-0.5"),
        ("2", "2.0000000001", "0"),
        ("0", "0", "0"),
        ("0", "0.1", "1"),
    ],
)
def test_a_change_is_relative_to_what_is_signed(signed: str, score: str, change: str) -> None:
    """Its sign is that of the score's movement; a figure of zero has no share."""
    assert relative_change(row(signed, score)) == Decimal(change)


@given(st.lists(st.sampled_from(["1", "1.5", "2", "0.25"]), min_size=1, max_size=6))
def test_the_greatest_change_comes_first(scores: list[str]) -> None:
    """Up or down."""
    found = [abs(relative_change(one)) for one in by_change([row("1", score) for score in scores])]
    assert found == sorted(found, reverse=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_says_in_words_what_it_draws(language: Language) -> None:
    """Both figures and the range, in the language of the page."""
    spread = {"first_order": "0.1", "low": "1.81", "median": "2", "high": "2.25"}
    drawn = draw_portfolio([row("2", "3", spread=spread)], language)
    mark = "," if language == "de" else "."
    for value in ("2", "3", f"1{mark}81", f"2{mark}25"):
        assert value in drawn
