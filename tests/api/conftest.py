"""The HTTP API of the small battery chain: one server that no test may change, and one for each test."""

import pytest
from support.asking import asking
from support.http_api import House, furnished
from support.ledger_battery import BatteryChain
from support.ledger_fixtures import built, chain, database, kind, shared

__all__ = ["asking", "built", "chain", "database", "house", "inside", "kind", "shared"]


@pytest.fixture(scope="module")
def inside(shared: BatteryChain) -> House:
    """A server of a chain for tests that only read or are refused."""
    return furnished(shared)


@pytest.fixture
def house(chain: BatteryChain) -> House:
    """A server of a chain that only this test uses."""
    return furnished(chain)
