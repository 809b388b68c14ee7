"""The operator opens organisations, adds, renews and ends logins on pages, and each secret is shown once."""

import csv
import io

import pytest
from fastapi.testclient import TestClient
from support.http_api import PASSWORD, House
from support.ledger_battery import BatteryChain
from support.operator_pages import hidden, journal_of, open_operator, secret_of
from support.supplier_pages import log_in
from support.supplier_reading import words

from schemas.vocabulary import Role

Opened = tuple[House, TestClient]


@pytest.fixture
def opened(chain: BatteryChain) -> Opened:
    """The server, and olga's client."""
    return open_operator(chain)


def test_a_firm_comes_from_nothing_to_a_login(opened: Opened) -> None:
    """The organisation is opened, a person is added, and the password on the answer logs the person in."""
    house, client = opened
    made = client.post("/operator/organisations", data={"id": "smelter", "name": "The Smelter"})
    assert (made.status_code, made.headers["location"]) == (303, "/operator/organisations/smelter")
    page = client.get("/operator/organisations/smelter")
    assert "Not registered" in words(page)
    person = {"login": "sam", "roles": ["supplier"], "expires": ""}
    answer = client.post("/operator/organisations/smelter/persons", data=person)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "private, no-store"
    password = secret_of(answer)
    login = client.post("/login", data={"user": "sam", "password": password})
    assert login.headers["location"] == "/"
    assert client.get("/supplier").status_code == 200
    log_in(house, "olga")
    for path in ("/operator", "/operator.json", "/operator.csv", "/operator/logins/sam"):
        shown = client.get(path)
        assert "sam" in shown.text, path
        assert password not in shown.text, path


def test_a_key_for_a_script_is_shown_once_and_works(opened: Opened, chain: BatteryChain) -> None:
    """The key on the answer is the mine's; sending the form again makes no second one and shows none."""
    _, client = opened
    sent = {"login": "mine.erp", "kind": "script", "roles": ["supplier"], "expires": ""}
    key = secret_of(client.post("/operator/organisations/mine/keys", data=sent))
    again = client.post("/operator/organisations/mine/keys", data=sent)
    assert (again.status_code, key in again.text) == (409, False)
    assert "account.exists" in again.text
    client.cookies.clear()
    session = client.get("/v1/session", headers={"Authorization": f"Bearer {key}"})
    assert session.json()["participant"] == chain.mine.id


def test_a_machine_gets_a_client_secret(opened: Opened) -> None:
    """A machine logs in with its id and the secret that was shown."""
    _, client = opened
    sent = {"login": "mine.machine", "kind": "machine", "roles": ["supplier"], "expires": ""}
    secret = secret_of(client.post("/operator/organisations/mine/keys", data=sent))
    grant = {"grant_type": "client_credentials"}
    token = client.post("/auth/token", data=grant, auth=("mine.machine", secret))
    assert token.status_code == 200, token.text


def test_a_new_password_ends_the_old_one_and_its_sessions(opened: Opened) -> None:
    """Anna's session and password end; sending the form twice draws no second password."""
    house, client = opened
    log_in(house, "anna")
    anna = dict(client.cookies)
    client.cookies.clear()
    log_in(house, "olga")
    path = "/operator/logins/anna/password"
    seen = hidden(client.get("/operator/logins/anna"), path)
    answer = client.post(path, data=seen)
    password = secret_of(answer)
    again = client.post(path, data=seen)
    assert (again.status_code, "account.changed" in again.text) == (409, True)
    client.cookies.clear()
    client.cookies.update(anna)
    assert client.get("/supplier").status_code == 303
    old = client.post("/login", data={"user": "anna", "password": PASSWORD})
    assert old.status_code == 401
    assert client.post("/login", data={"user": "anna", "password": password}).status_code == 303


def test_roles_change_from_the_next_request_on(opened: Opened) -> None:
    """Anna becomes an auditor and loses the supplier's workspace."""
    house, client = opened
    path = "/operator/logins/anna/roles"
    seen = hidden(client.get("/operator/logins/anna"), path)
    assert client.post(path, data={**seen, "roles": ["auditor"]}).status_code == 303
    none = hidden(client.get("/operator/logins/anna"), path)
    assert client.post(path, data={**none, "roles": []}).status_code == 422
    assert client.post(path, data={**none, "roles": ["king"]}).status_code == 422
    log_in(house, "anna")
    assert client.get("/supplier").status_code == 403


