"""Tests for published warranties: one text for the same terms, and a signature by the key that stands beside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.refusal import refused
from support.warranty_notes import PUBLISHER, signed, terms

from ledger.audit.published_warranty import (
    HEADER,
    format_terms,
    open_warranty,
    parse_terms,
    read_terms,
)
from schemas.errors import CradleError
from schemas.exchanged.published_warranty import PublishedWarranty
from schemas.values import Period

MAKER = f"sha256:{'a' * 64}"
DAYS = (
    st.dates()
    .map(lambda day: f"20{day.year % 100:02}-{day:%m-%d}")
    .filter(lambda day: not day.endswith("02-29"))
)
AMOUNTS = st.integers(1, 10**9).map(str)
TERMS = st.builds(
    lambda **row: PublishedWarranty.model_validate(row),
    manufacturer=st.just(MAKER),
    model=st.from_regex(r"urn:[a-z]{2,8}:[a-z0-9]{1,12}", fullmatch=True),
    made_from=DAYS,
    made_before=st.none() | DAYS,
    years=AMOUNTS,
    km=st.none() | AMOUNTS,
    remaining_energy=st.integers(1, 99).map(lambda hundredths: f"0.{hundredths:02}".rstrip("0")),
    document=st.just(f"sha256:{'5' * 64}"),
)
HONEST = terms(MAKER, "urn:test:model")


@given(TERMS)
def test_terms_survive_their_text(published: PublishedWarranty) -> None:
    """Parsing is the inverse of formatting."""
    assert parse_terms(format_terms(published)) == published


def test_a_note_opens_by_the_key_that_stands_beside_it() -> None:
    """It gives the terms, under the name of that key."""
    assert open_warranty(signed(HONEST)) == (PUBLISHER, HONEST)


def test_another_key_and_other_terms_do_not_open() -> None:
    """A note that another key signed under the name, and one whose years were changed after it was signed."""
    with refused("note.unsigned", ""):
        open_warranty(signed(HONEST, by="someone"))
    row = signed(HONEST)
    lines = tuple("years 20" if line == "years 8" else line for line in row.note)
    assert lines != row.note
    longer = row.model_copy(update={"note": lines})
    with refused("note.signature", ""):
        open_warranty(longer)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (HEADER, "cradle-warranty/2"),
        ("years 8\nkm 130000\n", "km 130000\nyears 8\n"),
        ("years 8\n", "years 8\nyears 8\n"),
        ("years 8\n", "years 8\n\n"),
        ("years 8\n", ""),
        ("years 8\n", "years eight\n"),
        ("years 8\n", "years 8\ncolour red\n"),
        ("km 130000\n", "km \n"),
    ],
    ids=["header", "order", "twice", "blank", "absent", "words", "unknown", "empty"],
)
def test_a_text_in_another_form_is_refused(old: str, new: str) -> None:
    """There is one text for the same terms, and nothing beside them."""
    text = format_terms(HONEST)
    assert old in text
    with pytest.raises(CradleError) as caught:
        parse_terms(text.replace(old, new))
    assert caught.value.code == "warranty.form"


def test_the_share_of_energy_cannot_be_left_out() -> None:
    """A warranty that is silent on it would count as the best one."""
    with refused("warranty.form", "remaining_energy"):
        read_terms({k: v for k, v in HONEST.to_json().items() if k != "remaining_energy"})


@pytest.mark.parametrize(
    ("made_from", "made_before", "covers"),
    [
        ("2025-01-01", None, True),
        ("2025-01-01", "2026-01-01", True),
        ("2025-01-02", None, False),
        ("2024-01-01", "2025-12-31", False),
    ],
)
def test_it_covers_a_period_whole_or_not_at_all(
    made_from: str, made_before: str | None, *, covers: bool
) -> None:
    """Both ends are half-open, as a period's are."""
    published = terms(MAKER, "urn:test:model", made_from=made_from, made_before=made_before)
    assert published.covers(Period(start="2025-01-01", end="2026-01-01")) is covers


@pytest.mark.parametrize(
    ("made_from", "made_before", "concerns"),
    [
        ("2025-12-31", None, True),
        ("2024-01-01", "2025-01-02", True),
        ("2026-01-01", None, False),
        ("2024-01-01", "2025-01-01", False),
    ],
)
def test_it_concerns_a_period_of_which_it_has_a_day(
    made_from: str, made_before: str | None, *, concerns: bool
) -> None:
    """A day at either end is enough."""
    published = terms(MAKER, "urn:test:model", made_from=made_from, made_before=made_before)
    assert published.concerns(Period(start="2025-01-01", end="2026-01-01")) is concerns
