"""The journal shows each read of confidential data to the owner of the data, and to no other participant."""

import json

import pytest
from support.http_api import House
from support.ledger_battery import BatteryChain, power
from support.ledger_world import made, taken

from schemas.exchanged.line_request import PreviewRequest
from schemas.signed.entry import Site

Line = tuple[str, str, str, str]


def lines(house: House, name: str) -> list[Line]:
    """Actor, action, subject and detail of the journal's lines, newest first."""
    answer = house.client.get("/v1/journal?limit=500", headers=house.as_(name))
    assert answer.status_code == 200, answer.text
    return [
        (row["organisation"], row["action"], row["subject"], row["detail"])
        for row in answer.json()["items"]
    ]


def read(house: House, name: str, path: str) -> int:
    """The status of a caller's request."""
    return house.client.get(path, headers=house.as_(name)).status_code


def method(chain: BatteryChain) -> str:
    """The query that names how figures are valued."""
    return f"rulebook={chain.rulebook}&factor_set={chain.factors}"


@pytest.fixture
def deep(chain: BatteryChain) -> tuple[str, str]:
    """An entry of the mine that uses goods of the recycler, and one of the plant that uses those of the mine."""
    world = chain.world
    scrap = world.deliver(chain.recycler, chain.treated, chain.mine, amount="1")
    mined = world.enter(
        chain.mine,
        [made(chain.mine)],
        inputs=[taken(scrap, "1"), power("5")],
        site=Site(code="m-2", country="SE"),
    )
    ore = world.deliver(chain.mine, mined, chain.plant)
    packed = world.enter(
        chain.plant, [made(chain.plant)], inputs=[taken(ore)], site=Site(code="p-2", country="SE")
    )
    return mined, packed


def test_a_bundle_is_in_the_journal_of_each_issuer_in_it(house: House, chain: BatteryChain) -> None:
    """One line for each, with the number of its statements; the operator sees issuer and subject."""
    named = chain.world.submit(chain.calculation(), chain.plant.working).id
    assert read(house, "plant", f"/v1/bundles/{named}") == 200
    told = ("plant", "bundle", "statements", "2 statements: envelope,product")
    assert lines(house, "mine") == lines(house, "recycler") == [told]
    assert lines(house, "plant") == []
    assert read(house, "operator", f"/v1/bundles/{named}?audience=auditor") == 200
    told = ("operator", "bundle", "statements", "2 statements: envelope,inventory,product")
    assert lines(house, "mine")[0] == lines(house, "recycler")[0] == told
    own = ("operator", "bundle", "statements", "2 statements: composition,exact,inventory,product")
    assert lines(house, "plant") == [own]
    every = lines(house, "operator")
    assert len(every) == 2 + 1 + 3 + 1
    wholes = [row for row in every if row[2] == named]
    assert [row[3].split()[0] for row in wholes] == ["auditor", "manufacturer"]


def test_what_was_declared_is_nobodys_secret(house: House, chain: BatteryChain) -> None:
    """A public bundle is a line of the operator's alone, and reading the calculation in it none."""
    world = chain.world
    named = world.submit(chain.calculation(), chain.plant.working).id
    word = world.submit(chain.attestation(named), chain.auditor.working).id
    declared = world.submit(chain.declaration(named, word), chain.plant.working).id
    assert read(house, "stranger", f"/v1/bundles/{declared}") == 200
    assert read(house, "stranger", f"/v1/calculations/{named}") == 200
    assert [lines(house, name) for name in ("mine", "plant", "auditor")] == [[], [], []]
    ((_, action, subject, detail),) = lines(house, "operator")
    assert (action, subject, detail.split()[0]) == ("bundle", declared, "public")


def test_no_owner_sees_what_is_anothers(
    house: House, chain: BatteryChain, deep: tuple[str, str]
) -> None:
    """After any read, an owner's lines name itself and its own statements only."""
    named = chain.world.submit(chain.calculation(), chain.plant.working).id
    reads = [f"/v1/bundles/{named}", f"/v1/calculations/{named}", f"/v1/deliveries/{chain.shipped}"]
    reads += [f"/v1/entries/{name}" for name in (chain.mined, chain.packs, chain.treated, *deep)]
    reads += [f"/v1/entries/{name}/footprint?{method(chain)}" for name in deep]
    assert [read(house, "operator", path) for path in reads] == [200] * len(reads)
    owners = {"mine": chain.mine, "plant": chain.plant, "recycler": chain.recycler}
    for name, party in owners.items():
        own = house.client.get("/v1/entries?limit=500", headers=house.as_(name)).json()["items"]
        own += house.client.get("/v1/deliveries", headers=house.as_(name)).json()["items"]
        own += [{"id": named, "issuer": chain.plant.id}]
        issued = {row["id"] for row in own if row["issuer"] == party.id} | {party.id}
        told = house.client.get("/v1/journal?limit=500", headers=house.as_(name)).json()["items"]
        words = json.dumps(told).replace('"', " ").split()
        assert {word for word in words if word.startswith("sha256:")} <= issued, name
        assert {row["owner"] for row in told} == {party.id}


