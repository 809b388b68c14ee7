"""Rulebooks and factor sets over HTTP: who added them, how much a firm may add, and their removal."""

import pytest
from support.http_api import House, furnished
from support.ledger_battery import TWO_GRIDS, BatteryChain

from api.configuration import Configuration
from ledger.trust.leaves import digest, model_bytes
from schemas.signed.rulebook import FactorSet

pytestmark = pytest.mark.one_database
DATA = model_bytes(TWO_GRIDS)
NAME = digest(DATA)


@pytest.fixture
def house(chain: BatteryChain) -> House:
    """The parties of the small battery, of which each may add one document."""
    return furnished(chain, Configuration(_env_file=None, methods=1, method_bytes=2000))


def add(house: House, document: FactorSet, name: str) -> tuple[int, str]:
    """Add a factor set; return the status, and the code or the digest."""
    sent = {"content": model_bytes(document), "headers": house.as_(name)}
    answer = house.client.post("/v1/factor-sets", **sent)
    found = answer.json()
    return answer.status_code, found.get("code") or found["digest"]


def listed(house: House) -> dict[str, dict[str, object]]:
    """The rows of the list by digest."""
    answer = house.client.get("/v1/methods", headers=house.as_("mine"))
    return {row["digest"]: row for row in answer.json()["items"]}


def test_the_list_says_who_added_a_document(house: House, chain: BatteryChain) -> None:
    """A firm by its name, the operator, what comes with Cradle, and what was not recorded."""
    assert add(house, TWO_GRIDS, "plant") == (201, NAME)
    older = TWO_GRIDS.model_copy(update={"id": "older"})
    name = chain.world.ledger.store.blobs.put(model_bytes(older))
    rows = listed(house)
    assert (rows[NAME]["added_by"], rows[NAME]["owner"]) == ("organisation", "Plant")
    assert (rows[NAME]["version"], rows[NAME]["licence"]) == ("1", "open")
    found = {rows[one]["added_by"] for one in (chain.factors, chain.rulebook, name)}
    assert found == {"operator", "cradle", "unknown"}
    assert "owner" not in rows[chain.rulebook]


def test_a_firm_adds_as_much_as_the_settings_allow(house: House) -> None:
    """The operator's documents are not counted."""
    other = TWO_GRIDS.model_copy(update={"version": "2"})
    large = TWO_GRIDS.model_copy(update={"version": "3", "title": "x" * 1000, "method": "y" * 1000})
    assert add(house, large, "plant") == (422, "quota.method_bytes")
    assert add(house, TWO_GRIDS, "plant")[0] == 201
    assert add(house, other, "plant") == (422, "quota.methods")
    for document in (other, large):
        assert add(house, document, "operator")[0] == 201


def test_a_name_in_use_is_a_conflict(house: House) -> None:
    """Of another document, whoever adds it."""
    assert add(house, TWO_GRIDS, "plant")[0] == 201
    other = TWO_GRIDS.model_copy(update={"title": "Other"})
    assert add(house, other, "operator") == (409, "method.exists")


def test_the_operator_removes_what_nothing_uses(house: House, chain: BatteryChain) -> None:
    """Nobody else does; the journal has a line; what a draft names stays until the draft is deleted."""
    add(house, TWO_GRIDS, "plant")
    path, operator = f"/v1/methods/{NAME}", house.as_("operator")
    denied = house.client.delete(path, headers=house.as_("plant"))
    assert (denied.status_code, denied.json()["code"]) == (403, "access.denied")
    body = {"form": "form", "title": "Figure", "content": {"factor_set": NAME}}
    draft = house.client.post("/v1/drafts", json=body, headers=house.as_("plant"))
    used = house.client.delete(path, headers=operator)
    assert (used.status_code, used.json()["code"]) == (409, "method.used")
    assert draft.json()["id"] in used.json()["detail"]
    house.client.delete(draft.headers["Location"], headers=house.as_("plant"))
    assert house.client.delete(path, headers=operator).status_code == 204
    assert NAME not in listed(house)
    lines = house.client.get("/v1/journal", headers=operator).json()["items"]
    assert ("remove method", NAME, "two-grids 1") in {
        (row["action"], row["subject"], row["detail"]) for row in lines
    }
    assert chain.factors in listed(house)
