"""Ids by their first digits: completed only if exactly one statement begins so."""

import pytest

from ledger.cli.terminal.ids import LISTED, complete_id, is_full
from schemas.errors import CradleError

ONE, OTHER, THIRD = ("sha256:" + digits.ljust(64, "0") for digits in ("abcdef12", "abcdef34", "99"))


def complete(given: str, known: tuple[str, ...] = (ONE, OTHER, THIRD)) -> str:
    """Complete an id among some statements."""
    return complete_id(
        given, lambda digits: [name for name in known if name[7:].startswith(digits)], "entry"
    )


@pytest.mark.parametrize("given", ["abcdef1", "sha256:abcdef1", ONE, ONE[7:]])
def test_an_id_is_completed_with_and_without_its_prefix(given: str) -> None:
    """The first digits, or all of them."""
    assert complete(given) == ONE


@pytest.mark.parametrize("given", ["@cells", "urn:x", "keys/cells", "ABCDEF12", "", "sha256:"])
def test_a_text_that_begins_no_id_is_left_to_the_command(given: str) -> None:
    """It is returned as it is."""
    assert complete(given) == given
    assert is_full(given)


def test_a_full_id_is_not_looked_up() -> None:
    """Also one that no statement has; the ledger itself refuses that."""

    def unused(digits: str) -> list[str]:
        raise AssertionError(digits)

    assert complete_id(ONE, unused, "entry") == ONE
    assert (is_full(ONE), is_full(ONE[7:]), is_full("abcdef")) == (True, False, False)


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        ("abcde", "id.short", "at least its first 6 digits"),
        ("sha256:abcde", "id.short", "at least its first 6 digits"),
        ("abcdef", "id.ambiguous", f"give more digits of one of {ONE}, {OTHER}."),
        ("123456", "statement.unknown", "begins with 123456"),
    ],
)
def test_what_is_not_one_statement_is_refused(given: str, code: str, said: str) -> None:
    """Too few digits, several statements, or none; each says what to do."""
    with pytest.raises(CradleError) as refused:
        complete(given)
    assert (refused.value.code, refused.value.place) == (code, "entry")
    assert said in refused.value.detail


def test_a_refusal_names_no_more_than_ten() -> None:
    """The others are counted."""
    many = tuple(f"sha256:abcdef{number:058x}" for number in range(LISTED + 1))
    with pytest.raises(CradleError) as refused:
        complete("abcdef", many)
    assert refused.value.detail.startswith("11 ids begin with abcdef; ")
    assert refused.value.detail.endswith(f"{many[LISTED - 1]} and 1 more.")
