"""The rulebook and factor sets of a calculation, as an audit reads them."""

import pytest
from support.collusion import update
from support.signed_battery import build, honest
from support.verdicts import found, judge, remarks

from ledger.trust.leaves import digest, model_bytes


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("EF 3.0", ["factor_set.other_method"]),
        ("AR5, GWP 100", ["factor_set.other_method"]),
        ("EF v3.1", []),
        ("as published", []),
    ],
)
def test_a_factor_set_of_another_method_is_a_remark(words: str, expected: list[str]) -> None:
    """A set that names another method than the rulebook's is a remark, and the verdict is the same."""
    factors = honest().factors.model_copy(update={"method": words})
    subject = digest(model_bytes(factors))
    policy = honest().ledger.policy().model_copy(update={"factor_sets": (subject,)})
    report = judge(build({"factors": update(method=words)}).ledger.files(), policy)
    assert found(report) == set()
    assert [code for code, about in remarks(report) if about == subject] == expected
