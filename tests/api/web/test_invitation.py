"""The form behind a link: the link authenticates the invited firm, once; reading has no effect; it does not leak."""

import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from typing import Any
from urllib.parse import unquote

from support.asking import FIRM, Firms, invited, link_to, sent
from support.http_api import NOW, PASSWORD

from ledger.store.access.credentials import credential_of
from schemas.vocabulary import Role

FORM = {"title": FIRM, "country": "fi", "person": "anna@mine.example", "password": PASSWORD}


def code_of(answer: Any) -> tuple[int, str]:  # noqa: ANN401
    """Status of a page, and the code on it."""
    (code,) = re.findall(r"<code>([a-z._]+)</code>", answer.text)
    return answer.status_code, code


def test_looking_uses_nothing_up(asking: Firms) -> None:
    """GET and HEAD, however often, do not change the request, and the form still works."""
    request, path = invited(asking)
    before = asking.told("maker", "GET", f"/v1/requests/{request}")
    for _ in range(3):
        assert asking.house.client.get(path).status_code == 200
        answer = asking.house.client.head(path)
        assert (answer.status_code, answer.content) == (200, b"")
    assert asking.told("maker", "GET", f"/v1/requests/{request}") == before
    assert "used" not in before["invited"]
    assert sent(asking, f"{path}/account", FORM).status_code == 200


def test_an_account_is_opened_once(asking: Firms) -> None:
    """A person and a script of a supplier, who see the request; the link then opens nothing, nor a second account."""
    request, path = invited(asking)
    page = sent(asking, f"{path}/account", FORM)
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    shown = unescape(page.text)
    (key,) = re.findall(r'api_key = "(cradle_[^"]+)"', shown)
    assert "--name 'Example <Mining> Oy' --country FI --role supplier --registrar" in shown
    assert PASSWORD not in page.text
    assert asking.parties["maker"].id in page.text
    assert f"--registrar {asking.world.registrar.id}" in page.text
    client = asking.house.client
    headers = {"Authorization": f"Bearer {key}"}
    login = client.get("/v1/session", headers=headers).json()
    assert login["roles"] == ["supplier"]
    assert "participant" not in login
    assert re.fullmatch("example-mining-oy-[0-9a-f]{8}", login["organisation"])
    (row,) = client.get("/v1/requests", headers=headers).json()["items"]
    assert (row["id"], row["firm"]) == (request, FIRM)
    assert "invited" in asking.told("maker", "GET", f"/v1/requests/{request}")
    (user,) = re.findall(r'href="/login\?user=([^"&]*)&next=[^"]*"', shown)
    assert re.fullmatch("anna@mine.example-[0-9a-f]{8}", unquote(user))
    with asking.world.ledger.store.read() as connection:
        person = credential_of(connection, unquote(user))
    assert person is not None
    assert f'value="{unquote(user)}"' in client.get(f"/login?user={user}&next=/registration").text
    assert person.secret.startswith("$argon2id$")
    for answer in (client.get(path), sent(asking, f"{path}/account", FORM | {"person": "bob"})):
        assert code_of(answer) == (410, "invitation.used")
    again = f"/v1/requests/{request}/invitation"
    assert asking.refused("maker", again, {}) == (409, "request.reached")


def test_two_at_once_open_one_account(asking: Firms) -> None:
    """Of two forms sent at once one is refused because the link was used, and leaves no data."""
    _, path = invited(asking)
    forms = [FORM | {"person": f"person-{number}"} for number in range(4)]
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda form: sent(asking, f"{path}/account", form), forms))
    assert sorted(answer.status_code for answer in answers) == [200, 410, 410, 410]
    organisations = asking.told("operator", "GET", "/v1/organisations")["items"]
    (name,) = (row["id"] for row in organisations if row["id"].startswith("example-mining"))
    path = f"/v1/organisations/{name}/credentials"
    assert len(asking.told("operator", "GET", path)["items"]) == 2


REFUSED = [
    ({"password": "short"}, (422, "password.length")),
    ({"password": ""}, (422, "password.length")),
    ({"person": "Anna Mine"}, (422, "account.name")),
    ({"person": ""}, (422, "account.name")),
    ({"title": ""}, (422, "account.title")),
    ({"title": "a\x00b"}, (422, "account.title")),
    ({"country": "FIN"}, (422, "country.unknown")),
    ({"country": ""}, (422, "country.grammar")),
]


def test_a_refused_form_is_shown_again(asking: Firms) -> None:
    """With the typed values except the password, and the error; no account was opened and the link stays valid."""
    _, path = invited(asking)
    before = asking.told("operator", "GET", "/v1/organisations")
    for form, code in REFUSED:
        answer = sent(asking, f"{path}/account", FORM | form)
        assert code_of(answer) == code
        assert 'value="anna@mine.example"' in answer.text or "person" in form
        assert PASSWORD not in answer.text
    assert asking.told("operator", "GET", "/v1/organisations") == before
    assert sent(asking, f"{path}/account", FORM).status_code == 200


