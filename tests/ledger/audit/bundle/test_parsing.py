"""The parsers accept the canonical bytes of a value only."""

import re
from collections.abc import Iterator

import pytest
from support.refusal import refused
from support.signed_battery import honest

from ledger.audit.bundle.files import named_file
from ledger.audit.bundle.model import IndexedLeaf
from ledger.audit.bundle.open_bundle import join_sections
from ledger.audit.bundle.parsing import read_leaf
from ledger.audit.findings import Findings
from ledger.trust.leaves import digest, model_bytes, read_model
from schemas.errors import CradleError
from schemas.signed.kinds import MAX_SECTION
from schemas.signed.log import EntriesLeaf
from schemas.signed.statement import Section

SALT = "0" * 32


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
    """A section with a number that this code cannot write is refused like any other."""
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


def test_a_section_is_read_in_its_one_form_only() -> None:
    """A spelling that its model would not write is invalid; the canonical one is read."""
    files = {digest(data): data for data in changed_sections()}
    whole = {digest(data) for data in honest().ledger.sections.values()}
    findings = Findings()
    join_sections({}, files, findings)
    assert {row.code for row in findings.listed(None)} == {"section.invalid"}
    refused = {name for name in files if findings.has(named_file("sections", name))}
    assert refused == files.keys() - whole
    assert len(refused) > 20


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


def test_a_leaf_is_what_its_model_reads() -> None:
    """A leaf that the model accepts is read in its canonical form only."""
    read = other = 0
    for data in spelled_leaves():
        try:
            model = read_model(data, EntriesLeaf, 16 * 1024)
        except CradleError:
            other += 1
            with refused("leaf.form"):
                read_leaf(7, data)
            continue
        read += 1
        leaf = IndexedLeaf(7, model.id, model.kind, model.old, model.registry, model.sigs)
        assert read_leaf(7, data) == leaf
    assert min(read, other) > 50
