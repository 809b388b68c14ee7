"""Reports of monitors: what must be written, and which words there are."""

import pytest
from support.parsing import broken, parse

from schemas.views.monitor import MonitorReport

STATE = {"size": 1, "root": "0a" * 32}
CONTENT = {
    "document": "monitor",
    "origin": "ledger.example/battery",
    "logs": {"entries": "a", "registry": "b"},
    "entries": STATE,
    "registry": STATE,
    "date": "2026-01-31",
    "software": "cradle-ledger 1",
    "verdict": "consistent",
    "exit_code": 0,
    "steps": [{"number": 2, "name": "integrity", "checked": 1, "outcome": "passed"}],
    "findings": [],
    "left_out": 0,
}


def test_a_report_is_read_as_it_is_written() -> None:
    """A parsed report is written again unchanged."""
    assert parse(MonitorReport, CONTENT).to_json() == CONTENT


@pytest.mark.parametrize("member", CONTENT)
def test_every_member_is_written(member: str) -> None:
    """There is no default: an empty list and a zero are words of the monitor too."""
    assert broken(MonitorReport, CONTENT, ((member,), ...)) == ("schema.missing", member)


@pytest.mark.parametrize(
    ("member", "value", "code"),
    [
        ("document", "study", "schema.literal_error"),
        ("verdict", "verified", "schema.literal_error"),
        ("exit_code", 3, "schema.literal_error"),
        ("date", "2026-02-30", "date.unreal"),
        ("left_out", -1, "schema.greater_than_equal"),
    ],
)
def test_other_words_are_refused(member: str, value: object, code: str) -> None:
    """A verdict of an audit is none of a monitor, and a day is one of the calendar."""
    assert broken(MonitorReport, CONTENT, ((member,), value)) == (code, member)
