"""Objections over HTTP: submitted like every statement, listed for those who are shown what is contested."""

from typing import Any

import pytest
from support.http_api import House, furnished, on_the_wire
from support.ledger_battery import BatteryChain
from support.ledger_objections import answer, objection
from support.ledger_world import Party

from ledger.state.drafting import Draft, sign_draft

pytestmark = pytest.mark.one_database


@pytest.fixture
def house(chain: BatteryChain) -> House:
    """The parties of the small battery."""
    return furnished(chain)


def send(house: House, by: Party, login: str, plural: str, draft: Draft) -> str:
    """Submit a signed draft; return its id."""
    body = on_the_wire(sign_draft(draft, [by.working]))
    done = house.client.post(f"/v1/{plural}", json=body, headers=house.as_(login))
    assert done.status_code == 201, done.text
    return str(done.json()["id"])


def listed(house: House, login: str, subject: str | None = None) -> tuple[int, Any]:
    """Status, and the rows or the code, as a login gets them."""
    query = {} if subject is None else {"subject": subject}
    got = house.client.get("/v1/contested", params=query, headers=house.as_(login))
    body = got.json()
    return got.status_code, body.get("items", body.get("code"))


def test_an_objection_and_its_answer(house: House, chain: BatteryChain) -> None:
    """The issuer finds the objection to its statement, answers, and both parties read the answer."""
    draft = objection(chain.world, chain.plant, chain.mined, row="inputs/0", claimed_kg="12")
    first = send(house, chain.plant, "plant", "objections", draft)
    status, (row,) = listed(house, "mine")
    assert (status, row["id"], row["state"], row["by"]) == (200, first, "open", chain.plant.id)
    assert (row["row"], row["claimed_kg"], row["answer_by"]) == ("inputs/0", "12", "2026-03-01")
    assert "answer" not in row
    said = send(house, chain.mine, "mine", "answers", answer(chain.world, chain.mine, first))
    for login in ("mine", "plant", "operator"):
        _, (row,) = listed(house, login, chain.mined)
        assert (row["state"], row["answer"]) == ("rejected", said)
    read = house.client.get(f"/v1/answers/{said}", headers=house.as_("plant"))
    assert read.status_code == 200
    assert listed(house, "plant") == (200, [])


def test_objections_are_shown_with_what_they_contest_alone(
    house: House, chain: BatteryChain
) -> None:
    """A login that is not shown the statement is not shown that somebody contests it, nor that it exists."""
    draft = objection(chain.world, chain.plant, chain.mined)
    first = send(house, chain.plant, "plant", "objections", draft)
    said = send(house, chain.mine, "mine", "answers", answer(chain.world, chain.mine, first))
    for login in ("recycler", "auditor"):
        assert listed(house, login, chain.mined) == (404, "statement.unknown")
        for name, plural in ((first, "objections"), (said, "answers")):
            got = house.client.get(f"/v1/{plural}/{name}", headers=house.as_(login))
            assert got.status_code == 404
    assert listed(house, "stranger") == (403, "access.unregistered")
    assert listed(house, "witness", chain.mined) == (403, "access.denied")


def test_the_operator_sees_all(house: House, chain: BatteryChain) -> None:
    """It runs the ledger, so it sees every objection, with what replaced the contested statement."""
    first = chain.world.submit(
        objection(chain.world, chain.plant, chain.shipped), chain.plant.working
    ).id
    second = chain.world.submit(
        objection(chain.world, chain.recycler, chain.mined), chain.recycler.working
    ).id
    gone = chain.world.withdraw(chain.mine, chain.shipped)
    chain.world.withdraw(chain.recycler, second)
    _, rows = listed(house, "operator")
    found = [(row["id"], row["state"], row.get("replaced_by")) for row in rows]
    assert found == [(first, "open", gone), (second, "withdrawn", None)]
