"""The server of the operator's pages, as a house and as an address."""

from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs
from support.http_api import House
from support.ledger_battery import BatteryChain
from support.operator_pages import open_operator
from support.servers import serving

from api.app import create_app


@pytest.fixture
def house(chain: BatteryChain) -> House:
    """The server with all persons, olga logged in."""
    return open_operator(chain)[0]


@pytest.fixture
def site(house: House) -> Iterator[str]:
    """The address of the server."""
    with capture_logs(), serving(create_app(house.context)) as url:
        yield url
