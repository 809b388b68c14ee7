"""The operator engages auditors on a page, and the auditor then reads what lies behind the subject, until the end."""

import re

import pytest
from fastapi.testclient import TestClient
from support.http_api import House
from support.ledger_battery import BatteryChain
from support.ledger_declared import calculate
from support.ledger_world import replacing
from support.operator_pages import journal_of, open_operator
from support.supplier_pages import log_in
from support.supplier_reading import words

PAGE = "/operator/engagements"
UNKNOWN = "sha256:" + "0" * 64


@pytest.fixture
def opened(chain: BatteryChain) -> tuple[House, TestClient]:
    """The server, and olga's client."""
    return open_operator(chain)


def recipe_status(house: House, chain: BatteryChain) -> int:
    """The answer to the auditor that asks for the mine's entry."""
    path = f"/v1/entries/{chain.mined}"
    return house.client.get(path, headers=house.as_("auditor")).status_code


def test_a_grant_opens_everything_behind_until_its_end(
    opened: tuple[House, TestClient], chain: BatteryChain
) -> None:
    """The list offers the calculation with its model and maker; choosing it opens the mine's entry to the auditor."""
    house, client = opened
    calculation = calculate(chain)
    page = client.get(PAGE)
    assert f'value="{calculation}"' in page.text
    assert "Plant Ltd" in words(page)
    assert recipe_status(house, chain) == 404
    sent = {"auditor": "auditor", "chosen": calculation, "subject": ""}
    assert client.post(PAGE, data=sent).headers["location"] == PAGE
    assert recipe_status(house, chain) == 200
    log_in(house, "olga")
    row = client.get(f"{PAGE}.json").json()["items"][0]
    assert (row["granted_by"], row["subject"]["issuer"]["name"]) == ("olga", "Plant Ltd")
    (end,) = re.findall(r'action="([^"]+/end)"', client.get(PAGE).text)
    assert client.post(end).status_code == 303
    assert recipe_status(house, chain) == 404
    log_in(house, "olga")
    assert "/end" not in client.get(PAGE).text
    assert "ended" in client.get(f"{PAGE}.json").json()["items"][0]


def test_the_typed_id_counts_before_the_list(
    opened: tuple[House, TestClient], chain: BatteryChain
) -> None:
    """A delivery is engaged for by its id; its number and goods are shown."""
    _, client = opened
    sent = {"auditor": "auditor", "chosen": calculate(chain), "subject": f" {chain.shipped} "}
    assert client.post(PAGE, data=sent).status_code == 303
    assert client.get(f"{PAGE}.json").json()["items"][0]["subject"]["kind"] == "delivery"
    assert "Mine Ltd" in client.get(f"{PAGE}.csv").text


def test_only_the_signer_of_the_subject_reads_who_was_engaged(
    opened: tuple[House, TestClient], chain: BatteryChain
) -> None:
    """The plant's history has the grant and its end; the mine, whose recipe is behind it, learns no customer's case."""
    house, client = opened
    calculation = calculate(chain)
    client.post(PAGE, data={"auditor": "auditor", "chosen": calculation})
    client.post(re.findall(r'action="([^"]+/end)"', client.get(PAGE).text)[0])
    lines = [row for row in journal_of(house) if row.action in {"engage", "end engagement"}]
    assert [(row.credential, row.owner, row.detail) for row in lines] == [
        ("olga", chain.plant.id, "auditor")
    ] * 2
    log_in(house, "paul")
    assert "auditor engaged" in words(client.get("/supplier/history"))
    log_in(house, "anna")
    assert "auditor engaged" not in words(client.get("/supplier/history"))


@pytest.mark.parametrize(
    ("sent", "code", "field"),
    [
        ({"auditor": "nobody", "chosen": "calculation"}, "organisation.unknown", "auditor"),
        ({"auditor": "auditor", "subject": UNKNOWN}, "export.subject", "subject"),
        ({"auditor": "auditor"}, "export.subject", "subject"),
    ],
)
def test_what_cannot_be_granted_is_said_at_its_field(
    opened: tuple[House, TestClient],
    chain: BatteryChain,
    sent: dict[str, str],
    code: str,
    field: str,
) -> None:
    """An unknown auditor or subject is refused, and nothing is granted."""
    _, client = opened
    made = {"calculation": calculate(chain)}
    answer = client.post(PAGE, data={key: made.get(value, value) for key, value in sent.items()})
    assert (answer.status_code, code in answer.text) == (404, True)
    assert f'href="#{field}"' in answer.text
    assert client.get(f"{PAGE}.json").json()["items"] == []


def test_the_same_grant_twice_is_one(opened: tuple[House, TestClient], chain: BatteryChain) -> None:
    """A form that is sent twice, or another operator's of the same case, is refused."""
    _, client = opened
    sent = {"auditor": "auditor", "chosen": calculate(chain)}
    assert [client.post(PAGE, data=sent).status_code for _ in range(2)] == [303, 409]
    assert len(client.get(f"{PAGE}.json").json()["items"]) == 1


def test_a_superseded_calculation_is_not_offered(
    opened: tuple[House, TestClient], chain: BatteryChain
) -> None:
    """Only live calculations are in the list."""
    _, client = opened
    first = calculate(chain)
    second = calculate(chain, supersedes=replacing(first))
    page = client.get(PAGE).text
    assert (f'value="{first}"' in page, f'value="{second}"' in page) == (False, True)
