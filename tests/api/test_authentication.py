"""Authentication by tokens, keys and cookies, and changes that a page of another site requests."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient
from support.http_api import NOW, PASSWORD, House

from ledger.service.access.accounts import CredentialRequest, add_machine
from ledger.service.access.login import SESSION
from schemas.vocabulary import Role


def token_of(house: House, name: str) -> str:
    """The access token of a new machine of the mine."""
    asked = CredentialRequest(name, "mine", frozenset({Role.SUPPLIER}))
    _, secret = add_machine(house.context.ledger.store, asked, house.context.draw, NOW)
    form = {"grant_type": "client_credentials", "client_id": name, "client_secret": secret}
    return str(house.client.post("/auth/token", data=form).json()["access_token"])


def test_a_token_holds_for_its_time_and_its_credential(house: House) -> None:
    """A machine is known by its token until that expires, or the credential is ended."""
    token = token_of(house, "erp")
    header = {"Authorization": f"bearer {token}"}
    assert house.client.get("/v1/session", headers=header).json()["credential"] == "erp"
    house.clock.time += house.context.tokens.seconds
    answer = house.client.get("/v1/session", headers=header)
    assert (answer.status_code, answer.json()["code"]) == (401, "token.expired")
    house.clock.time = NOW
    ended = house.client.delete("/v1/credentials/erp", headers=house.as_("operator"))
    assert ended.status_code == 204
    assert house.client.get("/v1/session", headers=header).json()["code"] == "login.refused"


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ({}, "login.required"),
        ({"Authorization": "Bearer "}, "login.required"),
        ({"Authorization": "Basic YTpi"}, "login.required"),
        ({"Authorization": "Bearer nonsense"}, "token.invalid"),
        ({"Authorization": "Bearer cradle_mine.script_wrong"}, "login.refused"),
        ({"Cookie": "cradle_session=wrong"}, "login.refused"),
    ],
)
def test_what_is_no_login(inside: House, header: dict[str, str], code: str) -> None:
    """Each is 401, with the way to authenticate."""
    answer = inside.client.get("/v1/session", headers=header)
    assert (answer.status_code, answer.json()["code"]) == (401, code)
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def logged_in(house: House) -> None:
    """Give the client the cookie of a person of the mine."""
    house.open_person("ann", "mine", Role.SUPPLIER)
    login = {"name": "ann", "password": PASSWORD}
    house.client.base_url = "http://localhost"
    answer = house.client.post("/v1/session", json=login)
    assert answer.status_code == 204
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie


@pytest.mark.parametrize(
    ("base", "headers", "plain"),
    [
        ("http://[::1]:8000", {}, True),
        ("http://127.0.0.1:8000", {"X-Forwarded-For": "192.0.2.1"}, False),
        ("https://localhost", {}, False),
        ("http://cradle.example", {}, False),
    ],
)
def test_a_cookie_travels_plain_within_this_machine_alone(
    house: House, base: str, headers: dict[str, str], *, plain: bool
) -> None:
    """A proxy that names this machine in its `Host` asks for another one."""
    house.open_person("ann", "mine", Role.SUPPLIER)
    house.client.base_url = base
    login = {"name": "ann", "password": PASSWORD}
    answer = house.client.post("/v1/session", json=login, headers=headers)
    assert ("Secure" not in answer.headers["Set-Cookie"]) is plain


def test_a_session_ends_when_its_person_logs_out(house: House) -> None:
    """The cookie is accepted until logout or expiry."""
    logged_in(house)
    assert house.client.get("/v1/session").json()["kind"] == "person"
    secret = house.client.cookies["cradle_session"]
    same = {"Sec-Fetch-Site": "same-origin"}
    assert house.client.delete("/v1/session", headers=same).status_code == 204
    again = house.client.get("/v1/session", headers={"Cookie": f"cradle_session={secret}"})
    assert again.json()["code"] == "login.refused"


def test_a_session_lasts_a_working_day(house: House) -> None:
    """Beyond it the cookie is refused."""
    logged_in(house)
    house.clock.time += SESSION
    assert house.client.get("/v1/session").json()["code"] == "login.refused"


@pytest.mark.parametrize(
    ("headers", "accepted"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Origin": "http://localhost"}, True),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"}, False),
        ({"Origin": "http://evil.example"}, False),
        ({"Origin": "null"}, False),
        ({}, False),
    ],
)
def test_a_foreign_page_changes_nothing(
    house: House, headers: dict[str, str], *, accepted: bool
) -> None:
    """A change with the cookie is accepted from Cradle's own pages only; reading is not restricted."""
    logged_in(house)
    answer = house.client.post("/v1/previews", json={}, headers=headers)
    assert (answer.status_code == 403) != accepted
    if not accepted:
        assert answer.json()["code"] == "login.cross_site"
    assert house.client.get("/v1/entries", headers=headers).status_code == 200


