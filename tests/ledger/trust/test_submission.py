"""A submission on the wire: one line, one form, and nothing that is not one passes for one."""

import json

import pytest
from support.refusal import refused
from support.worlds import signer

from ledger.trust.envelope import format_envelope, sign
from ledger.trust.submission import Submission, format_submission, parse_submission

SUBMISSION = Submission(
    format_envelope(sign("application/vnd.test", b"{}", [signer("somebody")])), (b"{}", b"\x00")
)
LINE = format_submission(SUBMISSION)


def test_a_submission_comes_back_from_its_line() -> None:
    """Envelope and sections are the same bytes, and the line is JSON as any program reads it."""
    assert parse_submission(LINE) == SUBMISSION
    assert parse_submission(LINE + b"\n") == SUBMISSION
    assert json.loads(LINE)["sections"] == ["e30=", "AA=="]
    assert b"\n" not in LINE


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"", "json.syntax"),
        (b"[]", "submission.form"),
        (LINE.replace(b',"sections":["e30=","AA=="]', b""), "submission.form"),
        (LINE.replace(b'["e30=","AA=="]', b"[1]"), "submission.form"),
        (LINE.replace(b"e30=", b"e31="), "base64.form"),
        (LINE.replace(b'"sig"', b'"key"'), "json.key"),
        (LINE.replace(b'"payload":', b'"sig":'), "json.not_canonical"),
        (b" " + LINE, "json.not_canonical"),
    ],
)
def test_what_is_no_submission_is_refused(line: bytes, code: str) -> None:
    """Each with the code of what is wrong."""
    with refused(code):
        parse_submission(line)
