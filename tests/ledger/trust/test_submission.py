"""A submission on the wire: written as one line, read in any spelling, and nothing else passes for one."""

import json

import pytest
from support.ledger_world import signer
from support.refusal import refused

from ledger.trust.envelope import format_envelope, sign
from ledger.trust.submission import (
    SUBMISSION_LIMIT,
    Submission,
    format_submission,
    parse_submission,
)

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
    "spelled", [LINE + b"\r\n", json.dumps(json.loads(LINE), indent=1).encode()]
)
def test_the_outer_json_may_be_spelled_otherwise(spelled: bytes) -> None:
    """White space and order of the input do not change the parsed bytes; sections may be missing."""
    assert parse_submission(spelled) == SUBMISSION
    members = dict(reversed(json.loads(LINE)["envelope"].items()))
    read = parse_submission(json.dumps({"envelope": members}).encode())
    assert read == Submission(SUBMISSION.envelope)


@pytest.mark.parametrize(
    ("line", "code", "place"),
    [
        (b"", "schema.json_invalid", ""),
        (b"[]", "schema.model_type", ""),
        (LINE.replace(b'["e30=","AA=="]', b"[1]"), "schema.string_type", "sections[0]"),
        (LINE.replace(b'["e30=",', b'["e31=",'), "base64.grammar", "sections[0]"),
        (LINE.replace(b'["e30=",', b'["e30",'), "base64.grammar", "sections[0]"),
        (LINE.replace(b'"sig"', b'"key"'), "schema.missing", "envelope.signatures[0].sig"),
        (LINE.replace(b'"payload":"e30="', b'"payload":"e31="'), "base64.form", "payload"),
        (LINE.replace(b"application/vnd.test", b"a b"), "envelope.payload_type", "payloadType"),
        (b" " * SUBMISSION_LIMIT + LINE, "json.too_large", ""),
    ],
)
def test_what_is_no_submission_is_refused(line: bytes, code: str, place: str) -> None:
    """Each with the code of what is wrong, and where."""
    with refused(code, place):
        parse_submission(line)
