"""The form of an opening: rows in one order, each once, none empty, in few levels."""

import json
from typing import Any

import pytest

from ledger.trust.canonical import canonical
from schemas.errors import CradleError
from schemas.signed.opening import LEVELS, ROWS, Opening

STAGE = {"stage": "raw_material", "burdens": "1", "credits": "0"}


def row(name: str = "A Ltd", country: str = "DE", **members: Any) -> dict[str, Any]:  # noqa: ANN401
    """A row of one stage."""
    return {"name": name, "country": country, "stages": [STAGE], **members}


def tower(levels: int) -> dict[str, Any]:
    """A row with rows behind it in so many levels."""
    return row() if levels == 1 else row(suppliers=[tower(levels - 1)])


def refusal(rows: list[dict[str, Any]]) -> str:
    """The code by which an opening with these rows is refused; empty if it is accepted."""
    try:
        Opening.parse(json.dumps({"onward": True, "suppliers": rows}).encode())
    except CradleError as error:
        return error.code
    return ""


ROWS_OF = {
    "one": ([row()], ""),
    "two countries of one name": ([row(), row(country="SE")], ""),
    "by name, then country": ([row("A Ltd", "SE"), row("B Ltd", "DE")], ""),
    "not in order": ([row("B Ltd"), row("A Ltd")], "open.order"),
    "twice": ([row(), row()], "open.order"),
    "behind a row, twice": ([row(suppliers=[row(), row()])], "open.order"),
    "a stage twice": ([row(stages=[STAGE, STAGE])], "open.order"),
    "an empty stage": ([row(stages=[{**STAGE, "burdens": "0"}])], "open.zero"),
    "a credit alone": ([row(stages=[{**STAGE, "burdens": "0", "credits": "-1"}])], ""),
    "no stage": ([row(stages=[])], ""),
    "nothing": ([], "schema.too_short"),
    "nothing behind a row": ([row(suppliers=[])], "schema.too_short"),
    "too many": ([row(f"{n:03}") for n in range(ROWS + 1)], "schema.too_long"),
    "deep": ([tower(LEVELS)], ""),
    "too deep": ([tower(LEVELS + 1)], "open.depth"),
    "no country": ([row(country="XX")], "country.unknown"),
}


@pytest.mark.parametrize(("rows", "code"), ROWS_OF.values(), ids=ROWS_OF)
def test_one_set_of_rows_has_one_form(rows: list[dict[str, Any]], code: str) -> None:
    """Each is accepted, or refused by its code."""
    assert refusal(rows) == code


def test_an_opening_of_all_levels_has_a_canonical_form() -> None:
    """The depth of a section's JSON allows the rows that the form allows."""
    rows = [tower(LEVELS)]
    section = {"salt": "0", "section": "opening", "value": {"onward": True, "suppliers": rows}}
    assert canonical(section)
