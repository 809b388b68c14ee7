"""The draft of an entry becomes a signed statement, or is refused with its place."""

import json
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from support.refusal import refused

from ledger.exchange.entry_draft import Drafter, parse_entry_draft
from schemas.signed.entry import Entry
from schemas.signed.statement import Section

EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "pack-entry.json"
ISSUER, DELIVERY = "sha256:" + "1" * 64, "sha256:" + "2" * 64


def drafter() -> Drafter:
    """A drafter whose random bits are counted."""
    numbers = count()
    return Drafter("ledger.example/test", ISSUER, lambda: f"{next(numbers):032x}")


def example() -> dict[str, Any]:
    """The pack maker's draft."""
    fields: dict[str, Any] = json.loads(EXAMPLE.read_text())
    return fields


def test_a_draft_becomes_an_entry_with_sealed_sections() -> None:
    """Origin and issuer are filled in, each section gets a salt of its own, and @names become ids."""
    draft = parse_entry_draft(EXAMPLE.read_bytes(), {"cells": DELIVERY}, drafter())
    assert isinstance(draft.statement, Entry)
    assert (draft.statement.origin, draft.statement.issuer) == ("ledger.example/test", ISSUER)
    sections = [Section.parse(document) for document in draft.sections]
    assert [row.section.value for row in sections] == ["inventory", "product"]
    assert sections[0].salt != sections[1].salt
    assert sections[0].value["inputs"][0]["delivery"] == DELIVERY
    assert sections[0].value["wastes"] == []


def test_first_digits_are_completed_where_a_draft_cites_a_statement() -> None:
    """What it uses and what it supersedes; a product whose id begins alike is left as it is."""
    whole = {"sha256:222222": DELIVERY, "333333": "sha256:" + "3" * 64}
    fields = example() | {"supersedes": {"id": "333333", "reason": "correction"}}
    fields["inventory"]["inputs"][0]["delivery"] = "sha256:222222"
    fields["inventory"]["outputs"][0]["product"] = "urn:333333"
    it = replace(drafter(), complete=lambda given: whole.get(given, given))
    draft = parse_entry_draft(json.dumps(fields).encode(), {}, it)
    assert isinstance(draft.statement, Entry)
    assert draft.statement.supersedes is not None
    assert draft.statement.supersedes.id == whole["333333"]
    inventory = Section.parse(draft.sections[0]).value
    assert inventory["inputs"][0]["delivery"] == DELIVERY
    assert inventory["outputs"][0]["product"] == "urn:333333"


def without(name: str) -> dict[str, Any]:
    """The example without one member."""
    return {key: value for key, value in example().items() if key != name}


def with_output(**changes: object) -> dict[str, Any]:
    """The example with its output changed."""
    fields = example()
    fields["inventory"]["outputs"][0] |= changes
    return fields


@pytest.mark.parametrize(
    ("draft", "code", "place"),
    [
        ([], "draft.shape", ""),
        (without("product"), "draft.section", "product"),
        (without("site"), "schema.missing", "site"),
        (with_output(amount="37.500,0"), "quantity.positive", "inventory.outputs[0].amount"),
        (with_output(amount=37500.5), "json.float", "inventory.outputs[0].amount"),
        (with_output(colour="red"), "schema.extra_forbidden", "inventory.outputs[0].colour"),
        (example() | {"basis": "guessed"}, "schema.enum", "basis"),
    ],
)
def test_a_mistake_is_reported_with_its_place(draft: object, code: str, place: str) -> None:
    """The refusal names the wrong field of the file."""
    with refused(code, place):
        parse_entry_draft(json.dumps(draft).encode(), {"cells": DELIVERY}, drafter())


def test_a_name_without_an_id_is_refused() -> None:
    """The command line must give the id behind @cells."""
    with refused("draft.cited", "@cells"):
        parse_entry_draft(EXAMPLE.read_bytes(), {}, drafter())
