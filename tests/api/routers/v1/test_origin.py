"""The origin of elements over HTTP: the auditor sees mines, the manufacturer countries, and other firms none of it."""

import json
from typing import Any

import pytest
from support.auditor_pages import engage_for
from support.http_api import House, furnished
from support.ledger_battery import BatteryChain
from support.ledger_declared import calculate
from support.ledger_origin import DOCUMENT, with_nickel

pytestmark = pytest.mark.one_database


@pytest.fixture
def nickel(chain: BatteryChain) -> tuple[House, BatteryChain, str]:
    """The parties of the battery with nickel, and its calculation."""
    made = with_nickel(chain)
    return furnished(made), made, calculate(made)


def seen(house: House, name: str, calculation: str) -> dict[str, Any]:
    """The origin as a login is shown it."""
    answer = house.client.get(f"/v1/calculations/{calculation}/origin", headers=house.as_(name))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def element(found: dict[str, Any], name: str) -> dict[str, Any]:
    """The row of an element."""
    return next(row for row in found["elements"] if row["element"] == name)


@pytest.mark.parametrize("name", ["operator", "auditor"])
def test_the_operator_and_the_engaged_auditor_see_the_mine(
    nickel: tuple[House, BatteryChain, str], name: str
) -> None:
    """50 kg of ore with 12.5 % nickel in ten packs: 0.625 kg a pack, from the mine's entry and with its document."""
    house, chain, calculation = nickel
    engage_for(chain, calculation)
    found = seen(house, name, calculation)
    row = element(found, "Ni")
    assert found["exact"]
    assert row["kg_per_battery"] == "0.625"
    mined = {"origin": "mined", "country": "CD", "kg": "0.625", "share": "1"}
    assert row["shares"] == [{**mined, "unconfirmed": "0.625"}]
    (entry,) = row["entries"]
    assert (entry["entry"], entry["firm"], entry["kg"]) == (chain.mined, "Mine Ltd", "0.625")
    assert entry["registered"] == "SE"
    assert [one["document"] for one in found["documents"]] == [DOCUMENT]
    assert element(found, "Co") == {
        "element": "Co",
        "untraced_kg": "0",
        "shares": [],
        "refiners": [],
        "entries": [],
    }


def test_the_manufacturer_sees_countries_and_no_mine(
    nickel: tuple[House, BatteryChain, str],
) -> None:
    """Neither an id, a firm, a site, nor a document of another; the number of documents stays."""
    house, chain, calculation = nickel
    found = seen(house, "plant", calculation)
    assert not found["exact"]
    assert element(found, "Ni")["shares"][0]["country"] == "CD"
    assert found["due_diligence"] == 1
    text = json.dumps(found)
    for hidden in (chain.mined, chain.shipped, chain.mine.id, "Mine Ltd", "pit-7", DOCUMENT):
        assert hidden not in text
    assert "entries" not in element(found, "Ni")


@pytest.mark.parametrize("name", ["mine", "recycler", "stranger", "auditor"])
def test_another_firm_sees_no_origin(nickel: tuple[House, BatteryChain, str], name: str) -> None:
    """A supplier, a stranger, and an auditor who is not engaged: as if there were no calculation."""
    house, _, calculation = nickel
    path = f"/v1/calculations/{calculation}/origin"
    answer = house.client.get(path, headers=house.as_(name))
    assert (answer.status_code, answer.json()["code"]) == (404, "statement.unknown")


def test_the_mine_reads_in_the_journal_that_it_was_shown(
    nickel: tuple[House, BatteryChain, str],
) -> None:
    """The supplier of the manufacturer has a part in what was shown."""
    house, _, calculation = nickel
    seen(house, "plant", calculation)
    lines = house.client.get("/v1/journal", headers=house.as_("mine")).json()["items"]
    assert any(line["action"] == "origin" and line["organisation"] == "plant" for line in lines)


def test_an_origin_is_kept_until_a_log_grows(nickel: tuple[House, BatteryChain, str]) -> None:
    """The same document again, and another figure's is its own."""
    house, chain, calculation = nickel
    assert seen(house, "operator", calculation) == seen(house, "operator", calculation)
    other = calculate(chain)
    assert seen(house, "operator", other)["calculation"] == other
