"""Prices over HTTP: scenarios that are named or sent, and bodies that are none."""

from collections.abc import Iterator

import pytest
from support.http_api import House, furnished
from support.ledger_battery import BatteryChain
from support.ledger_declared import calculate
from support.refusal import refused
from support.servers import serving

from api.app import create_app
from ledger.client.api import Cradle
from ledger.client.login import ApiKey
from ledger.rulebooks.scenario_catalog import load_scenario
from schemas.views.carbon_price import CarbonPriceReport


@pytest.fixture
def there(chain: BatteryChain) -> Iterator[tuple[str, House, str]]:
    """A calculation, the house of its logins, and the server's address."""
    calculation = calculate(chain)
    house = furnished(chain)
    with serving(create_app(house.context)) as url:
        yield calculation, house, url


def client(there: tuple[str, House, str], name: str) -> Cradle:
    """The client of an organisation."""
    return Cradle(there[2], ApiKey(there[1].keys[name]))


def test_scenarios_that_come_with_cradle_are_named(there: tuple[str, House, str]) -> None:
    """By id; without one, all of them."""
    api, path = client(there, "plant").api, f"/v1/calculations/{there[0]}/carbon-price"
    one = CarbonPriceReport.parse(api.get(path, {"scenario": "china-2026"}).body)
    assert [row.scenario for row in one.scenarios] == [load_scenario("china-2026")]
    assert len(CarbonPriceReport.parse(api.get(path).body).scenarios) == 3
    with refused("scenario.unknown"):
        api.get(path, {"scenario": "nothing"})


@pytest.mark.parametrize("body", [b"{}", b"[", b'{"scenarios":[]}', b'{"scenarios":[{}]}'])
def test_a_body_that_is_no_list_of_scenarios_is_refused(
    there: tuple[str, House, str], body: bytes
) -> None:
    """With the code of its shape."""
    api, path = client(there, "plant").api, f"/v1/calculations/{there[0]}/carbon-price"
    with pytest.raises(Exception, match="schema"):
        api.post(path, body)
