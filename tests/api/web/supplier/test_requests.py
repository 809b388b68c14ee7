"""The page of one request: declining, passing on, inviting."""

import re

import pytest
from fastapi.testclient import TestClient
from support.asking import Firms
from support.http_api import PASSWORD
from support.supplier_pages import OWN, followed

from schemas.vocabulary import Role

PASSED = {
    "product": "urn:test:salts",
    "start": "2025-01-01",
    "last": "2025-12-31",
    "due": "2025-12-01",
    "reference": "our 7",
}


@pytest.fixture
def client(asking: Firms) -> TestClient:
    """A browser; `cells` is asked by `maker`, and each of them has a person."""
    for firm in ("maker", "cells", "salts"):
        role = Role.MANUFACTURER if firm == "maker" else Role.SUPPLIER
        asking.house.open_person(f"{firm}-person", firm, role)
    found = asking.house.client
    found.base_url = "https://testserver"
    found.headers.update(OWN)
    found.follow_redirects = False
    return found


def log_in(client: TestClient, firm: str) -> None:
    """Log the person of a firm in."""
    typed = {"user": f"{firm}-person", "password": PASSWORD}
    assert client.post("/login", data=typed).status_code == 303


def page_of(asking: Firms, client: TestClient) -> str:
    """The address of the page of the maker's request, as the firm that is asked opens it."""
    request = asking.ask("maker", "cells")["id"]
    log_in(client, "cells")
    return f"/supplier/requests/{request}"


def test_a_request_is_declined_with_a_reason(asking: Firms, client: TestClient) -> None:
    """The asker sees the reason; the page then offers no form to decline."""
    page = page_of(asking, client)
    after = followed(client, client.post(f"{page}/decline", data={"reason": "no_data"}))
    assert "/decline" not in after.text
    shown = asking.told("maker", "GET", page.replace("/supplier", "/v1"))
    assert (shown["state"], shown["reason"]) == ("declined", "no_data")


def test_it_is_passed_on_to_a_registered_firm_by_its_name(
    asking: Firms, client: TestClient
) -> None:
    """The supplier sees a request of this firm, and not who asked it."""
    page = page_of(asking, client)
    name = asking.told("maker", "GET", f"/v1/names?id={asking.parties['salts'].id}")["items"][0]
    typed = {**PASSED, "firm": name["name"].upper()}
    after = followed(client, client.post(f"{page}/pass-on", data=typed))
    assert "Withdraw this request" in after.text
    assert "urn:test:salts" in client.get(page).text
    log_in(client, "salts")
    (row,) = client.get("/supplier.json").json()["rows"]
    assert row["request"]["asker"] == asking.parties["cells"].id
    assert row["request"]["period"] == {"start": "2025-01-01", "end": "2026-01-01"}
    assert asking.parties["maker"].id not in client.get("/supplier").text


def test_a_firm_without_an_account_is_invited_by_a_link(asking: Firms, client: TestClient) -> None:
    """The link is shown once, works, and the next one replaces it."""
    page = page_of(asking, client)
    typed = {**PASSED, "firm": "Fresh Salts Ltd"}
    location = client.post(f"{page}/pass-on", data=typed).headers["location"]
    link = re.compile(r"https://testserver(/invitation/[0-9a-f]+)")
    (first,) = link.findall(client.post(f"{location}/invitation").text)
    assert link.search(client.get(location).text) is None
    assert client.get(first).status_code == 200
    (second,) = link.findall(client.post(f"{location}/invitation").text)
    assert (client.get(first).status_code, client.get(second).status_code) == (410, 200)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"product": "salts"}, "product"),
        ({"start": "1.1.2025"}, "start"),
        ({"last": "2024-12-31"}, "last"),
        ({"due": "2026-06-01"}, "due"),
        ({"firm": ""}, "firm"),
    ],
)
def test_a_refused_form_keeps_what_was_typed(
    asking: Firms, client: TestClient, wrong: dict[str, str], field: str
) -> None:
    """The sentence is a link to its field, and nobody is asked."""
    page = page_of(asking, client)
    typed = {**PASSED, "firm": "Fresh Salts Ltd", **wrong}
    answer = client.post(f"{page}/pass-on", data=typed)
    assert answer.status_code == 422
    assert f'<a href="#{field}"' in answer.text
    for name, value in typed.items():
        kept = re.search(rf'id="{name}"[^>]*value="([^"]*)"', answer.text)
        assert kept is not None
        assert kept[1] == value
    assert len(asking.listed("cells")) == 1


def test_another_firm_sees_no_request(asking: Firms, client: TestClient) -> None:
    """Its page and its forms are absent for a firm that is no party."""
    page = page_of(asking, client)
    log_in(client, "salts")
    assert client.get(page).status_code == 404
    assert client.get(f"{page}.json").status_code == 404
    for form in ("decline", "pass-on", "withdraw", "invitation"):
        answer = client.post(f"{page}/{form}", data={**PASSED, "firm": "x", "reason": "no_data"})
        assert answer.status_code == 404


def test_the_first_page_lists_the_most_urgent_first(asking: Firms, client: TestClient) -> None:
    """An overdue request comes first, and is counted."""
    late = asking.ask("maker", "cells", reference="late", due="2025-11-01")["id"]
    soon = asking.ask("maker", "cells", reference="soon", due="2025-12-20")["id"]
    asking.house.clock.time += 30 * 86400
    log_in(client, "cells")
    page = client.get("/supplier").text
    assert "<h1>2 requests wait for you</h1>" in page
    assert "One is overdue." in page
    assert page.index(late) < page.index(soon)
