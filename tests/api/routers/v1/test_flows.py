"""The flows of a calculation over HTTP: the auditor looks into everything, the manufacturer into its own."""

from decimal import Decimal
from typing import Any

import pytest
from support.http_api import House, furnished
from support.ledger_battery import BatteryChain
from support.ledger_declared import calculate

from ledger.footprint.graph.numbers import format_rounded

pytestmark = pytest.mark.one_database


@pytest.fixture
def house(chain: BatteryChain) -> House:
    """The parties of the small battery."""
    return furnished(chain)


def seen(house: House, name: str, calculation: str) -> dict[str, Any]:
    """The flows as a login is shown them."""
    answer = house.client.get(f"/v1/calculations/{calculation}/flows", headers=house.as_(name))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def arrived(flows: dict[str, Any]) -> Decimal:
    """The sum of what arrives at the battery."""
    return sum(
        (
            Decimal(row["burdens"]) + Decimal(row["credits"])
            for edge in flows["edges"]
            if "target" not in edge
            for row in edge["stages"]
        ),
        Decimal(0),
    )


def test_the_operator_sees_every_entry_and_the_whole_figure(
    house: House, chain: BatteryChain
) -> None:
    """The sum of what arrives is the signed figure to its 4 digits; each node has its firm's name."""
    flows = seen(house, "operator", calculate(chain))
    assert flows["exact"]
    assert {node["firm"] for node in flows["nodes"]} == {"Mine Ltd", "Plant Ltd", "Recycler Ltd"}
    assert format_rounded(arrived(flows)) == flows["total"]


def test_the_manufacturer_sees_its_own_and_one_sum_of_others(
    house: House, chain: BatteryChain
) -> None:
    """Where suppliers state no figure: no entry, name or exact digit of them; their sum has 4 digits a stage."""
    calculation = calculate(chain)
    flows = seen(house, "plant", calculation)
    whole = seen(house, "operator", calculation)
    assert not flows["exact"]
    assert [node.get("firm") for node in flows["nodes"]] == ["Plant Ltd", None]
    assert flows["nodes"][-1] == {"id": "closed-1"}
    closed = [edge for edge in flows["edges"] if edge["source"] == "closed-1"]
    digits = [
        value.replace(".", "").replace("-", "").strip("0")
        for edge in closed
        for row in edge["stages"]
        for value in (row["burdens"], row["credits"])
    ]
    assert any(digits)
    assert max(map(len, digits)) <= 4
    secret = {
        row["burdens"]
        for node in whole["nodes"]
        if node["firm"] != "Plant Ltd"
        for row in node["own"]
    }
    text = str(flows)
    assert not any(value in text for value in secret if value != "0")
    for name in (chain.mined, chain.mine.id, "Mine Ltd", "Recycler Ltd"):
        assert name not in text


@pytest.mark.parametrize("name", ["mine", "recycler", "stranger", "auditor"])
def test_another_firm_sees_no_flow(house: House, chain: BatteryChain, name: str) -> None:
    """A supplier, a stranger, and an auditor who is not engaged: as if there were no calculation."""
    path = f"/v1/calculations/{calculate(chain)}/flows"
    answer = house.client.get(path, headers=house.as_(name))
    assert (answer.status_code, answer.json()["code"]) == (404, "statement.unknown")


def test_the_suppliers_read_in_the_journal_that_they_were_shown(
    house: House, chain: BatteryChain
) -> None:
    """The nearest supplier of the manufacturer, whose figure is in the sum."""
    seen(house, "plant", calculate(chain))
    lines = house.client.get("/v1/journal", headers=house.as_("mine")).json()["items"]
    assert any(line["action"] == "flows" and line["organisation"] == "plant" for line in lines)