def test_an_ended_login_is_out_at_once(opened: Opened) -> None:
    """Rita's open session is refused, and her page offers nothing more."""
    house, client = opened
    log_in(house, "rita")
    rita = dict(client.cookies)
    client.cookies.clear()
    log_in(house, "olga")
    path = "/operator/logins/rita/end"
    seen = hidden(client.get("/operator/logins/rita"), path)
    assert client.post(path, data=seen).headers["location"] == "/operator/organisations/recycler"
    page = client.get("/operator/logins/rita")
    assert "<form method" not in page.text.split("<main")[1]
    late = client.post("/operator/logins/rita/password", data=seen)
    assert late.status_code == 409
    client.cookies.clear()
    client.cookies.update(rita)
    assert client.get("/supplier").status_code == 303


def test_an_operator_cannot_shut_itself_out(opened: Opened) -> None:
    """Olga neither ends her own login nor takes her own role, on pages and over the API."""
    house, client = opened
    page = client.get("/operator/logins/olga")
    assert "/operator/logins/olga/end" not in page.text
    seen = hidden(page, "/operator/logins/olga/password")
    for act in ("end", "roles"):
        answer = client.post(f"/operator/logins/olga/{act}", data={**seen, "roles": ["supplier"]})
        assert (answer.status_code, "account.own" in answer.text) == (409, True)
    ended = client.delete("/v1/credentials/operator.script", headers=house.as_("operator"))
    assert (ended.status_code, ended.json()["code"]) == (409, "account.own")


def test_a_binding_is_for_good(opened: Opened, chain: BatteryChain) -> None:
    """A firm is bound to a registered participant once; the form is gone afterwards."""
    _, client = opened
    path = "/operator/organisations/stranger/participant"
    for wrong, code in (("x", 404), (chain.mine.id, 409)):
        assert client.post(path, data={"participant": wrong}).status_code == code
    party = chain.world.register("smelter", Role.SUPPLIER)
    assert client.post(path, data={"participant": party.id}).status_code == 303
    page = client.get("/operator/organisations/stranger")
    assert path not in page.text
    other = chain.world.register("second", Role.SUPPLIER)
    assert client.post(path, data={"participant": other.id}).status_code == 409


def test_each_change_is_noted_for_the_firm(opened: Opened, chain: BatteryChain) -> None:
    """The mine reads in its own history who added, renewed and ended a login of it; no line has a secret."""
    house, client = opened
    sent = {"login": "mia", "roles": ["supplier"], "expires": ""}
    password = secret_of(client.post("/operator/organisations/mine/persons", data=sent))
    for act in ("password", "end"):
        path = f"/operator/logins/mia/{act}"
        client.post(path, data=hidden(client.get("/operator/logins/mia"), path))
    lines = [row for row in journal_of(house) if row.subject == "mia"]
    assert [row.action for row in lines] == ["add login", "renew password", "end login"]
    assert {(row.credential, row.owner) for row in lines} == {("olga", chain.mine.id)}
    assert all(password not in repr(row) for row in lines)
    log_in(house, "anna")
    shown = words(client.get("/supplier/history"))
    assert "password of a login of your firm renewed mia" in shown


def test_a_refused_change_leaves_no_line(opened: Opened) -> None:
    """The journal has the changes that were made, and no others."""
    house, client = opened
    before = journal_of(house)
    client.post("/operator/organisations", data={"id": "mine", "name": "Again"})
    client.post(
        "/operator/organisations/mine/persons", data={"login": "anna", "roles": ["auditor"]}
    )
    client.post("/operator/organisations/mine/persons", data={"login": "mia"})
    assert journal_of(house) == before


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"login": "Mia", "roles": ["supplier"]}, "account.name"),
        ({"login": "mia"}, "account.roles"),
        ({"login": "mia", "roles": ["supplier"], "expires": "soon"}, "account.expires"),
        ({"login": "mia", "roles": ["supplier"], "expires": "2020-01-01"}, "account.expires"),
    ],
)
def test_what_was_typed_wrongly_stays_on_the_form(
    opened: Opened, typed: dict[str, object], code: str
) -> None:
    """A refusal has its code, leads to its field and keeps what was typed."""
    _, client = opened
    answer = client.post("/operator/organisations/mine/persons", data=typed)
    assert (answer.status_code, code in answer.text) == (422, True)
    assert f'value="{typed["login"]}"' in answer.text
    assert f'href="#person-{code.partition(".")[2]}"' in answer.text


