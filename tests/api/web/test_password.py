"""A person changes its own password: on the page, over the API and by the command, with the present one."""

import io

import pytest
from fastapi.testclient import TestClient
from structlog.testing import capture_logs
from support.command import cradle
from support.form_pages import OWN
from support.http_api import PASSWORD, House, furnished
from support.ledger_battery import BatteryChain
from support.servers import serving

from api.app import create_app
from api.authentication import COOKIE
from ledger.translations.documents import text
from ledger.translations.languages import LANGUAGES, Language
from schemas.vocabulary import Role

NEW = "a new set of words"
CHANGE = {"present": PASSWORD, "new": NEW, "again": NEW}
ASKED = {"name": "anna", "password": PASSWORD, "new": NEW}


@pytest.fixture
def house(chain: BatteryChain) -> House:
    """The parties of the small battery, and persons of the mine and of a witness."""
    made = furnished(chain)
    made.open_person("anna", "mine", Role.SUPPLIER)
    made.open_person("wim", "witness", Role.WITNESS)
    made.client.follow_redirects = False
    made.client.base_url = "https://testserver"
    return made


def begin(client: TestClient, name: str = "anna", password: str = PASSWORD) -> str:
    """Begin another session; return the secret of its cookie."""
    client.cookies.clear()
    answer = client.post("/v1/session", json={"name": name, "password": password})
    assert answer.status_code == 204, answer.text
    return answer.cookies[COOKIE]


def works(client: TestClient, secret: str) -> bool:
    """Return whether a session goes on."""
    client.cookies.clear()
    answer = client.get("/v1/session", headers={"Cookie": f"{COOKIE}={secret}"})
    assert answer.status_code in {200, 401}
    return answer.status_code == 200


def test_the_page_changes_it_and_ends_other_sessions(house: House) -> None:
    """The session of the page goes on, the former password is refused, and the firm reads it in its journal."""
    client = house.client
    other, own = begin(client), begin(client)
    answer = client.post("/password", data=CHANGE, headers=OWN)
    assert (answer.status_code, answer.headers["location"]) == (303, "/password?changed=yes")
    assert text("password.changed", "en") in client.get(answer.headers["location"]).text
    assert (works(client, own), works(client, other)) == (True, False)
    former = {"name": "anna", "password": PASSWORD}
    assert client.post("/v1/session", json=former).status_code == 401
    assert begin(client, password=NEW)
    client.cookies.clear()
    (line,) = client.get("/v1/journal", headers=house.as_("mine")).json()["items"]
    assert (line["action"], line["subject"]) == ("change password", "anna")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("typed", "status", "code", "words"),
    [
        ({"present": "not the password"}, 401, "login.refused", "password.refused"),
        ({"again": "another set of words"}, 422, "password.mismatch", "password.differ"),
        ({"new": PASSWORD, "again": PASSWORD}, 422, "password.same", "password.same"),
        ({"new": "short", "again": "short"}, 422, "password.length", "password.length"),
    ],
)
def test_a_refused_change_shows_the_form_without_a_password(
    house: House, language: Language, typed: dict[str, str], status: int, code: str, words: str
) -> None:
    """The sentence is in the language of the page, and the password stays."""
    begin(house.client)
    sent = CHANGE | typed
    headers = OWN | {"Accept-Language": language}
    answer = house.client.post("/password", data=sent, headers=headers)
    assert answer.status_code == status
    assert code in answer.text
    assert text(words, language) in answer.text
    assert not [word for word in sent.values() if f'"{word}"' in answer.text]
    assert begin(house.client)


def test_guesses_at_the_present_password_are_counted_as_logins(house: House) -> None:
    """An open browser is no way around the quota, nor is the API."""
    begin(house.client)
    wrong = CHANGE | {"present": "wrong"}
    statuses = [
        house.client.post("/password", data=wrong, headers=OWN).status_code for _ in "12345"
    ]
    statuses += [
        house.client.post("/v1/session/password", json=ASKED | {"password": "x"}).status_code
        for _ in range(house.context.quota.login - 5)
    ]
    assert statuses == [401] * house.context.quota.login
    answer = house.client.post("/password", data=CHANGE, headers=OWN)
    assert (answer.status_code, text("login.quota", "en") in answer.text) == (429, True)


def test_the_page_is_for_every_person_and_for_no_other_site(house: House) -> None:
    """A witness, who has no workspace, has it too; without a login it leads to the log-in page."""
    client = house.client
    begin(client, "wim")
    assert client.get("/password", headers=OWN).status_code == 200
    crossed = client.post("/password", data=CHANGE, headers={"Sec-Fetch-Site": "cross-site"})
    assert (crossed.status_code, crossed.json()["code"]) == (403, "login.cross_site")
    client.cookies.clear()
    answer = client.get("/password", headers=OWN)
    assert answer.headers["location"] == "/login?next=%2Fpassword"


def test_the_api_needs_no_session(house: House) -> None:
    """Name and present password are the login; a machine has none, and all sessions end."""
    client = house.client
    other = begin(client)
    client.cookies.clear()
    script = ASKED | {"name": "mine.script"}
    assert client.post("/v1/session/password", json=script).status_code == 401
    assert client.post("/v1/session/password", json=ASKED).status_code == 204
    assert not works(client, other)
    assert begin(client, password=NEW)


def test_the_command_changes_it_at_a_server(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both passwords are lines of standard input, and no other login is needed."""
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n{NEW}\n"))
    with capture_logs(), serving(create_app(house.context)) as url:
        done = cradle("--server", url, "access", "password", "anna")
        assert (done.code, done.out) == (0, "the password of anna is changed\n")
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n{NEW}\n"))
        again = cradle("--server", url, "access", "password", "anna")
        assert (again.code != 0, "login.refused" in again.err) == (True, True)
    assert begin(house.client, password=NEW)
