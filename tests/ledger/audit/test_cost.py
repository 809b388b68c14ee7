"""The cost of a verification grows with the size of the bundle, also for hostile bundles.

Calls are counted and no time is taken: twice the bundle takes about twice the calls. `tests/bench/bench_hostile.py`
shows seconds and memory of bundles of 1 MB.
"""

import sys
from types import FrameType

import pytest
from support.hostile import HOSTILE
from support.signed_battery import honest
from support.verdicts import judge

GROWTH = 2.4
"""The bound for a doubled count: its part of a bundle doubles, and proofs grow with the logarithm."""


def calls(data: bytes) -> int:
    """The functions that are called while a bundle is verified."""
    count = 0

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    policy = honest().ledger.policy()
    sys.setprofile(note)
    try:
        judge(data, policy)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.untraced  # The next test judges bundles of the same makers, traced.
@pytest.mark.parametrize("name", HOSTILE)
def test_twice_the_bundle_costs_twice_as_much(name: str) -> None:
    """Nothing in a bundle is compared in pairs."""
    build, count = HOSTILE[name]
    judge(
        build(1), honest().ledger.policy()
    )  # The documents of the method are read once, in no count.
    bare, few, many = (calls(build(n)) for n in (1, count // 8, count // 4))
    assert many - bare <= GROWTH * (few - bare), (bare, few, many)


@pytest.mark.parametrize("name", HOSTILE)
def test_the_report_of_a_hostile_bundle_is_short(name: str) -> None:
    """Up to a hundred findings of one code are listed singly, and the others as one."""
    build, count = HOSTILE[name]
    found = judge(build(count // 4), honest().ledger.policy()).findings
    assert len(found) <= 3 * 101
    together = [row for row in found if row.subject.endswith(" more")]
    assert all("more findings of this code" in row.detail for row in together)
