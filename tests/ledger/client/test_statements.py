"""A server's statement matches the requested id or is refused; its words are printable."""

import json

import pytest
from support.http_api import furnished
from support.ledger_battery import BatteryChain
from support.refusal import refused

from ledger.client.http import HttpResponse
from ledger.client.problems import problem_of
from ledger.client.statements import parse_served_statement
from schemas.signed.statement import SectionName


@pytest.fixture(scope="module")
def shown(shared: BatteryChain) -> dict[str, object]:
    """The mine's entry as the server shows it to the mine."""
    house = furnished(shared)
    path = f"/v1/entries/{shared.mined}"
    told: dict[str, object] = house.client.get(path, headers=house.as_("mine")).json()
    return told


def test_a_statement_is_held_against_its_id(shared: BatteryChain, shown: dict[str, object]) -> None:
    """Another statement under this id, or this one under another, is refused."""
    assert parse_served_statement(shared.mined, shown).withheld == ()
    with refused("remote.mismatch", "envelope"):
        parse_served_statement(shared.packs, shown)
    with refused("remote.answer"):
        parse_served_statement(shared.mined, {})
    with refused("remote.answer"):
        parse_served_statement(shared.mined, {"envelope": shown["envelope"]})


def test_a_section_is_held_against_its_digest(
    shared: BatteryChain, shown: dict[str, object]
) -> None:
    """A changed amount is refused; a missing section counts as withheld."""
    changed = json.loads(json.dumps(shown))
    changed["sections"]["inventory"]["value"]["outputs"][0]["amount"] = "1"
    with refused("remote.mismatch", "inventory"):
        parse_served_statement(shared.mined, changed)
    del changed["sections"]["inventory"]
    assert parse_served_statement(shared.mined, changed).withheld == (SectionName.INVENTORY,)


@pytest.mark.parametrize(
    ("body", "code", "detail"),
    [
        (b'{"code":"entry.duplicate","detail":"It is there"}', "entry.duplicate", "It is there."),
        (b'{"code":"entry.duplicate","detail":"\\u001b[31mred"}', "entry.duplicate", "[31mred."),
        (b'{"code":"No Code","detail":"x"}', "remote.refused", None),
        (b'{"code":"entry.duplicate"}', "remote.refused", None),
        (b"[]", "remote.refused", None),
        (b"<html>", "remote.refused", None),
    ],
)
def test_a_problem_becomes_the_ledgers_own_error(
    body: bytes, code: str, detail: str | None
) -> None:
    """Code and sentence come through without terminal controls; without a code the status is reported."""
    error = problem_of(HttpResponse(409, "application/problem+json", body))
    assert error.code == code
    assert error.detail == detail or (detail is None and "409" in error.detail)
