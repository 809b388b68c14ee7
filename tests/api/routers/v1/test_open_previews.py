"""The preview of what a delivery may open: for the firm whose goods they are, and noted in the journal."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.http_api import House, house_of
from support.ledger_opened import OpenChain, open_chain

from schemas.vocabulary import Role

pytestmark = pytest.mark.one_database


@pytest.fixture(name="it")
def opened_chain(tmp_path: Path) -> Iterator[OpenChain]:
    """The chain in which the mine opens its pit and lets the refinery pass it on."""
    with open_chain(tmp_path / "ledger") as chain:
        yield chain


@pytest.fixture
def house(it: OpenChain) -> House:
    """The suppliers of the chain, each with a login."""
    made = house_of(it.world.ledger)
    it.world.admit(it.factors)
    for name in ("pit", "mine", "works", "refinery", "plant"):
        made.open_account(name, Role.SUPPLIER, participant=it.parties[name].id)
    made.open_account("auditor", Role.AUDITOR, participant=it.parties["auditor"].id)
    return made


def asked(it: OpenChain, name: str = "refinery", **parts: object) -> dict[str, object]:
    """The body of a preview of a party's line."""
    method = {"rulebook": it.rulebook, "factor_sets": [it.factors]}
    return {"entry": it.entries[name], "line": "main", **method, **parts}


def test_the_owner_reads_the_rows_that_it_may_sign(house: House, it: OpenChain) -> None:
    """They are the rows that the ledger compares."""
    body, headers = asked(it), house.as_("refinery")
    answer = house.client.post("/v1/previews/suppliers", json=body, headers=headers)
    rows = [row.to_json() for row in it.openable("refinery")]
    assert answer.json() == {"suppliers": rows, "others": False}


def test_another_firm_reads_none(house: House, it: OpenChain) -> None:
    """Neither a supplier of the goods nor their customer: as if there were no entry; an auditor previews nothing."""
    for name in ("mine", "works", "plant"):
        answer = house.client.post(
            "/v1/previews/suppliers", json=asked(it), headers=house.as_(name)
        )
        assert (answer.status_code, answer.json()["code"]) == (404, "statement.unknown")
    headers = house.as_("auditor")
    answer = house.client.post("/v1/previews/suppliers", json=asked(it), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "access.denied")


def test_a_line_that_is_not_there(house: House, it: OpenChain) -> None:
    """It is refused as in the preview of its figure."""
    body, headers = asked(it, line="other"), house.as_("refinery")
    answer = house.client.post("/v1/previews/suppliers", json=body, headers=headers)
    assert answer.json()["code"] == "delivery.line"


def test_direct_suppliers_read_that_they_were_shown(house: House, it: OpenChain) -> None:
    """The mine and the works do. The pit reads that its rows were valued, and not by which customer of its customer."""
    body, headers = asked(it), house.as_("refinery")
    house.client.post("/v1/previews/suppliers", json=body, headers=headers)

    def lines(name: str) -> list[tuple[str, str]]:
        answer = house.client.get("/v1/journal", headers=house.as_(name))
        return [(line["organisation"], line["action"]) for line in answer.json()["items"]]

    assert lines("mine") == lines("works") == [("refinery", "preview")]
    assert lines("pit") == [("-", "preview")]
