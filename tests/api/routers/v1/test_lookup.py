"""Lookup by id shows no more than reading the statement."""

from support.http_api import House
from support.ledger_battery import BatteryChain

UNKNOWN = "sha256:" + "0" * 64


def test_a_statement_is_found_by_who_is_shown_it(inside: House, shared: BatteryChain) -> None:
    """The path leads to it; for a caller that may not see it, it is absent."""
    found = inside.client.get(f"/v1/statements/{shared.shipped}", headers=inside.as_("plant"))
    assert found.json() == {
        "id": shared.shipped,
        "kind": "delivery",
        "path": f"/v1/deliveries/{shared.shipped}",
    }
    assert inside.client.get(found.json()["path"], headers=inside.as_("plant")).is_success
    for name in (shared.shipped, UNKNOWN):
        other = inside.client.get(f"/v1/statements/{name}", headers=inside.as_("recycler"))
        assert (other.status_code, other.json()["code"]) == (404, "statement.unknown")


def test_first_digits_find_what_the_caller_is_shown(inside: House, shared: BatteryChain) -> None:
    """A recipient finds the delivery, another login does not; too few digits are refused."""
    asked = {"params": {"beginning": shared.shipped[7:19]}}
    found = inside.client.get("/v1/statements", headers=inside.as_("plant"), **asked)
    assert [row["id"] for row in found.json()["items"]] == [shared.shipped]
    assert found.json()["items"][0]["path"] == f"/v1/deliveries/{shared.shipped}"
    other = inside.client.get("/v1/statements", headers=inside.as_("recycler"), **asked)
    assert other.json() == {"items": []}
    short = {"params": {"beginning": shared.shipped[7:12]}}
    refused = inside.client.get("/v1/statements", headers=inside.as_("plant"), **short)
    assert refused.status_code == 422
    assert inside.client.get("/v1/statements", **asked).status_code == 401


def test_keys_are_shown_to_every_login(inside: House, shared: BatteryChain) -> None:
    """Registrations and the states of their keys are visible to every login."""
    path = f"/v1/participants/{shared.mine.id}/keys"
    told = inside.client.get(path, headers=inside.as_("stranger")).json()
    assert told["working_keys"][0]["key"] == shared.mine.working.public.hex()
    assert [row["change"] for row in told["history"]] == ["register"]
    assert inside.client.get(path).status_code == 401
    other = inside.client.get(f"/v1/participants/{UNKNOWN}/keys", headers=inside.as_("mine"))
    assert other.json()["code"] == "issuer.unknown"


def test_a_history_is_the_callers_own(inside: House, shared: BatteryChain) -> None:
    """A firm reads what it stated itself; a login without a registration has stated nothing that could be listed."""
    found = inside.client.get("/v1/history", headers=inside.as_("mine")).json()
    assert found["participant"] == shared.mine.id
    assert {shared.mined, shared.shipped} <= {row["id"] for row in found["rows"]}
    other = inside.client.get("/v1/history", headers=inside.as_("plant")).json()
    assert shared.mined not in {row["id"] for row in other["rows"]}
    assert inside.client.get("/v1/history").status_code == 401
    stranger = inside.client.get("/v1/history", headers=inside.as_("operator"))
    assert stranger.json()["code"] == "access.unregistered"


def test_names_are_shown_to_every_login(inside: House, shared: BatteryChain) -> None:
    """The names and countries of registrations, in the order of the request; other ids are left out."""
    asked = {"params": {"id": [shared.plant.id, UNKNOWN, shared.mined, shared.mine.id]}}
    for name in ("mine", "stranger", "auditor", "operator"):
        found = inside.client.get("/v1/names", headers=inside.as_(name), **asked)
        assert found.json() == {
            "items": [
                {"id": shared.plant.id, "name": "Plant Ltd", "country": "SE"},
                {"id": shared.mine.id, "name": "Mine Ltd", "country": "SE"},
            ]
        }
    assert inside.client.get("/v1/names", **asked).status_code == 401
    denied = inside.client.get("/v1/names", headers=inside.as_("witness"), **asked)
    assert (denied.status_code, denied.json()["code"]) == (403, "access.denied")


def test_names_are_asked_by_ids(inside: House, shared: BatteryChain) -> None:
    """A request without an id, with a malformed one or with more than 100 is refused."""
    for ids, code in (
        ([], "http.malformed"),
        (["mine"], "digest.grammar"),
        ([shared.mine.id] * 101, "http.malformed"),
    ):
        answer = inside.client.get("/v1/names", headers=inside.as_("mine"), params={"id": ids})
        assert (answer.status_code, answer.json()["code"]) == (422, code)