def test_a_delivery_is_confidential_without_sections(house: House, chain: BatteryChain) -> None:
    """The issuer of a delivery reads that its recipient opened it."""
    assert read(house, "plant", f"/v1/deliveries/{chain.shipped}") == 200
    assert lines(house, "mine") == [("plant", "read", chain.shipped, "envelope")]


def test_a_footprint_is_in_the_journal_of_direct_suppliers(
    house: House, chain: BatteryChain, deep: tuple[str, str]
) -> None:
    """An upstream sum shows suppliers' figures; suppliers behind them read of it, and not which customer it was."""
    mined, packed = deep
    assert read(house, "plant", f"/v1/entries/{packed}/footprint?{method(chain)}") == 200
    assert lines(house, "mine") == [("plant", "footprint", mined, "figure")]
    assert lines(house, "recycler") == [("-", "footprint", chain.treated, "figure")]
    assert lines(house, "plant") == []
    assert lines(house, "operator")[-1] == ("plant", "footprint", packed, "main")


def test_contributions_are_in_the_journal_of_all_behind_them(
    house: House, chain: BatteryChain, deep: tuple[str, str]
) -> None:
    """The operator reads every entry's part, and each issuer has a line of it."""
    mined, packed = deep
    assert read(house, "operator", f"/v1/entries/{packed}/footprint?{method(chain)}") == 200
    assert lines(house, "plant") == [("operator", "footprint", packed, "figure")]
    assert lines(house, "mine") == [("operator", "footprint", mined, "figure")]
    assert lines(house, "recycler") == [("operator", "footprint", chain.treated, "figure")]


def test_a_preview_is_in_the_journal_of_its_suppliers(
    house: House, chain: BatteryChain, deep: tuple[str, str]
) -> None:
    """The supplier reads of both previews, the mine only of the operator's."""
    asked = PreviewRequest(entry=deep[0], rulebook=chain.rulebook, factor_sets=[chain.factors])
    for name in ("mine", "operator"):
        answer = house.client.post("/v1/previews", json=asked.model_dump(), headers=house.as_(name))
        assert answer.status_code == 200
    told = [("operator", "preview"), ("mine", "preview")]
    assert [row[:2] for row in lines(house, "recycler")] == told
    assert lines(house, "mine") == [("operator", "preview", deep[0], "figure")]


def test_a_draft_has_exact_cells_of_others(house: House, chain: BatteryChain) -> None:
    """Mine and recycler read that the plant drafted; the plant, that the operator did."""
    body = vars(chain.assertions()) | {
        "period": chain.assertions().period.to_json(),
        "warranties": [row.to_json() for row in chain.assertions().warranties],
        "end_of_life": [
            row.model_dump(exclude_none=True) for row in chain.assertions().end_of_life
        ],
    }
    for name in ("plant", "operator"):
        answer = house.client.post(
            "/v1/calculations/draft",
            json={key: value for key, value in body.items() if value},
            headers=house.as_(name),
        )
        assert answer.status_code == 200, answer.text
    assert [row[:3] for row in lines(house, "mine")] == [
        ("operator", "draft", chain.mined),
        ("plant", "draft", chain.mined),
    ]
    assert [row[2] for row in lines(house, "recycler")] == [chain.treated] * 2
    assert lines(house, "plant") == [("operator", "draft", chain.packs, "figure")]


def test_nothing_is_shown_that_cannot_be_recorded(house: House, chain: BatteryChain) -> None:
    """If the journal cannot be written, every read of another participant's data is refused."""
    named = chain.world.submit(chain.calculation(), chain.plant.working).id
    with chain.world.ledger.store.write() as connection:
        connection.exec_driver_sql("ALTER TABLE journal RENAME TO lost")
    asked = PreviewRequest(entry=chain.mined, rulebook=chain.rulebook, factor_sets=[chain.factors])
    answers = [
        *(
            house.client.get(path, headers=house.as_("operator"))
            for path in (
                f"/v1/entries/{chain.mined}",
                f"/v1/bundles/{named}",
                f"/v1/entries/{chain.mined}/footprint?{method(chain)}",
            )
        ),
        house.client.post("/v1/previews", json=asked.model_dump(), headers=house.as_("operator")),
    ]
    assert [answer.json()["code"] for answer in answers] == ["store.failed"] * 4
    assert read(house, "mine", f"/v1/entries/{chain.mined}") == 200, "of its own nothing is noted"
