"""Territory and prices over HTTP: the documents of the folder, folded for the manufacturer, closed to others."""

from collections.abc import Iterator

import pytest
from support.http_api import House, furnished
from support.ledger_battery import BatteryChain
from support.ledger_declared import calculate
from support.refusal import refused
from support.servers import serving
from support.trade_chain import MIXED, UNIFORM

from api.app import create_app
from ledger.client.api import Cradle
from ledger.client.login import ApiKey
from ledger.rulebooks.scenario_catalog import load_scenario
from ledger.service.answers.trade import carbon_price_of, territory_of
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


def test_a_territory_over_a_server_is_that_of_the_folder(
    chain: BatteryChain, there: tuple[str, House, str]
) -> None:
    """The operator reads every site, the plant its own, and the mine none."""
    whole = client(there, "operator").reports.territory(there[0], "kwh", "FR")
    assert whole == territory_of(chain.world.ledger, there[0], "kwh", "FR")
    own = client(there, "plant").reports.territory(there[0])
    assert not own.exact
    assert own == territory_of(chain.world.ledger, there[0], "battery", None, chain.plant.id)
    with refused("statement.unknown"):
        client(there, "mine").reports.territory(there[0])
    with refused("territory.market"):
        client(there, "plant").reports.territory(there[0], "battery", "GLO")


def test_own_scenarios_are_sent_and_not_stored(
    chain: BatteryChain, there: tuple[str, House, str]
) -> None:
    """Two scenarios side by side; the plant reads a range for its suppliers."""
    asked = (UNIFORM, MIXED)
    whole = client(there, "operator").reports.carbon_price(there[0], asked)
    assert whole == carbon_price_of(chain.world.ledger, there[0], asked)
    own = client(there, "plant").reports.carbon_price(there[0], asked)
    assert own == carbon_price_of(chain.world.ledger, there[0], asked, chain.plant.id)
    with refused("statement.unknown"):
        client(there, "mine").reports.carbon_price(there[0], asked)


def test_scenarios_that_come_with_cradle_are_named(there: tuple[str, House, str]) -> None:
    """By id; without one, all of them."""
    api, path = client(there, "plant").reports.api, f"/v1/calculations/{there[0]}/carbon-price"
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
    api, path = client(there, "plant").reports.api, f"/v1/calculations/{there[0]}/carbon-price"
    with pytest.raises(Exception, match="schema"):
        api.post(path, body)
