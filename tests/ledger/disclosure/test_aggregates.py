"""Sums over firms: which are told in steps, and that no difference of told ones is one firm's."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.disclosure.aggregates import FEWEST, in_steps, told_in_steps

firms = st.frozensets(st.sampled_from("abcdefgm"), max_size=6)


@given(st.dictionaries(st.sampled_from(["DE", "FI", "NO", "SE", "CL"]), firms))
def test_neither_a_told_sum_nor_the_rest_is_one_firms(parts: dict[str, frozenset[str]]) -> None:
    """What is told has three others in it, or the manufacturer alone; so has the rest, or nothing is told."""
    stepped = told_in_steps(parts, "m")
    told = [of - {"m"} for name, of in parts.items() if name not in stepped]
    assert all(len(of) == 0 or len(of) >= FEWEST for of in told)
    rest = frozenset[str]().union(*(parts[name] - {"m"} for name in stepped))
    assert not rest or len(rest) >= FEWEST or not any(told)


def test_one_firm_alone_in_a_country_closes_a_second_country() -> None:
    """The rest beside two told countries would be the one firm's."""
    parts = {"CL": frozenset("a"), "FI": frozenset("bcd"), "SE": frozenset("efgh")}
    assert told_in_steps(parts, "m") == {"CL", "FI"}
    assert told_in_steps({"FI": frozenset("bcd")}, "m") == frozenset()
    assert told_in_steps({"FI": frozenset("m"), "SE": frozenset("mab")}, "m") == {"SE"}


@pytest.mark.parametrize(
    ("value", "told"),
    [("0.9", "0"), ("3", "4"), ("-3", "-4"), ("4", "4"), ("37", "36")],
)
def test_a_step_is_a_twentieth_of_the_whole(value: str, told: str) -> None:
    """Half a step goes to the even one; a whole of zero has no steps."""
    assert in_steps(Decimal(value), Decimal(-40)) == Decimal(told)
    assert in_steps(Decimal(value), Decimal(0)) == 0