def test_elsewhere_the_cookie_is_for_tls(house: House) -> None:
    """For other machines the cookie requires TLS."""
    house.open_person("ann", "mine", Role.SUPPLIER)
    login = {"name": "ann", "password": PASSWORD}
    answer = house.client.post("/v1/session", json=login)
    assert "Secure" in answer.headers["Set-Cookie"]


def log_in(house: House, name: str, password: str, address: str = "192.0.2.1") -> tuple[int, str]:
    """Status and code of a login from an address."""
    client = TestClient(house.client.app, client=(address, 50_000))
    answer = client.post("/v1/session", json={"name": name, "password": password})
    return answer.status_code, answer.json()["code"] if answer.content else ""


def test_logins_are_counted_by_address_and_name(house: House) -> None:
    """After too many under a name none from there is checked, not even the right one; elsewhere it is accepted."""
    for name in ("ann", "bob"):
        house.open_person(name, "mine", Role.SUPPLIER)
    for _ in range(house.context.configuration.logins_per_minute):
        assert log_in(house, "ann", "wrong") == (401, "login.refused")
    assert log_in(house, "ann", PASSWORD) == (429, "quota.logins")
    assert log_in(house, "ann", PASSWORD, "192.0.2.2") == (204, "")
    assert log_in(house, "bob", PASSWORD) == (204, "")


def test_a_subscriber_of_ipv6_is_one_address(house: House) -> None:
    """The addresses of one /64 are counted together, those of another apart."""
    for at in range(house.context.configuration.logins_per_minute):
        assert log_in(house, "ann", "wrong", f"2001:db8::{at}")[0] == 401
    assert log_in(house, "ann", "wrong", "2001:db8::ffff")[0] == 429
    assert log_in(house, "ann", "wrong", "2001:db8:0:1::1")[0] == 401


def test_guesses_that_arrive_together_are_all_counted(house: House) -> None:
    """Of many wrong passwords at once no more are checked than of many in a row."""
    house.open_person("ann", "mine", Role.SUPPLIER)
    most = house.context.configuration.logins_per_minute
    with ThreadPoolExecutor(16) as threads:
        found = list(threads.map(lambda at: log_in(house, "ann", f"wrong {at}"), range(3 * most)))
    assert found.count((429, "quota.logins")) == 2 * most


def test_tokens_are_counted_by_address_and_client(house: House) -> None:
    """Wrong secrets from one address do not keep a machine elsewhere from its token."""
    form = {"grant_type": "client_credentials", "client_id": "erp", "client_secret": "wrong"}
    here, there = (
        TestClient(house.client.app, client=(one, 50_000)) for one in ("192.0.2.1", "192.0.2.2")
    )
    for _ in range(house.context.configuration.logins_per_minute):
        assert here.post("/auth/token", data=form).status_code == 401
    assert here.post("/auth/token", data=form).json()["code"] == "quota.logins"
    assert there.post("/auth/token", data=form).status_code == 401
