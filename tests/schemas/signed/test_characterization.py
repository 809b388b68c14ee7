"""Characterization sets: each gas and origin once, each value with its source."""

import pytest
from support.golden import reading as golden
from support.parsing import accepts, broken

from schemas.signed.characterization import Characterization

SET = golden.value("rulebook")["characterization"]
(ROW,) = SET["rows"]
METHANE = {**ROW, "gas": "ch4"}


def test_rows_ascend_by_gas_and_origin() -> None:
    """Another order, or a gas twice with one origin, is refused: one set has one byte form."""
    place = ("rows",)
    for listed in ([ROW, METHANE], [ROW, ROW], [ROW, {**ROW, "origin": "biogenic"}]):
        assert broken(Characterization, SET, (place, listed)) == ("characterization.order", "")
    assert accepts(Characterization, {**SET, "rows": [METHANE, ROW, {**ROW, "origin": "uptake"}]})


def test_a_value_names_a_reference_that_is_there() -> None:
    """A source that the set does not list is refused."""
    change = (("rows", 0, "source"), "OTHER")
    assert broken(Characterization, SET, change) == ("characterization.reference", "")


@pytest.mark.parametrize("member", ["id", "version", "method", "implementation"])
def test_a_set_says_what_it_is(member: str) -> None:
    """One method name does not mean one list of numbers, so a set says whose it is."""
    assert broken(Characterization, SET, ((member,), ...)) == ("schema.missing", member)


def test_an_empty_set_is_none() -> None:
    """A set without a row characterizes nothing."""
    assert broken(Characterization, SET, (("rows",), [])) == ("schema.too_short", "rows")