def test_forms_that_fail_are_counted_by_link(asking: Firms) -> None:
    """After too many within a minute the link is refused for a while, others are not."""
    _, path = invited(asking)
    _, other = invited(asking, "cells", reference="other")
    for _ in range(asking.house.context.configuration.logins_per_minute):
        assert sent(asking, f"{path}/account", FORM | {"person": "Anna"}).status_code == 422
    assert code_of(sent(asking, f"{path}/account", FORM)) == (429, "quota.logins")
    assert sent(asking, f"{other}/account", FORM).status_code == 200


def test_a_known_firm_takes_the_request_up(asking: Firms) -> None:
    """With its own login, so that a firm needs one account for all customers; a wrong password has no effect."""
    request, path = invited(asking)
    asking.house.open_person("carl", "mine", Role.SUPPLIER)
    wrong = sent(asking, f"{path}/login", {"name": "carl", "password": "wrong"})
    assert code_of(wrong) == (401, "login.refused")
    assert "<details open>" in wrong.text
    assert sent(asking, f"{path}/login", {"name": "carl", "password": PASSWORD}).status_code == 200
    assert asking.listed("mine", "?role=received") == [request]
    shown = asking.told("maker", "GET", f"/v1/requests/{request}")
    assert shown["participant"] == asking.parties["mine"].id
    assert shown["invited"]["used"] == NOW
    assert asking.deliver("mine", "maker", product="urn:test:mine")
    assert code_of(asking.house.client.get(path)) == (410, "invitation.used")


def test_who_asks_does_not_take_its_own_request_up(asking: Firms) -> None:
    """Neither does the firm above it; the link stays valid."""
    first = asking.ask("maker", "cells")
    passed = asking.pass_on(first, "cells", FIRM)
    path = link_to(asking, passed["id"], "cells")
    for name, code in (("maker", "request.cycle"), ("cells", "request.self")):
        asking.house.open_person(f"person.{name}", name, Role.SUPPLIER)
        form = {"name": f"person.{name}", "password": PASSWORD}
        assert code_of(sent(asking, f"{path}/login", form)) == (422, code)
    assert asking.house.client.get(path).status_code == 200


def test_declined_by_link(asking: Firms) -> None:
    """Without an account, with a reason that the asker reads; there is no second link after that."""
    request, path = invited(asking)
    assert asking.house.client.post(f"{path}/decline", data={"reason": "none"}).status_code == 422
    page = sent(asking, f"{path}/decline", {"reason": "wrong_addressee", "language": "de"})
    assert "Abgelehnt" in page.text
    shown = asking.told("maker", "GET", f"/v1/requests/{request}")
    assert (shown["state"], shown["reason"]) == ("declined", "wrong_addressee")
    path = f"/v1/requests/{request}/invitation"
    assert asking.refused("maker", path, {}) == (409, "request.ended")
    lines = asking.told("operator", "GET", "/v1/journal")["items"]
    assert lines[0]["detail"] == "declined wrong_addressee"


def test_links_that_open_nothing(asking: Firms) -> None:
    """A wrong secret, an expired link, one that a newer replaced, and one of a withdrawn request."""
    request, first = invited(asking)
    client = asking.house.client
    for wrong in ("0" * 64, first.rpartition("/")[2][:-1], "%00", "x"):
        assert code_of(client.get(f"/invitation/{wrong}")) == (404, "invitation.unknown")
        assert code_of(sent(asking, f"/invitation/{wrong}/account", FORM))[0] == 404
    asking.house.clock.time += 1
    second = link_to(asking, request)
    assert code_of(client.get(first)) == (410, "invitation.expired")
    asking.house.clock.time += 3 * 86400 - 1
    assert client.get(second).status_code == 200
    asking.house.clock.time += 1
    for answer in (client.get(second), sent(asking, f"{second}/account", FORM)):
        assert code_of(answer) == (410, "invitation.expired")
    third = link_to(asking, request)
    asking.told("maker", "POST", f"/v1/requests/{request}/withdraw")
    assert code_of(client.get(third)) == (410, "invitation.expired")


def test_who_may_invite(asking: Firms) -> None:
    """The asker and the operator, for a firm without an account; where the operator says so, it alone."""
    known = asking.ask("maker", "cells")
    path = f"/v1/requests/{known['id']}/invitation"
    assert asking.refused("maker", path, {}) == (409, "request.reached")
    assert asking.refused("cells", path, {}) == (403, "request.party")
    assert asking.refused("stranger", path, {}) == (404, "request.unknown")
    request, _ = invited(asking)
    assert asking.house.client.get(link_to(asking, request, "operator")).status_code == 200
    settings = asking.house.context.configuration.model_copy(update={"members_invite": False})
    object.__setattr__(asking.house.context, "configuration", settings)
    path = f"/v1/requests/{request}/invitation"
    assert asking.refused("maker", path, {}) == (403, "invitation.closed")
    assert asking.call("operator", "POST", path, json={}).status_code == 201
