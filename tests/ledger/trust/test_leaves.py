"""Leaves: what the log writes about a statement pins its content, its signatures and the registry."""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pytest
from support.refusal import refused

from ledger.trust.canonical import INTEGER_LIMIT, STATEMENT, parse_canonical
from ledger.trust.envelope import sign, signatures_digest, statement_id
from ledger.trust.keys import Signer
from ledger.trust.leaves import (
    digest,
    entries_leaf,
    made_subject,
    model_bytes,
    participant_leaf,
    read_model,
    read_value,
)
from schemas.base import Model, SchemaWithoutNull
from schemas.errors import CradleError
from schemas.nesting import DEPTH_LIMIT
from schemas.signed.entry import Product, ProductLine
from schemas.signed.kinds import MODELS, SECTIONS
from schemas.signed.log import ChangeLeaf, EntriesLeaf, KeyLeaf, MadeLeaf, ParticipantLeaf
from schemas.signed.participant import Profile
from schemas.signed.statement import Kind, Section, SectionName
from schemas.values import RegistryState

LEAVES = (ParticipantLeaf, KeyLeaf, ChangeLeaf, MadeLeaf, EntriesLeaf)

TYPE = "application/vnd.cradle.entry.v1+json"
PAYLOAD = b'{"a":1}'
ID = statement_id(TYPE, PAYLOAD)
ENVELOPE = sign(TYPE, PAYLOAD, [Signer(bytes(32))])
STATE = RegistryState(size=4, root="ab" * 32)
OLD = digest(b"old")


def test_digest_is_sha256_in_hex() -> None:
    """A document's digest is the published SHA-256 of its bytes, with the algorithm's name."""
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert digest(b"") == f"sha256:{empty}"


def test_participant_leaf() -> None:
    """The registry's leaf holds the registration's id and the digest of its signatures, no more."""
    data = model_bytes(participant_leaf(ID, ENVELOPE))
    sigs = signatures_digest(ENVELOPE)
    assert json.loads(data) == {"v": 1, "kind": "participant", "id": ID, "sigs": sigs}
    assert ParticipantLeaf.parse(data) == participant_leaf(ID, ENVELOPE)


def test_entries_leaf() -> None:
    """The entries leaf names the registry state too, and what it replaces only where it does."""
    first = model_bytes(entries_leaf(Kind.ENTRY, ID, ENVELOPE, STATE, None))
    expected = {
        "v": 1,
        "kind": "entry",
        "id": ID,
        "registry": {"size": 4, "root": "ab" * 32},
        "sigs": signatures_digest(ENVELOPE),
    }
    assert json.loads(first) == expected
    second = model_bytes(entries_leaf(Kind.ENTRY, ID, ENVELOPE, STATE, OLD))
    assert json.loads(second) == expected | {"old": OLD}
    assert EntriesLeaf.parse(second) == entries_leaf(Kind.ENTRY, ID, ENVELOPE, STATE, OLD)


def test_leaves_are_canonical() -> None:
    """A leaf's bytes are their own canonical form, so a rebuilt leaf hashes the same."""
    data = model_bytes(entries_leaf(Kind.ENTRY, ID, ENVELOPE, STATE, OLD))
    assert parse_canonical(data, 1000) == json.loads(data)


def test_leaf_changes_with_the_signatures() -> None:
    """The same statement signed by another key has the same id and another leaf."""
    other = sign(TYPE, PAYLOAD, [Signer(bytes([1]) * 32)])
    assert participant_leaf(ID, ENVELOPE) != participant_leaf(ID, other)


def test_made_subject_is_the_digest_of_issuer_model_and_site() -> None:
    """The subject is SHA-256 over the three names in canonical JSON, each in its own member."""
    data = b'{"issuer":"' + ID.encode() + b'","model":"nmc-1","site":"S32"}'
    assert made_subject(ID, "nmc-1", "S32") == f"sha256:{sha256(data).hexdigest()}"
    assert made_subject(ID, "nmc-1", "S32") != made_subject(ID, "nmc-1S", "32")


