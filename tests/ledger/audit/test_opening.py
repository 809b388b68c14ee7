"""Signatures tried by one who has not read the statements are judged as by one who has."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import pytest
from support.bundles import path, payload_of, resigned, rewrapped, working
from support.story import honest
from support.verdicts import NO_FILE, found, judge

from ledger.audit.container import pack
from ledger.audit.trial import Outcome
from ledger.audit.verifier import verify
from ledger.trust.envelope import parse_envelope, statement_id
from schemas.report import Report

FILES = honest().ledger.files()
STATEMENTS = [name for name in FILES if name.startswith("statements/")]


def unread(work: Callable[[str], Outcome | None], names: Sequence[str]) -> list[Outcome | None]:
    """Tries all signatures at once, which is before anything is read."""
    return [work(name) for name in names]


def report_of(files: dict[str, bytes]) -> Report:
    """The report where signatures are tried before anything is read."""
    return verify(pack(files), honest().ledger.policy(), NO_FILE, each=unread)


def changed(data: bytes) -> Iterator[bytes]:
    """The file of a statement as others may write it: signed by another, of another kind, no statement, nothing."""
    yield resigned(data, working("miner"))
    yield rewrapped(data, payload_of(data).replace(b'"', b' "', 1))
    yield rewrapped(data, payload_of(data)[:-1])
    yield data.replace(b"application/vnd.cradle.", b"application/vnd.other.")
    yield data.replace(b'"sig":"', b'"sig":"!')
    yield data[:-1]
    yield b""


def test_a_sound_bundle() -> None:
    """Nothing is found either way."""
    assert report_of(FILES) == judge(FILES)


@pytest.mark.parametrize("number", range(7))
def test_changed_statements(number: int) -> None:
    """Every statement in turn changed in one way: the same findings in the same order, whoever looks first."""
    for name in STATEMENTS:
        files = {**FILES, name: list(changed(FILES[name]))[number]}
        report = report_of(files)
        assert report == judge(files), name
        assert found(report)


def silent(work: Callable[[str], Outcome | None], names: Sequence[str]) -> list[Outcome | None]:  # noqa: ARG001 - it looks at nothing
    """Tells of no signature."""
    return [None for _ in names]


def test_a_signature_that_nobody_has_told_of_is_tried() -> None:
    """Whoever tries signatures for the audit may fail to; none counts unseen for that."""
    for name in STATEMENTS:
        files = {**FILES, name: resigned(FILES[name], working("miner"))}
        report = verify(pack(files), honest().ledger.policy(), NO_FILE, each=silent)
        assert report == judge(files)
        assert report.verdict == "contradicted"


def test_a_payload_in_another_form_under_its_own_name() -> None:
    """Signed as it stands and named by its own digest, it can be looked at, and yet is no statement."""
    for name in STATEMENTS:
        known = parse_envelope(FILES[name])
        payload = known.payload.replace(b":", b": ", 1)
        own = path("statements", statement_id(known.payload_type, payload))
        files = {**FILES, own: rewrapped(FILES[name], payload)}
        assert report_of(files) == judge(files)
        assert ("statement.invalid", own) in found(judge(files))


def test_one_statement_under_the_name_of_another() -> None:
    """A file that holds another statement than its name says is not taken for either."""
    for name, other in pairwise(STATEMENTS):
        files = {**FILES, name: FILES[other]}
        assert report_of(files) == judge(files)


def test_a_file_that_no_statement_can_be_in() -> None:
    """A name that is no digest is told, and its signature is not looked for."""
    files = {**FILES, path("statements", "sha256:short"): FILES[STATEMENTS[0]]}
    assert report_of(files) == judge(files)
    assert path("statements", "sha256:short") in {row.subject for row in judge(files).findings}
