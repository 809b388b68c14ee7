"""Confirming a line changes the file where it must, records source and day, and touches no other line."""

import pytest
from support.refusal import refused
from support.signed_battery import honest

from ledger.audit.bundle.container import pack
from ledger.audit.policy import format_policy, parse_policy
from ledger.audit.policy_confirmation import confirm_line, find_line, pair_log_keys
from ledger.audit.policy_draft import draft_policy
from ledger.audit.policy_lines import lines_of, unconfirmed_lines
from schemas.signed.policy import ConfirmedLine, LogKeys

LEDGER = honest().ledger
OWN = LEDGER.policy()
BUNDLE = pack(LEDGER.files())
DRAFT = draft_policy(BUNDLE, OWN.logs)
DATA = format_policy(DRAFT)
DAY = "2026-12-03"
REGISTRAR = f"registrars {DRAFT.registrars[0]}"


def keys() -> LogKeys:
    """The log keys of the honest ledger."""
    assert OWN.logs is not None
    return OWN.logs


def test_a_line_is_confirmed_with_its_source_and_its_day() -> None:
    """The mark of the line goes, the record comes, every other line stays unconfirmed, also its comments."""
    commented = DATA.replace(b"quorum = 0", b"quorum   = 0 # for now")
    changed = confirm_line(commented, REGISTRAR, "a letter of 3 December", DAY)
    policy = parse_policy(changed)
    row = ConfirmedLine(line=REGISTRAR, compared_with="a letter of 3 December", on=DAY)
    assert policy.confirmed == (row,)
    others = [line for line in unconfirmed_lines(DRAFT) if line != REGISTRAR]
    assert list(unconfirmed_lines(policy)) == others
    assert b"quorum   = 0 # for now" in changed
    assert policy.model_copy(update={"unconfirmed": None, "confirmed": None}) == DRAFT.model_copy(
        update={"unconfirmed": None}
    )


def test_a_line_may_be_confirmed_again() -> None:
    """Both records stay, in their order; a file without an end of line is completed."""
    once = confirm_line(DATA.rstrip(), "logs", "the page", DAY)
    twice = confirm_line(once.rstrip(), "logs", "the gazette", "2027-01-02")
    records = parse_policy(twice).confirmed or ()
    assert [row.compared_with for row in records] == ["the page", "the gazette"]


@pytest.mark.parametrize(
    ("named", "line"),
    [
        ("logs", "logs"),
        (REGISTRAR, REGISTRAR),
        (DRAFT.registrars[0], REGISTRAR),
        (DRAFT.registrars[0][7:12], REGISTRAR),
        (f"registrars {DRAFT.registrars[0][7:9]}", REGISTRAR),
    ],
)
def test_a_line_is_named_by_its_first_digits(named: str, line: str) -> None:
    """With its list or without, with the word sha256 or without."""
    assert find_line(DRAFT, named) == line


@pytest.mark.parametrize("named", ["", "sha256:", "all", "auditors", "logs logs", "rulebooks zz"])
def test_what_names_no_line_is_refused_with_the_lines(named: str) -> None:
    """The refusal lists what is unconfirmed."""
    with pytest.raises(Exception, match=r"no such line; name one of: logs; registrars") as caught:
        find_line(DRAFT, named)
    assert getattr(caught.value, "code", "") == "policy.line"


def test_digits_of_two_lines_name_neither() -> None:
    """A firm that is registrar and auditor stands in two lines."""
    both = DRAFT.model_copy(update={"auditors": DRAFT.registrars})
    with pytest.raises(Exception, match="Several lines begin so; name one of: registrars"):
        find_line(both, DRAFT.registrars[0])


def test_the_keys_of_the_logs_are_added_to_a_draft_without() -> None:
    """With them the line is confirmed; without them, or with those of another ledger, it is not."""
    lacking = format_policy(draft_policy(BUNDLE))
    with refused("policy.log_keys", "--log-key"):
        confirm_line(lacking, "logs", "the page", DAY)
    with refused("policy.log_keys", "--log-key"):
        confirm_line(lacking, REGISTRAR, "the page", DAY, keys())
    swapped = LogKeys(entries=keys().registry, registry=keys().entries)
    with refused("policy.key", "logs.entries"):
        confirm_line(lacking, "logs", "the page", DAY, swapped)
    policy = parse_policy(confirm_line(lacking, "logs", "the page", DAY, keys()))
    assert (policy.logs, "logs" in unconfirmed_lines(policy)) == (keys(), False)


def test_keys_that_a_policy_has_are_not_replaced() -> None:
    """The same ones may be named again."""
    assert confirm_line(DATA, "logs", "the page", DAY, keys())
    other = LogKeys(entries=keys().registry, registry=keys().entries)
    with refused("policy.log_keys", "--log-key"):
        confirm_line(DATA, "logs", "the page", DAY, other)


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        (format_policy(OWN), "policy.own", "policy"),
        (b'unconfirmed = "All."\n' + format_policy(OWN), "policy.undivided", "unconfirmed"),
        (b"", "policy.field", "origin"),
    ],
)
def test_a_policy_without_lines_to_confirm_is_refused(data: bytes, code: str, place: str) -> None:
    """The reader's own, and one with a single mark for all lines."""
    with refused(code, place):
        confirm_line(data, "logs", "the page", DAY)


def test_a_source_is_one_line_of_text() -> None:
    """An empty one would say nothing."""
    for source, code in (("", "text.grammar"), (" a", "text.grammar"), ("a\nb", "json.string")):
        with refused(code, "compared_with"):
            confirm_line(DATA, "logs", source, DAY)


def test_a_mark_that_cannot_be_found_is_not_guessed() -> None:
    """An inline table, or one with a line that begins like a table, is left to the reader's editor."""
    marks = ", ".join(f"{{line='{line}', compare_with='A.'}}" for line in lines_of(OWN))
    inline = format_policy(OWN).replace(b"quorum", f"unconfirmed = [{marks}]\nquorum".encode(), 1)
    assert len(unconfirmed_lines(parse_policy(inline))) == len(lines_of(OWN))
    with refused("policy.form", "unconfirmed"):
        confirm_line(inline, "logs", "the page", DAY)
    mark = b'[[unconfirmed]]\nline = "logs"\ncompare_with = """\\\n[1] a letter"""\n'
    odd = format_policy(OWN) + mark
    assert len(unconfirmed_lines(parse_policy(odd))) == len(lines_of(OWN))
    with refused("policy.form", "unconfirmed"):
        confirm_line(odd, "logs", "the page", DAY)


@pytest.mark.parametrize("given", [[], ["a"], ["o/entries+1+a"] * 2, ["o/a+1", "o/entries+1"]])
def test_log_keys_come_in_a_pair(given: list[str]) -> None:
    """One of each log, in any order."""
    with refused("policy.log_keys", "--log-key"):
        pair_log_keys(given, "--log-key")
    pair = pair_log_keys([keys().registry, keys().entries], "--log-key")
    assert pair == LogKeys(entries=keys().entries, registry=keys().registry)
