"""An invitation over JSON: without a login, with the rules, headers and counts of the page."""

import re
from typing import Any

from support.asking import FIRM, Firms, invited, sent
from support.http_api import PASSWORD

from schemas.vocabulary import Role

BODY = {"title": FIRM}


def door(path: str) -> str:
    """The JSON operation of a link."""
    return path.replace("/invitation/", "/v1/invitations/")


def opened(asking: Firms, path: str, body: dict[str, str]) -> Any:  # noqa: ANN401
    """The answer to a request for an account."""
    return asking.house.client.post(f"{door(path)}/account", json=body)


def test_it_shows_who_asks_for_what_and_uses_nothing_up(asking: Firms) -> None:
    """The request, the ledger's name, registrar and log keys; not the secret, and no cache keeps it."""
    request, path = invited(asking, amount="27000", unit="kg")
    for _ in range(2):
        answer = asking.house.client.get(door(path))
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
    told = answer.json()
    ledger = told.pop("ledger")
    assert told == {
        "asker": asking.parties["maker"].id,
        "asker_name": "Maker Ltd",
        "asker_country": told["asker_country"],
        "firm": FIRM,
        "product": "urn:test:ore",
        "amount": "27000",
        "unit": "kg",
        "period": {"start": "2025-01-01", "end": "2026-01-01"},
        "due": "2025-12-31",
        "reference": f"maker to {FIRM}",
    }
    assert ledger["origin"] == asking.world.ledger.origin
    assert ledger["registrar"] == asking.world.registrar.id
    entries, registry = asking.world.ledger.vkeys()
    assert ledger["logs"] == {"entries": entries, "registry": registry}
    assert path.rpartition("/")[2] not in answer.text
    assert "used" not in asking.told("maker", "GET", f"/v1/requests/{request}")["invited"]


def test_an_account_needs_no_person(asking: Firms) -> None:
    """Only the script's credential is made; the link then opens nothing more, here or on the page."""
    request, path = invited(asking)
    answer = opened(asking, path, BODY)
    assert answer.status_code == 201
    assert answer.headers["Cache-Control"] == "no-store"
    told = answer.json()
    headers = {"Authorization": f"Bearer {told['api_key']}"}
    (row,) = asking.house.client.get("/v1/requests", headers=headers).json()["items"]
    assert row["id"] == request
    credentials = f"/v1/organisations/{told['organisation']}/credentials"
    (script,) = asking.told("operator", "GET", credentials)["items"]
    assert (script["kind"], script["roles"]) == ("script", ["supplier"])
    line = asking.told("operator", "GET", "/v1/journal")["items"][0]
    assert (line["detail"], line["subject"]) == ("account opened", request)
    again = opened(asking, path, BODY)
    assert (again.status_code, again.json()["code"]) == (410, "invitation.used")
    assert again.headers["Cache-Control"] == "no-store"
    assert asking.house.client.get(path).status_code == 410


def test_a_person_is_made_if_one_is_named(asking: Firms) -> None:
    """With its password; one without the other is refused and leaves the link."""
    _, path = invited(asking)
    for half in ({"person": "anna"}, {"password": PASSWORD}):
        answer = opened(asking, path, BODY | half)
        assert (answer.status_code, answer.json()["code"]) == (422, "account.person")
    told = opened(asking, path, BODY | {"person": "anna", "password": PASSWORD}).json()
    credentials = f"/v1/organisations/{told['organisation']}/credentials"
    rows = asking.told("operator", "GET", credentials)["items"]
    assert sorted(row["kind"] for row in rows) == ["person", "script"]
    assert told["person"] in {row["id"] for row in rows}


def test_no_answer_says_which_names_exist(asking: Firms) -> None:
    """A person's name and a firm's that others have get the answer of free ones, whatever these others are."""
    asking.house.open_person("carl", "mine", Role.SUPPLIER)
    taken = [("carl", "Mine"), ("maker.script", FIRM), ("operator.script", "Operator")]
    for number, (person, title) in enumerate([*taken, ("free", "Free Ltd")]):
        _, path = invited(asking, reference=f"R{number}")
        answer = opened(asking, path, {"title": title, "person": person, "password": PASSWORD})
        ending = "-[0-9a-f]{8}"
        assert answer.status_code == 201, answer.text
        assert re.fullmatch(f"{person}{ending}", answer.json()["person"])
        assert answer.json().keys() == {"organisation", "api_key", "person"}


def test_refusals_are_those_of_the_page_and_counted_with_them(asking: Firms) -> None:
    """Too many by one link, over either, are refused for a while; an unknown link is 404."""
    _, path = invited(asking)
    title = opened(asking, path, {"title": " "})
    assert (title.status_code, title.json()["code"]) == (422, "account.title")
    short = opened(asking, path, BODY | {"person": "anna", "password": "short"})
    assert short.json()["code"] == "password.length"
    wrong = BODY | {"person": "Maker", "password": PASSWORD}
    for _ in range(asking.house.context.configuration.logins_per_minute - 3):
        assert opened(asking, path, wrong).status_code == 422
    assert sent(asking, f"{path}/account", wrong | {"country": "FI"}).status_code == 422
    assert opened(asking, path, BODY).json()["code"] == "quota.logins"
    assert sent(asking, f"{path}/account", wrong | {"country": "FI"}).status_code == 429
    unknown = asking.house.client.get("/v1/invitations/0000")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "invitation.unknown")
