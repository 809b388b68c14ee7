"""Proves that the bytes of a file become a value in one form only, whichever way they are read."""

import re
from collections.abc import Iterator

import pytest
from support.refusal import refused
from support.story import honest

from ledger.audit import parsing
from ledger.audit.bundle import Placed
from ledger.audit.findings import Findings
from ledger.audit.parsing import read_leaf, read_model
from ledger.audit.reading import join_sections
from ledger.trust.leaves import digest, model_bytes
from schemas.errors import CradleError
from schemas.kinds import MAX_SECTION
from schemas.log import EntriesLeaf
from schemas.participant import Profile
from schemas.statement import Section

SALT = "0" * 32


def test_a_value_is_read_in_plain_and_in_other_letters() -> None:
    """ASCII takes the short way, other letters the long one; both end in the same value."""
    for name in ("Example Pack GmbH", "Pâtisserie 電池", 'Say "cheese"'):
        profile = Profile(legal_name=name, country="DE")
        assert read_model(model_bytes(profile), Profile, 1000) == profile


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'{"country":"DE","identifiers":[], "legal_name":"A"}', "json.not_canonical"),
        (b'{"country":"DE","legal_name":"A"}', "json.not_canonical"),
        (
            b'{"country":"DE","identifiers":[],"legal_name":"A","legal_name":"A"}',
            "json.duplicate_key",
        ),
        (b'{"country":"DE","identifiers":[],"legal_name":"\\u0041"}', "json.not_canonical"),
        (b'{"country":"DE","identifiers":[],"legal_name":"A\xcc\x8a"}', "json.string"),
        (b'{"country":"DE","identifiers":[],"legal_name":"A","x":1}', "schema.extra_forbidden"),
        (b" " * 1001, "json.too_large"),
    ],
)
def test_another_form_of_a_value_is_refused(data: bytes, code: str) -> None:
    """White space, escapes, twice the same key, an optional list left out, letters in pieces."""
    with refused(code):
        read_model(data, Profile, 1000)


def test_a_section_has_the_limit_of_its_name() -> None:
    """An inventory may have a megabyte; only a composition may have more."""
    value = {"text": ["a" * 1000] * (MAX_SECTION // 1000)}
    section = Section.model_validate_json(
        b'{"kind":"entry","salt":"%s","section":"inventory","value":{}}' % SALT.encode()
    ).model_copy(update={"value": value})
    data = model_bytes(section)
    findings = Findings()
    join_sections({}, {digest(data): data}, findings)
    assert any("json.too_large" in row.detail for row in findings.listed(None))


@pytest.mark.parametrize("number", [b"99999999999999999999", b"-9223372036854775809", b"1e400"])
def test_a_number_past_every_limit_is_a_finding(number: bytes) -> None:
    """A section whose value holds a number that nothing here can write is refused like any other."""
    data = b'{"kind":"entry","salt":"%s","section":"inventory","value":{"a":%s}}' % (
        SALT.encode(),
        number,
    )
    findings = Findings()
    join_sections({}, {digest(data): data}, findings)
    assert [row.code for row in findings.listed(None)] == ["section.invalid"]


def changed_sections() -> Iterator[bytes]:
    """Every section of a chain as it is and in other spellings, each a document of its own digest."""
    for data in honest().ledger.sections.values():
        yield data
        yield data + b" "
        yield data.replace(b'","', b'", "', 1)
        yield data.replace(b'"value":{', b'"value":{"absent":null,', 1)
        yield data.replace(b'"value":{', b'"value":{"value":{},', 1)
        yield data.replace(b'"salt":"', b'"salt":"\\u0061', 1)
        yield data.replace(b":[],", b":[ ],", 1)
        yield data.replace(b'"wastes":[]', b'"wastes":null', 1)
        yield data.replace(b',"wastes":[]', b"", 1)
        yield data.replace(b'"section":"inventory"', b'"section":"product"')
        yield data.replace(b"1", b"1\x7f", 1)
        yield data[:-1]


def test_a_section_read_at_once_is_judged_as_in_two_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Typed reading takes nothing that `Section` and then its value would refuse, and nothing else."""
    files = {digest(data): data for data in changed_sections()}
    at_once, in_two = Findings(), Findings()
    join_sections({}, files, at_once)
    monkeypatch.setattr(parsing, "TYPED_SECTIONS", {})
    join_sections({}, files, in_two)
    assert at_once.listed(None) == in_two.listed(None)
    assert len(files) > len(at_once.listed(None)) > 20


def test_a_section_over_its_size_is_not_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is typed and in its one form is still held to the size of its section."""
    files = {digest(data): data for data in honest().ledger.sections.values()}
    monkeypatch.setattr(parsing, "section_limit", lambda _: 10)
    findings = Findings()
    join_sections({}, files, findings)
    refusals = [row.detail for row in findings.listed(None) if row.code == "section.invalid"]
    assert len(refusals) == len(files)
    assert all("json.too_large" in detail for detail in refusals)


def spelled_leaves() -> Iterator[bytes]:
    """Leaves of a chain as they are, and each in other spellings."""
    for data in honest().ledger.entries.leaves:
        yield data
        yield data + b" "
        yield data[:-1]
        yield data.replace(b'","', b'", "', 1)
        yield data.replace(b'"id":"sha256:', b'"id":"sha256:a', 1)
        yield data.replace(b'"sigs":"sha256:', b'"sigs":"SHA256:', 1)
        yield data.replace(b'"size":', b'"size":0', 1)
        yield data.replace(b'"size":', b'"size":-', 1)
        yield data.replace(b'"size":', b'"size":9999999999999999', 1)
        yield re.sub(rb'"size":[0-9]+', b'"size":9007199254740991', data)
        yield re.sub(rb'"size":[0-9]+', b'"size":9007199254740992', data)
        yield re.sub(rb'"root":"..', b'"root":"AB', data)
        yield data.replace(b'"kind":"entry"', b'"kind":"entries"', 1)
        yield data.replace(b'"kind":"entry"', b'"kind":"participant"', 1)
        yield data.replace(b'"v":1', b'"v":2', 1)
        yield data.replace(b'"v":1', b'"v":1,"w":1', 1)
        yield data.replace(b'"registry":', b'"old":null,"registry":', 1)
        yield data.replace(b'"registry":', b'"old":"sha256:%064d","registry":' % 7, 1)


def test_a_leaf_read_by_its_spelling_is_what_its_model_reads() -> None:
    """Taking a leaf apart by its letters takes exactly the one form of what the model accepts."""
    read = refused = 0
    for data in spelled_leaves():
        try:
            model = read_model(data, EntriesLeaf, 16 * 1024)
        except CradleError:
            refused += 1
            with pytest.raises(CradleError):
                read_leaf(7, data)
            continue
        read += 1
        leaf = Placed(7, model.id, model.kind, model.old, model.registry, model.sigs)
        assert read_leaf(7, data) == leaf
    assert min(read, refused) > 50
