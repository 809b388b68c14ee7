"""The form of objections and answers: a closed list of grounds, places of rows, and salted digests alone."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.golden import reading as golden

from schemas.errors import CradleError
from schemas.signed.objection import MAX_EVIDENCE, Answer, Ground, Objection

DIGEST = "sha256:" + "ab" * 32
LISTS = ("outputs", "inputs", "wastes", "emissions", "avoided")


def stated(**members: object) -> bytes:
    """The golden objection with other members; None leaves one out."""
    payload = golden.value("objection/objection")
    changed = {**payload, **members}
    return json.dumps(
        {name: value for name, value in changed.items() if value is not None}
    ).encode()


@pytest.mark.parametrize("ground", Ground)
def test_grounds_are_a_closed_list(ground: Ground) -> None:
    """Each ground is accepted, and its capital form is not."""
    assert Objection.parse(stated(ground=ground.value)).ground is ground
    with pytest.raises(CradleError) as caught:
        Objection.parse(stated(ground=ground.value.upper()))
    assert caught.value.place == "ground"


def test_row_and_claim_may_be_absent() -> None:
    """An objection to a whole statement has no row, and need not claim an effect."""
    parsed = Objection.parse(stated(row=None, claimed_kg=None))
    assert (parsed.row, parsed.claimed_kg) == (None, None)
    assert Objection.parse(stated(claimed_kg="-12.5")).claimed_kg == "-12.5"


@given(st.sampled_from(LISTS), st.integers(0, 999_999))
def test_a_place_is_a_list_and_an_index(part: str, index: int) -> None:
    """Every list of an inventory with an index of at most six digits is a place."""
    assert Objection.parse(stated(row=f"{part}/{index}")).row == f"{part}/{index}"


@pytest.mark.parametrize(
    "row", ["inputs", "inputs/", "inputs/01", "inputs/-1", "Inputs/1", "rows/1", "inputs/1/x"]
)
def test_another_place_is_refused(row: str) -> None:
    """A place has one spelling."""
    with pytest.raises(CradleError) as caught:
        Objection.parse(stated(row=row))
    assert (caught.value.code, caught.value.place) == ("objection.place", "row")


def test_evidence_is_bounded() -> None:
    """An objection names at most 16 files, so that it cannot bury its reader."""
    assert len(Objection.parse(stated(evidence=[DIGEST] * MAX_EVIDENCE)).evidence) == MAX_EVIDENCE
    with pytest.raises(CradleError) as caught:
        Objection.parse(stated(evidence=[DIGEST] * (MAX_EVIDENCE + 1)))
    assert caught.value.place == "evidence"


def test_an_answer_accepts_or_rejects() -> None:
    """An answer has no third outcome."""
    payload = golden.value("answer/answer")
    for outcome in ("accepts", "rejects"):
        assert Answer.parse(json.dumps({**payload, "outcome": outcome}).encode())
    with pytest.raises(CradleError) as caught:
        Answer.parse(json.dumps({**payload, "outcome": "regrets"}).encode())
    assert caught.value.place == "outcome"