def depths(
    node: dict[str, Any],
    defined: dict[str, Any],
    depth: int = 0,
    passed: frozenset[str] = frozenset(),
) -> Iterator[int]:
    """The depth of each value of a schema, with each value checked against the profile of canonical JSON.

    A model inside itself is passed once; its own limit is tested with its deepest value
    (`tests/schemas/signed/test_opening`).
    """
    name = node.get("$ref", "").rpartition("/")[2]
    if name in passed:
        return
    node, passed = (defined[name], passed | {name}) if name else (node, passed)
    if "anyOf" in node or "oneOf" in node:
        for choice in node.get("anyOf") or node["oneOf"]:
            yield from depths(choice, defined, depth, passed)
    elif node["type"] == "object":
        assert node["additionalProperties"] is False
        assert depth < DEPTH_LIMIT
        for name, member in node["properties"].items():
            assert STATEMENT.keys.fullmatch(name)
            yield from depths(member, defined, depth + 1, passed)
    elif node["type"] == "array":
        assert depth < DEPTH_LIMIT
        yield from depths(node["items"], defined, depth + 1, passed)
    elif node["type"] == "integer" and "const" not in node:
        bounds = node.get("exclusiveMaximum", INTEGER_LIMIT + 1), node.get("minimum", -1)
        assert bounds[0] <= INTEGER_LIMIT
        assert bounds[1] >= 0
    else:
        assert node["type"] in {"string", "boolean", "integer"}
    yield depth


@pytest.mark.parametrize(
    "model", [*MODELS.values(), *SECTIONS.values(), *LEAVES], ids=lambda m: m.__name__
)
def test_models_write_nothing_outside_the_profile(model: type[Model]) -> None:
    """Keys, depth, types and integers are those of the profile, of a section's value one deeper."""
    schema = model.model_json_schema(schema_generator=SchemaWithoutNull)
    assert max(depths(schema, schema.get("$defs", {}), 1)) <= DEPTH_LIMIT


VALUE = Product(lines=(ProductLine(line="main", form="as_is"),))
SECTION = Section(
    kind=Kind.ENTRY,
    issuer=ID,
    section=SectionName.PRODUCT,
    salt="ab" * 16,
    value=VALUE.to_json(),
)


@pytest.mark.parametrize(
    "name", ["Example Pack GmbH", "P\xe2tisserie \u96fb\u6c60", 'Say "cheese"']
)
def test_a_document_is_read_as_what_writes_it(name: str) -> None:
    """Whatever letters stand in it, the value comes back from its bytes."""
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
        (b'{"country":"DE","identifiers":[],"legal_name":"A\x7f"}', "json.string"),
        (b'{"country":"DE","identifiers":[],"legal_name":"A","x":1}', "schema.extra_forbidden"),
        (b" " * 1001, "json.too_large"),
    ],
)
def test_another_form_of_a_value_is_refused(data: bytes, code: str) -> None:
    """White space, escapes, twice the same key, an optional list left out, letters in pieces."""
    with refused(code):
        read_model(data, Profile, 1000)


@pytest.mark.parametrize("number", ["18446744073709551616", "1e5", "1.0", "-0", "01", "true"])
def test_another_form_of_a_number_is_refused(number: str) -> None:
    """A number that the model would take, but not write so, is not read."""
    data = f'{{"id":"{ID}","kind":"participant","sigs":"{ID}","v":{number}}}'
    with pytest.raises(CradleError):
        read_model(data.encode(), ParticipantLeaf, 1000)


def test_a_document_as_long_as_its_limit_is_read() -> None:
    """One byte more is refused."""
    data = model_bytes(VALUE)
    assert read_model(data, Product, len(data)) == VALUE
    with refused("json.too_large"):
        read_model(data, Product, len(data) - 1)


def test_the_caller_names_the_code_of_another_form() -> None:
    """A payload and a section that leave out an empty list have codes of their own."""
    data = model_bytes(VALUE).replace(b'"elements":[],', b"")
    with refused("statement.form"):
        read_model(data, Product, 1000, "statement.form")


def test_the_value_of_a_section_is_typed() -> None:
    """A section is read in two steps, each time from the one form of what is read."""
    section = read_model(model_bytes(SECTION), Section, 1000)
    assert section == SECTION
    assert read_value(section) == VALUE


@pytest.mark.parametrize(
    ("members", "code", "place"),
    [
        ({"lines": [{"line": "main", "form": "as_is"}]}, "section.form", ""),
        ({"lines": [{"line": "main", "form": "wet"}]}, "product.form", "lines[0].form"),
        ({}, "schema.missing", "lines"),
    ],
)
def test_the_value_of_a_section_has_one_form(
    members: dict[str, Any], code: str, place: str
) -> None:
    """An empty list left out, a word that is none, a gap; the place is inside the value."""
    with refused(code, place):
        read_value(SECTION.model_copy(update={"value": members}))
