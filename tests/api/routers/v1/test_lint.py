"""`POST /v1/lint` at a real server: the report of the command, nothing kept, limits and logins."""

import json

import pytest
from support.http_api import House, furnished
from support.ledger_battery import BatteryChain
from support.lint_files import SOUND, battery_pass

from api.configuration import Configuration
from ledger.exchange.lint.linter import lint
from ledger.footprint.external.document import SIZE_LIMIT

pytestmark = pytest.mark.one_database  # No data of the ledger is read.


@pytest.fixture(scope="module")
def house(shared: BatteryChain) -> House:
    """A house over a chain that nothing changes."""
    return furnished(shared, Configuration(_env_file=None, sheets_per_minute=100_000))


def posted(
    house: House, data: bytes, query: str = "", name: str = "mine"
) -> tuple[int, dict[str, object]]:
    """Status and body of the answer."""
    answer = house.client.post(f"/v1/lint{query}", content=data, headers=house.as_(name))
    return answer.status_code, answer.json()


@pytest.mark.parametrize("form", SOUND)
def test_the_report_is_that_of_the_command(house: House, form: str) -> None:
    """For a sound file of each format."""
    data = json.dumps(SOUND[form]).encode()  # type: ignore[index]  # the formats are the table's own keys
    assert posted(house, data, "?name=a.json") == (200, lint(data, "a.json").to_json())


def test_findings_and_formats(house: House) -> None:
    """A faulty passport; a format that is named; an auditor may ask too."""
    data = json.dumps(battery_pass((60.01, 30, 5, 5))).encode()
    status, body = posted(house, data, name="auditor")
    assert (status, body["errors"], body["file"]) == (200, 2, "")
    status, body = posted(house, b'{"pcf": {}}', "?format=pact-3")
    assert (status, body["format"]) == (200, "pact-3")
    assert posted(house, data, "?format=pact")[0] == 422


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"{", 422, "json.syntax"),
        (b"{}", 422, "lint.format"),
        (b"", 422, "json.syntax"),
        (b" " * (SIZE_LIMIT + 1), 413, "http.too_large"),
    ],
)
def test_what_cannot_be_read(house: House, data: bytes, status: int, code: str) -> None:
    """One problem document with a code."""
    found, body = posted(house, data)
    assert (found, body["code"]) == (status, code)


def test_nothing_is_kept(house: House) -> None:
    """No file is stored."""
    store = house.context.ledger.store
    before = list(store.blobs.digests())
    posted(house, json.dumps(battery_pass()).encode())
    assert list(store.blobs.digests()) == before


def test_a_login_and_a_quota(chain: BatteryChain) -> None:
    """Without a login it is refused, and beyond the quota of checked files too."""
    house = furnished(chain, Configuration(_env_file=None, sheets_per_minute=1))
    data = json.dumps(battery_pass()).encode()
    assert house.client.post("/v1/lint", content=data).status_code == 401
    assert posted(house, data)[0] == 200
    status, body = posted(house, data)
    assert (status, body["code"]) == (429, "quota.sheets")
