"""A marked policy is confirmed line by line; a line that was not is unconfirmed, whatever happened to its mark."""

import pytest
from support.refusal import refused
from support.second_opinion import ALONE
from support.signed_battery import honest

from ledger.audit.policy import format_policy, parse_policy
from ledger.audit.policy_lines import is_marked, lines_of, unconfirmed_lines
from schemas.signed.policy import ConfirmedLine, Policy, UnconfirmedLine

OWN = honest().ledger.policy()
AUDITOR = f"auditors {OWN.auditors[0]}"
OTHER = "auditors sha256:" + "0" * 64


def marked(open_: tuple[str, ...] = (), done: tuple[str, ...] = (), **members: object) -> Policy:
    """The honest policy with marks."""
    unconfirmed = tuple(UnconfirmedLine(line=line, compare_with="A letter.") for line in open_)
    confirmed = tuple(
        ConfirmedLine(line=line, compared_with="a letter", on="2026-12-03") for line in done
    )
    return OWN.model_copy(
        update={"unconfirmed": unconfirmed or None, "confirmed": confirmed or None, **members}
    )


def test_a_policy_without_marks_is_the_readers_own() -> None:
    """Nothing in it is unconfirmed."""
    assert not is_marked(OWN)
    assert unconfirmed_lines(OWN) == {}


def test_a_line_whose_mark_was_deleted_is_unconfirmed() -> None:
    """Of a draft, only what was confirmed counts: an auditor that was added since waits too."""
    policy = parse_policy(format_policy(marked(open_=("logs",), done=(AUDITOR,))))
    assert tuple(unconfirmed_lines(policy)) == tuple(
        line for line in lines_of(policy) if line != AUDITOR
    )
    assert unconfirmed_lines(policy)["logs"] == "A letter."
    everything = marked(done=lines_of(OWN))
    assert unconfirmed_lines(everything) == {}
    more = marked(done=lines_of(OWN), auditors=(*OWN.auditors, "sha256:" + "0" * 64))
    assert unconfirmed_lines(more) == {OTHER: "Compare it with another source than the bundle."}


def test_a_line_that_is_marked_and_confirmed_is_unconfirmed() -> None:
    """A reader who put the mark back doubts the line."""
    assert tuple(unconfirmed_lines(marked(open_=("logs",), done=lines_of(OWN)))) == ("logs",)


@pytest.mark.parametrize(
    ("policy", "place"),
    [
        (marked(open_=("logs", OTHER)), "unconfirmed[1].line"),
        (marked(open_=("logs",), done=(OTHER,)), "confirmed[0].line"),
        (marked(done=("all",)), "confirmed[0].line"),
    ],
)
def test_a_mark_of_a_line_that_is_not_there_is_refused(policy: Policy, place: str) -> None:
    """By both readers of policies: a misspelt mark would confirm nothing."""
    data = format_policy(policy)
    with refused("policy.line", place):
        parse_policy(data)
    with pytest.raises(Exception, match="policy"):
        ALONE.parse_policy(data)


def test_only_a_draft_may_lack_the_log_keys() -> None:
    """Its line says where they are; a policy without that mark is refused by both readers."""
    lacking = marked(open_=("logs",), logs=None)
    assert parse_policy(format_policy(lacking)).logs is None
    own = format_policy(marked(open_=(AUDITOR,), logs=None))
    with refused("policy.field", "logs"):
        parse_policy(own)
    with pytest.raises(Exception, match="subscriptable"):
        ALONE.parse_policy(own)
