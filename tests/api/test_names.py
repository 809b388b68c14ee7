"""Names that a person reads: what hides in them is refused wherever one is typed."""

import pytest
from support.http_api import House, furnished
from support.ledger_battery import BatteryChain

HIDDEN = "Mi\u200bne"


@pytest.fixture
def house(chain: BatteryChain) -> House:
    """The parties of the small battery."""
    return furnished(chain)


def request_of(firm: str, reference: str = "R-1") -> dict[str, object]:
    """A request for data to a firm without an account."""
    period = {"start": "2025-01-01", "end": "2026-01-01"}
    return {
        "reference": reference,
        "firm": firm,
        "product": "urn:test:ore",
        "period": period,
        "due": "2030-01-01",
    }


@pytest.mark.parametrize(
    ("name", "path", "body", "place"),
    [
        ("operator", "/v1/organisations", {"id": "new", "name": HIDDEN}, "name"),
        ("mine", "/v1/drafts", {"form": "entry", "title": HIDDEN, "content": {}}, "title"),
        ("plant", "/v1/requests", request_of(HIDDEN), "firm"),
        ("plant", "/v1/requests", request_of("Mine", HIDDEN), "reference"),
    ],
)
def test_a_hidden_character_is_refused(
    house: House, name: str, path: str, body: object, place: str
) -> None:
    """An organisation, a draft and a request, each at its place."""
    answer = house.client.post(path, json=body, headers=house.as_(name))
    assert (answer.status_code, answer.json()["code"]) == (422, "text.hidden")
    assert answer.json()["place"] == place


@pytest.mark.parametrize("title", ["MINE", "Mіne", "Ｍine"])  # that is the attack
def test_an_organisation_does_not_look_like_another(house: House, title: str) -> None:
    """By capitals, a Cyrillic letter, and a letter of full width."""
    body = {"id": "new", "name": title}
    answer = house.client.post("/v1/organisations", json=body, headers=house.as_("operator"))
    assert (answer.status_code, answer.json()["code"]) == (422, "account.look_alike")


@pytest.mark.parametrize(
    "title", ["Müller GmbH", "宝钢股份", "ПАО «Северсталь»", "Ελληνικά Πετρέλαια Α.Ε."]
)
def test_an_organisation_has_a_name_of_its_own_script(house: House, title: str) -> None:
    """German, Chinese, Russian and Greek."""
    body = {"id": "new", "name": title}
    answer = house.client.post("/v1/organisations", json=body, headers=house.as_("operator"))
    assert answer.status_code == 201
