"""The one error class, and its sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors import CradleError, missing_extra, sentence


def test_an_error_reads_as_code_place_and_sentence() -> None:
    """The text of an error holds all three, and leaves the place out where there is none."""
    assert str(CradleError("a.b", "Wrong.", "c[0]")) == "a.b at c[0]: Wrong."
    assert str(CradleError("a.b", "Wrong.")) == "a.b: Wrong."


def test_a_missing_extra_is_refused_with_the_command_that_installs_it() -> None:
    """Under the code, and at the place, that the caller gives."""
    refused = missing_extra("a.b", "A needs the package b", "server", "c")
    assert str(refused) == (
        "a.b at c: A needs the package b;"
        " run pip install 'cradle-ledger[server]' (in a checkout: make venv)."
    )


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("a period ends after it starts", "A period ends after it starts."),
        ("'1e5' is not a quantity", "'1e5' is not a quantity."),
        ("factor_sets must be sorted", "factor_sets must be sorted."),
        ("Field required", "Field required."),
        ("Wrong already.", "Wrong already."),
        ("line a: wrong", "Line a: wrong."),
    ],
)
def test_a_clause_becomes_a_sentence(clause: str, text: str) -> None:
    """It starts with a capital letter, unless with an identifier, and ends with one full stop."""
    assert sentence(clause) == text


@given(st.text())
def test_a_sentence_stays_one(clause: str) -> None:
    """Making a sentence of a sentence changes nothing."""
    assert sentence(sentence(clause)) == sentence(clause)
