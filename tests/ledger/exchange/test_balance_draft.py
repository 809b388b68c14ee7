"""The draft of a site balance becomes a signed statement, or is refused with its place."""

import json
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from support.refusal import refused

from ledger.exchange.balance_draft import parse_balance_draft
from ledger.exchange.entry_draft import Drafter
from schemas.signed.site_balance import SiteBalance
from schemas.signed.statement import Section

EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "site-balance.json"
ISSUER, CELLS, OTHER = ("sha256:" + digit * 64 for digit in "120")


def drafter() -> Drafter:
    """A drafter whose random bits are counted."""
    numbers = count()
    return Drafter("ledger.example/test", ISSUER, lambda: f"{next(numbers):032x}")


def example() -> dict[str, Any]:
    """The cell maker's draft."""
    fields: dict[str, Any] = json.loads(EXAMPLE.read_text())
    return fields


def value(draft: dict[str, Any]) -> dict[str, Any]:
    """The section that a draft becomes."""
    made = parse_balance_draft(json.dumps(draft).encode(), {"cells": CELLS}, drafter())
    (document,) = made.sections
    return Section.parse(document).value


def test_a_draft_becomes_a_balance_with_a_sealed_section() -> None:
    """Origin and issuer are filled in, the section gets a salt, and @names become ids."""
    draft = parse_balance_draft(EXAMPLE.read_bytes(), {"cells": CELLS}, drafter())
    assert isinstance(draft.statement, SiteBalance)
    assert (draft.statement.origin, draft.statement.issuer) == ("ledger.example/test", ISSUER)
    assert (draft.statement.site, draft.statement.period.end) == ("CELL-1", "2026-01-01")
    assert value(example())["rows"][1]["entries"] == [{"entry": CELLS, "amount": "3100000"}]


def test_rows_and_entries_are_put_in_order() -> None:
    """Flows before products, by id and unit; entries by the ids behind their names."""
    fields = example()
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
def test_a_mistake_is_reported_with_its_place(draft: object, code: str, place: str) -> None:
    """The refusal names the wrong field."""
    with refused(code, place):
        parse_balance_draft(json.dumps(draft).encode(), {}, drafter())


def test_a_name_without_an_id_is_refused() -> None:
    """The command line must give the id behind @cells."""
    with refused("draft.cited", "@cells"):
        parse_balance_draft(EXAMPLE.read_bytes(), {}, drafter())
