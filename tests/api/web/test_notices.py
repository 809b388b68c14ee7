"""The page of notices: the list in three languages, addresses chosen and removed, and the secret shown once."""

import pytest
from support.form_pages import OWN
from support.http_api import NOW, House, furnished
from support.ledger_battery import BatteryChain
from support.noticed import request_data, states
from support.supplier_pages import log_in

from ledger.service.notices.deriving import derive_notices
from ledger.translations.documents import text
from ledger.translations.languages import LANGUAGES, Language
from schemas.vocabulary import Role


@pytest.fixture
def house(chain: BatteryChain) -> House:
    """The mine with a request, an operator, and a witness."""
    made = furnished(chain)
    made.open_person("anna", "mine", Role.SUPPLIER)
    made.open_person("olga", "operator", Role.OPERATOR)
    made.open_person("wim", "witness", Role.WITNESS)
    made.client.follow_redirects = False
    made.client.base_url = "https://testserver"
    made.client.headers.update(OWN)
    derive_notices(chain.world.ledger, NOW)
    request_data(chain)
    derive_notices(chain.world.ledger, NOW)
    return made


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_is_on_the_first_page_and_on_its_own(house: House, language: Language) -> None:
    """In the language of the page, with the link to the request."""
    client = log_in(house, "anna")
    name = "urn:test:ore-of-no-delivery"
    words = text("notices.request.arrived", language, firm="Plant Ltd", name=name)
    for path in ("/supplier", "/notices"):
        page = client.get(path, params={"lang": language}).text
        assert words in page
        assert text("notices.title", language) in page
    found = client.get("/notices.json").json()["items"][0]
    assert (found["kind"], found["name"]) == ("request.arrived", name)
    assert client.get(found["page"]).status_code == 200


def test_an_address_is_added_and_removed(house: House) -> None:
    """It is listed with the way of sending, and gone after its button; nothing is sent to it meanwhile."""
    client = log_in(house, "anna")
    form = {"address": " desk@mine.example ", "way": "daily"}
    answer = client.post("/notices", data=form, headers=OWN)
    assert (answer.status_code, answer.headers["location"]) == (303, "/notices")
    page = client.get("/notices").text
    assert "desk@mine.example" in page
    assert text("notices.daily", "en") in page
    assert text("notices.no_mail", "en") in page
    twice = client.post("/notices", data=form, headers=OWN)
    assert twice.status_code == 409
    assert text("notices.refused.notice.exists", "en") in twice.text
    (row,) = client.get("/v1/notices/subscriptions").json()["items"]
    assert client.post(f"/notices/{row['id']}/remove", headers=OWN).status_code == 303
    assert client.get("/v1/notices/subscriptions").json()["items"] == []
    assert states(house.context.ledger) == []


def test_the_secret_of_a_webhook_is_shown_once(house: House) -> None:
    """On the page that answers the form, and on no other."""
    client = log_in(house, "anna")
    form = {"address": "https://mine.example/hook", "way": "webhook"}
    answer = client.post("/notices", data=form, headers=OWN)
    assert answer.status_code == 200
    assert "whsec_" in answer.text
    assert answer.headers["cache-control"] == "private, no-store"
    for path in ("/notices", "/v1/notices/subscriptions", "/v1/journal"):
        assert "whsec_" not in client.get(path).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_address_is_said_at_its_field(house: House, language: Language) -> None:
    """In the words of the page, and what was typed stays."""
    client = log_in(house, "anna")
    client.get("/notices", params={"lang": language})
    for address, way, code in (
        ("no address", "mail", "notice.mail"),
        ("http://mine.example/<b>", "webhook", "notice.address"),
    ):
        form = {"address": address, "way": way}
        answer = client.post("/notices", data=form, headers=OWN)
        assert answer.status_code == 422
        assert text(f"notices.refused.{code}", language) in answer.text
        assert "<b>" not in answer.text


def test_the_operator_sees_what_is_not_sent_of_all(house: House) -> None:
    """With its organisation; nobody else has that list, and a witness has no notices."""
    client = log_in(house, "anna")
    client.post("/notices", data={"address": "desk@mine.example", "way": "mail"}, headers=OWN)
    client.get("/notices")
    assert text("notices.unsent", "en") not in client.get("/notices").text
    assert client.get("/v1/notices/unsent").status_code == 403
    log_in(house, "olga")
    assert text("notices.unsent", "en") in client.get("/notices").text
    assert client.get("/v1/notices/unsent").json() == {"items": []}
    log_in(house, "wim")
    assert client.get("/notices").status_code == 403
