"""Marks and closures: what their forms accept."""

import pytest
from support.refusal import refused

from schemas.signed.closure import Closure, Mark, OpenedClosure

PARTY, OTHER = "sha256:" + "0" * 64, "sha256:" + "1" * 64
SALT = "ab" * 16
PERIOD = b'"period":{"end":"2026-01-01","start":"2025-01-01"}'
MARK = b'{"nr":1,"participant":"%b",%b,"role":"issued","salt":"%b","tags":["%b"]}' % (
    PARTY.encode(),
    PERIOD,
    SALT.encode(),
    SALT.encode(),
)


def closure(*firms: str) -> bytes:
    """A closure of these firms."""
    rows = ",".join(f'{{"issued":1,"participant":"{name}","received":0}}' for name in firms)
    return f'{{"firms":[{rows}],"salt":"{SALT}","since":0}}'.encode()


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b'"nr":1', b'"nr":0', "schema.greater_than_equal"),
        (b'"issued"', b'"made"', "schema.literal_error"),
        (b'["ab', b'["AB', "tag.grammar"),
        (b'"salt":"ab', b'"salt":"', "salt.grammar"),
    ],
)
def test_a_mark(old: bytes, new: bytes, code: str) -> None:
    """A number from 1 on, one of two roles, tags and a salt of 128 bits."""
    assert Mark.parse(MARK).nr == 1
    with refused(code):
        Mark.parse(MARK.replace(old, new, 1))


def test_a_closure_has_each_firm_once_in_order() -> None:
    """So that one closure has one digest."""
    document = b'{"closure":%b,"marks":[%b]}' % (closure(PARTY, OTHER), MARK)
    assert [row.participant for row in OpenedClosure.parse(document).closure.firms] == [
        PARTY,
        OTHER,
    ]
    for firms in ((OTHER, PARTY), (PARTY, PARTY)):
        with refused("closure.order"):
            Closure.parse(closure(*firms))
