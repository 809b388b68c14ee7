"""Values: the same, rounded with their digits, or different."""

import pytest

from ledger.exchange.comparison.values import LONGEST, cut, match_texts, match_values


@pytest.mark.parametrize(
    ("stated", "expected", "exact", "state", "digits"),
    [
        ("0.124074", "0.124074", None, "same", None),
        ("1.24074e-1", "0.124074", None, "same", None),
        ("36000.0", "36000", None, "same", None),
        ("0.1240735472", "0.124074", "0.1240735472", "same", None),
        ("0.12407", "0.124074", None, "rounded", 5),
        ("0.1", "0.124074", None, "rounded", 1),
        ("0.12407355", "0.124074", "0.1240735472", "rounded", 8),
        ("0.12408", "0.124074", None, "differs", None),
        ("0.1240740", "0.1240745", None, "differs", None),
        ("0", "0.124074", None, "differs", None),
        ("0", "0.4", None, "differs", None),
        ("30000", "27000", None, "differs", None),
        ("27000", "27001", None, "differs", None),
        ("-0.12", "0.124", None, "differs", None),
        ("0.124", "-0.124", None, "differs", None),
        ("2.5", "2.45", None, "differs", None),
        ("2.4", "2.45", None, "rounded", 2),
        ("text", "0.1", None, "differs", None),
        ("0.1", "text", None, "differs", None),
        ("sha256:12", "sha256:123", None, "differs", None),
    ],
)
def test_numbers_are_compared_at_the_digits_of_the_document(
    stated: str, expected: str, exact: str | None, state: str, digits: int | None
) -> None:
    """Half to even, from all digits that are known; nothing is rounded to nothing."""
    assert match_values(stated, expected, exact) == (state, digits)


@pytest.mark.parametrize(
    ("stated", "expected", "mark", "state", "digits"),
    [
        ("0.12 kg per kWh", "0.124 kg per kWh", ".", "rounded", 2),
        ("0,12 kg per kWh", "0,124 kg per kWh", ",", "rounded", 2),
        ("0,12 kg per kWh", "0,124 kg per kWh", ".", "differs", None),
        ("\u22120.12", "\u22120.124", ".", "rounded", 2),
        ("0.12 t per kWh", "0.124 kg per kWh", ".", "differs", None),
        ("0.12 and 3", "0.124 and 4", ".", "differs", None),
        ("0.120", "0.12", ".", "differs", None),
        ("not law", "law", ".", "differs", None),
    ],
)
def test_texts_may_differ_in_rounded_numbers_alone(
    stated: str, expected: str, mark: str, state: str, digits: int | None
) -> None:
    """The decimal mark is that of the language; the words are the same."""
    assert match_texts(stated, expected, mark) == (state, digits)


def test_a_value_is_cut_for_a_report() -> None:
    """No control character and no endless text reaches a terminal."""
    assert cut("a\x1bb") == "a\ufffdb"
    assert len(cut("x" * 1000)) == LONGEST