def test_a_last_day_is_valid_to_its_end(opened: Opened) -> None:
    """A login with a last day works on that day and not on the next."""
    house, client = opened
    sent = {"login": "mia", "roles": ["supplier"], "expires": "2025-10-10"}
    password = secret_of(client.post("/operator/organisations/mine/persons", data=sent))
    for time, status in ((1_760_140_799, 303), (1_760_140_800, 401)):
        house.clock.time = time
        answer = client.post("/login", data={"user": "mia", "password": password})
        assert answer.status_code == status
    log_in(house, "olga")
    states = {
        row["id"]: row["state"]
        for row in client.get("/operator/organisations/mine.json").json()["logins"]
    }
    assert (states["mia"], states["anna"]) == ("expired", "valid")


def test_the_last_use_is_the_login_or_a_later_line(opened: Opened, chain: BatteryChain) -> None:
    """Olga's login is known by its own time, the plant's script by what it read of the mine; the mine's by nothing."""
    house, client = opened
    house.clock.time += 100
    house.client.get(f"/v1/deliveries/{chain.shipped}", headers=house.as_("plant"))
    used = {
        one["id"]: one.get("used")
        for row in client.get("/operator.json").json()["items"]
        for one in row["logins"]
    }
    assert used["olga"] == house.clock.time - 100
    assert used["plant.script"] == house.clock.time
    assert used["mine.script"] is None


def test_organisations_are_found_by_words_and_in_pages(opened: Opened) -> None:
    """A word of the name, in either case, or of the short name finds it; a percent sign is no joker."""
    house, client = opened
    for at in range(60):
        house.open_account(f"firm{at:02}", Role.SUPPLIER)
    first = client.get("/operator.json").json()
    after = client.get("/operator.json", params={"after": first["next"]}).json()
    ids = [row["id"] for row in first["items"] + after["items"]]
    assert ids == sorted(ids)
    assert (len(ids), after.get("next")) == (68, None)
    for asked, found in (("FIRM5", 10), ("firm07", 1), ("%", 0), ("nothing", 0)):
        assert len(client.get("/operator.json", params={"q": asked}).json()["items"]) == found
    assert 'rel="next"' in client.get("/operator").text


def test_the_table_has_a_row_for_each_login(opened: Opened) -> None:
    """The CSV has every login with its firm, and no hash of a secret."""
    _, client = opened
    text = client.get("/operator.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    anna = next(row for row in rows if row["login"] == "anna")
    assert (anna["organisation"], anna["kind"], anna["roles"]) == ("mine", "person", "supplier")
    assert "argon2" not in text


@pytest.mark.parametrize("path", ["/operator/organisations/none", "/operator/logins/none"])
def test_what_does_not_exist_is_not_found(opened: Opened, path: str) -> None:
    """An unknown organisation or login has no page, and no form of it does anything."""
    _, client = opened
    assert client.get(path).status_code == 404
    assert client.get(f"{path}.json").status_code == 404
    act = "persons" if "organisations" in path else "end"
    sent = {"login": "mia", "roles": ["supplier"]}
    assert client.post(f"{path}/{act}", data=sent).status_code == 404


@pytest.mark.parametrize("person", ["anna", "paul", "otto", "rega"])
def test_nobody_else_gets_in(opened: Opened, person: str) -> None:
    """Every other role is refused, whatever it asks."""
    house, client = opened
    log_in(house, person)
    for path in ("/operator", "/operator.csv", "/operator/logins/anna"):
        assert client.get(path).status_code == 403
    sent = {"login": "mia", "roles": ["operator"]}
    assert client.post("/operator/organisations/mine/persons", data=sent).status_code == 403
