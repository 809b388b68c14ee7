"""The draft of an entry or a site balance becomes a signed statement, or is refused with its place."""

import json
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from support.refusal import refused

from ledger.exchange.draft_files import Drafter, parse_balance_draft, parse_entry_draft
from schemas.signed.entry import Entry
from schemas.signed.site_balance import SiteBalance
from schemas.signed.statement import Section

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples"
EXAMPLE, BALANCE = EXAMPLES / "pack-entry.json", EXAMPLES / "site-balance.json"
ISSUER, DELIVERY, CELLS, OTHER = ("sha256:" + digit * 64 for digit in "1230")


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


def test_a_name_is_an_id_wherever_a_statement_is_cited_and_nowhere_else() -> None:
    """A delivery, the deliveries of a leg, what is superseded; a text that begins with @ stays as it is."""
    fields = example() | {"supersedes": {"id": "@cells", "reason": "correction"}}
    leg = {"kg": "27000", "km": "100", "deliveries": ["@cells"]}
    fields["inventory"]["inputs"][-1] |= {"leg": leg, "amount": "2700"}
    fields["inventory"]["outputs"][0]["name"] = "@ work"
    draft = parse_entry_draft(json.dumps(fields).encode(), {"cells": DELIVERY}, drafter())
    assert isinstance(draft.statement, Entry)
    assert draft.statement.supersedes is not None
    assert draft.statement.supersedes.id == DELIVERY
    inventory = Section.parse(draft.sections[0]).value
    assert inventory["inputs"][-1]["leg"]["deliveries"] == [DELIVERY]
    assert inventory["outputs"][0]["name"] == "@ work"
    with refused("draft.cited", "@ore"):
        leg["deliveries"] = ["@ore"]
        parse_entry_draft(json.dumps(fields).encode(), {"cells": DELIVERY}, drafter())


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
    with refused("draft.cited", "@cells"):
        parse_balance_draft(BALANCE.read_bytes(), {}, drafter())


def value(draft: dict[str, Any]) -> dict[str, Any]:
    """The section that a draft becomes."""
    made = parse_balance_draft(json.dumps(draft).encode(), {"cells": CELLS}, drafter())
    (document,) = made.sections
    return Section.parse(document).value


def test_a_draft_becomes_a_balance_with_a_sealed_section() -> None:
    """Origin and issuer are filled in, the section gets a salt, and @names become ids."""
    draft = parse_balance_draft(BALANCE.read_bytes(), {"cells": CELLS}, drafter())
    assert isinstance(draft.statement, SiteBalance)
    assert (draft.statement.origin, draft.statement.issuer) == ("ledger.example/test", ISSUER)
    assert (draft.statement.site, draft.statement.period.end) == ("CELL-1", "2026-01-01")
    assert value(json.loads(BALANCE.read_text()))["rows"][1]["entries"] == [
        {"entry": CELLS, "amount": "3100000"}
    ]


def test_rows_and_entries_are_put_in_order() -> None:
    """Flows before products, by id and unit; entries by the ids behind their names."""
    fields: dict[str, Any] = json.loads(BALANCE.read_text())
    rows = fields["balance"]["rows"]
    rows[0]["entries"].append({"entry": OTHER, "amount": "1"})
    product = {"product": "urn:a:b", "unit": "kg", "bought": "1", "entries": []}
    rows.insert(0, product)
    rows.append({**rows[1], "unit": "MJ"})
    listed = value(fields)["rows"]
    assert [(row.get("flow"), row["unit"]) for row in listed] == [
        ("example:cathode_material", "kg"),
        ("example:grid_fi", "MJ"),
        ("example:grid_fi", "kWh"),
        (None, "kg"),
    ]
    assert [share["entry"] for share in listed[2]["entries"]] == [OTHER, CELLS]


@pytest.mark.parametrize(
    ("draft", "code", "place"),
    [
        ([], "draft.shape", ""),
        ({"site": "P1"}, "draft.section", "balance"),
        ({"site": "P1", "balance": {"rows": []}}, "schema.missing", "period"),
        ({"balance": {"rows": ["none"]}}, "schema.model_type", "balance.rows[0]"),
        ({"balance": {"rows": [{"unit": "kg"}]}}, "schema.missing", "balance.rows[0].bought"),
    ],
)
def test_a_mistake_in_a_balance_is_reported_with_its_place(
    draft: object, code: str, place: str
) -> None:
    """The refusal names the wrong field."""
    with refused(code, place):
        parse_balance_draft(json.dumps(draft).encode(), {}, drafter())
