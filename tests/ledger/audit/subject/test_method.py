"""The rulebook and factor sets of a calculation, as an audit reads them."""

import pytest
from support.collusion import update
from support.signed_battery import build, honest
from support.verdicts import found, judge, remarks

from ledger.audit.subject.method import method_names, names_another
from ledger.rulebooks.catalog import characterization_ids, load_characterization
from ledger.trust.leaves import digest, model_bytes


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("EF 3.0", ["factor_set.other_method"]),
        ("AR5, GWP 100", ["factor_set.other_method"]),
        ("EF v3.1", []),
        ("as published", ["factor_set.no_method"]),
    ],
)
def test_a_factor_set_of_another_method_is_a_remark(words: str, expected: list[str]) -> None:
    """A set that names another method than the rulebook's, or none, is a remark, and the verdict is the same."""
    factors = honest().factors.model_copy(update={"method": words})
    subject = digest(model_bytes(factors))
    policy = honest().ledger.policy().model_copy(update={"factor_sets": (subject,)})
    report = judge(build({"factors": update(method=words)}).ledger.files(), policy)
    assert found(report) == set()
    assert [code for code, about in remarks(report) if about == subject] == expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("EF 3.1", {"EF 3.1"}),
        ("ef v3.1 (JRC)", {"EF 3.1"}),
        ("EF3.0, climate change", {"EF 3.0"}),
        ("GWP 100 of IPCC AR6", {"AR 6"}),
        ("IPCC 2013, 100 years", {"AR 5"}),
        ("IPCC 2001", {"IPCC 2001"}),
        ("EF 3.1 (AR6)", {"EF 3.1", "AR 6"}),
        ("none", set()),
        ("as published", set()),
        ("solar 5, brief 3.1", set()),
    ],
)
def test_the_names_in_a_text(text: str, names: set[str]) -> None:
    """A family and a number, with any spacing; words that only end like a name are none."""
    assert method_names(text) == names


@pytest.mark.parametrize("set_id", characterization_ids())
def test_every_set_names_its_method(set_id: str) -> None:
    """The method of each set that ships is a known name, so that others can be distinguished from it."""
    assert len(method_names(load_characterization(set_id).method)) == 1


@pytest.mark.parametrize(
    ("text", "method"),
    [("EF 3.0", "EF 3.1"), ("IPCC AR5 (GWP 100)", "EF 3.1"), ("EF 3.1", "IPCC AR6")],
)
def test_another_method_is_one_that_is_named(text: str, method: str) -> None:
    """A text that names a known method, and not this one, names another."""
    assert names_another(text, method)


@pytest.mark.parametrize(
    ("text", "method"),
    [
        ("as published", "EF 3.1"),
        ("EF v3.1, based on AR6", "EF 3.1"),
        ("EF v3.1, based on AR6", "IPCC AR6"),
    ],
)
def test_no_other_method_is_read_into_a_text(text: str, method: str) -> None:
    """Words without a known name give no result, and a text that also names the method agrees with it."""
    assert not names_another(text, method)
