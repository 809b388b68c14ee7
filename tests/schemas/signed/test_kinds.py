"""The table of kinds: every kind has its type, its model and its sections, and no other has."""

import json

import pytest
from support.golden import reading as golden
from support.refusal import refused

from schemas.signed.kinds import (
    MODELS,
    SECTIONS,
    kind_of,
    open_section,
    replaced,
    section_digests,
    section_limit,
)
from schemas.signed.statement import Kind, Section, SectionName

KINDS_WITH_SECTIONS = {
    Kind.PARTICIPANT: {"profile"},
    Kind.ENTRY: {"inventory", "product", "quality"},
    Kind.CALCULATION: {"composition", "exact"},
    Kind.SITE_BALANCE: {"balance"},
    Kind.DELIVERY: {"opening"},
    Kind.ATTESTATION: {"settled"},
}
OPTIONAL = {Kind.ATTESTATION, Kind.DELIVERY}
"""The kinds whose sections are all optional; they have a nonce too."""


@pytest.mark.parametrize("kind", Kind)
def test_a_kind_is_named_by_its_payload_type(kind: Kind) -> None:
    """Kind and payload type name each other."""
    assert kind.payload_type == f"application/vnd.cradle.{kind.value}.v1+json"
    assert kind_of(kind.payload_type) is kind


@pytest.mark.parametrize(
    "text",
    [
        "application/vnd.cradle.entry.v2+json",
        "application/vnd.cradle.Entry.v1+json",
        "application/vnd.cradle.opinion.v1+json",
        "application/json",
        "entry",
        "",
    ],
)
def test_another_payload_type_is_of_no_kind(text: str) -> None:
    """A later version, an unknown name and any other type are refused alike."""
    with refused("kind.unknown", "payloadType"):
        kind_of(text)


def test_every_kind_and_section_has_a_model() -> None:
    """The two tables are complete."""
    assert set(MODELS) == set(Kind)
    assert set(SECTIONS) == set(SectionName)


@pytest.mark.parametrize("vector", golden.statements(), ids=str)
def test_sections_are_carried_by_the_kinds_that_have_them(vector: golden.Golden) -> None:
    """Six kinds name sections; every other statement has a nonce, and a commitment the digest of a secret one."""
    statement = MODELS[vector.kind].parse(vector.payload)
    names = {name.value for name in section_digests(statement)}
    assert names <= KINDS_WITH_SECTIONS.get(vector.kind, set())
    if vector.kind not in OPTIONAL:
        assert bool(names) == (vector.kind in KINDS_WITH_SECTIONS)
        assert bool(names) != bool({"nonce", "digest"} & json.loads(vector.payload).keys())


@pytest.mark.parametrize("vector", golden.statements(), ids=str)
def test_what_a_statement_replaces_is_what_it_supersedes_or_withdraws(
    vector: golden.Golden,
) -> None:
    """A supersession and a withdrawal name what they replace; no other statement replaces anything."""
    payload = json.loads(vector.payload)
    expected = payload.get("withdraws", payload.get("supersedes", {}).get("id"))
    assert replaced(MODELS[vector.kind].parse(vector.payload)) == expected


def test_a_composition_may_be_larger_than_other_sections() -> None:
    """A section has at most 1 MiB, a composition 16 MiB."""
    limits = {name: section_limit(name) for name in SectionName}
    assert limits.pop(SectionName.COMPOSITION) == 16 << 20
    assert set(limits.values()) == {1 << 20}


def test_a_section_opens_as_its_own_model_only() -> None:
    """The name decides the model; a value of another section is refused, with its path."""
    content = golden.value("entry/cathode/product document")
    section = Section.parse(json.dumps({**content, "section": "quality"}).encode())
    with refused("schema.extra_forbidden", "lines"):
        open_section(section)
