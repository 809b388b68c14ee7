"""The plant's browser on the pages of the small battery's ledger."""

import pytest
from fastapi.testclient import TestClient
from support.http_api import House
from support.ledger_battery import BatteryChain
from support.supplier_pages import log_in
from support.supplier_reading import open_all_pages


@pytest.fixture
def house(chain: BatteryChain) -> House:
    """The pages of the small battery's ledger."""
    return open_all_pages(chain)


@pytest.fixture
def client(house: House) -> TestClient:
    """A browser of the plant."""
    return log_in(house, "paul")
