"""Leaves: what the log writes about a statement pins its content, its signatures and the registry."""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pytest

from ledger.trust.canonical import DEPTH_LIMIT, INTEGER_LIMIT, STATEMENT, parse_canonical
from ledger.trust.envelope import sign, signatures_digest, statement_id
from ledger.trust.keys import Signer
from ledger.trust.leaves import (
    digest,
    entries_leaf,
    leaf_bytes,
    made_subject,
    model_bytes,
    participant_leaf,
    read_exact,
)
from schemas.base import Model, SchemaOfAbsence
from schemas.entry import Product, ProductLine
from schemas.kinds import MODELS, SECTIONS, section_model
from schemas.log import ChangeLeaf, EntriesLeaf, KeyLeaf, MadeLeaf, ParticipantLeaf
from schemas.participant import Profile
from schemas.statement import Kind, Section, SectionName
from schemas.values import RegistryState

LEAVES = (ParticipantLeaf, KeyLeaf, ChangeLeaf, MadeLeaf, EntriesLeaf)
SEALED = tuple(map(section_model, SECTIONS))

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


def depths(node: dict[str, Any], defined: dict[str, Any], depth: int = 0) -> Iterator[int]:
    """How deep each value of a schema lies, each held to the profile of canonical JSON."""
    if "$ref" in node:
        node = defined[node["$ref"].rpartition("/")[2]]
    if "anyOf" in node or "oneOf" in node:
        for choice in node.get("anyOf") or node["oneOf"]:
            yield from depths(choice, defined, depth)
    elif node["type"] == "object":
        assert node["additionalProperties"] is False
        assert depth < DEPTH_LIMIT
        for name, member in node["properties"].items():
            assert STATEMENT.keys.fullmatch(name)
            yield from depths(member, defined, depth + 1)
    elif node["type"] == "array":
        assert depth < DEPTH_LIMIT
        yield from depths(node["items"], defined, depth + 1)
    elif node["type"] == "integer" and "const" not in node:
        bounds = node.get("exclusiveMaximum", INTEGER_LIMIT + 1), node.get("minimum", -1)
        assert bounds[0] <= INTEGER_LIMIT
        assert bounds[1] >= 0
    else:
        assert node["type"] in {"string", "boolean", "integer"}
    yield depth


@pytest.mark.parametrize("model", [*MODELS.values(), *SEALED, *LEAVES], ids=lambda m: m.__name__)
def test_models_write_nothing_outside_the_profile(model: type[Model]) -> None:
    """Keys, depth, types and integers of what is read without a walk are those of the profile."""
    schema = model.model_json_schema(schema_generator=SchemaOfAbsence)
    assert max(depths(schema, schema.get("$defs", {}))) <= DEPTH_LIMIT


def test_leaf_bytes_are_the_canonical_form() -> None:
    """A leaf's bytes are those of the walk."""
    leaf = entries_leaf(Kind.ENTRY, ID, ENVELOPE, STATE, OLD)
    assert leaf_bytes(leaf) == model_bytes(leaf)


@pytest.mark.parametrize(
    ("change", "read"),
    [
        (("", ""), True),
        (("[],", "[], "), False),
        (('"elements":[],', ""), False),
        (('"main"', r'"m\u0061in"'), False),
        (('"line"', '"form":"dry","line"'), False),
        (('"as_is"', '"wet"'), False),
    ],
)
def test_exactly_one_form_is_read(change: tuple[str, str], read: bool) -> None:  # noqa: FBT001 - a column
    """What is read is the canonical form; another spelling, a gap, a repeated key or a fault is not."""
    value = Product(lines=(ProductLine(line="main", form="as_is"),))
    data = model_bytes(value).decode().replace(*change).encode()
    assert read_exact(Product, data) == (value if read else None)


@pytest.mark.parametrize("name", ["Öl AG", "a\x7fb", "é", 'a"b', "x" * 1025])
def test_other_strings_are_left_to_the_walk(name: str) -> None:
    """A string past ASCII, with an escape, a control character or too long is not decided here."""
    data = json.dumps(
        {"country": "SE", "identifiers": [], "legal_name": name},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    assert read_exact(Profile, data.encode()) is None


@pytest.mark.parametrize("number", ["18446744073709551616", "1e5", "1.0", "-0", "01", "true"])
def test_other_numbers_are_not_read(number: str) -> None:
    """A number that the model would take, but not write so, is not read."""
    data = f'{{"id":"{ID}","kind":"participant","sigs":"{ID}","v":{number}}}'
    assert read_exact(ParticipantLeaf, data.encode()) is None


def test_sections_are_read_in_one_step() -> None:
    """A section read typed has the value that it has when it is opened in two steps."""
    value = Product(lines=(ProductLine(line="main", form="as_is"),))
    section = Section(
        kind=Kind.ENTRY,
        issuer=ID,
        section=SectionName.PRODUCT,
        salt="ab" * 16,
        value=value.to_json(),
    )
    read = read_exact(section_model(section.section), model_bytes(section))
    assert read is not None
    assert (read.value, read.salt, read.issuer) == (value, section.salt, ID)
