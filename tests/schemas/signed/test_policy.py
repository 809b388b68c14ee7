"""Policies: what a reader must write out, and what may be left empty."""

import pytest
from support.golden import reading as golden
from support.parsing import broken, changed, parse

from schemas.signed.policy import Policy

CONTENT = golden.policy().to_json()


@pytest.mark.parametrize("member", ["registrars", "rulebooks", "factor_sets"])
def test_a_policy_accepts_somebody_and_something(member: str) -> None:
    """Without a registrar, a rulebook and a factor set nothing could be verified."""
    assert broken(Policy, CONTENT, ((member,), [])) == ("schema.too_short", member)
    assert broken(Policy, CONTENT, ((member,), ["x"])) == ("digest.grammar", f"{member}[0]")


@pytest.mark.parametrize("member", ["origin", "quorum", "oldest_registry_size"])
def test_what_decides_is_written_out(member: str) -> None:
    """A quorum of 0 is a decision of the reader, never a default."""
    assert broken(Policy, CONTENT, ((member,), ...)) == ("schema.missing", member)


@pytest.mark.parametrize(
    "member", ["note", "logs", "witnesses", "monitors", "auditors", "last_seen"]
)
def test_the_rest_may_be_left_out(member: str) -> None:
    """A reader without witnesses, auditors or a last visit still has a policy; a draft lacks log keys."""
    value = parse(Policy, changed(CONTENT, (member,), ...))
    assert not getattr(value, member)
