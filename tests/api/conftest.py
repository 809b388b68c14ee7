"""The HTTP API of the small battery chain: one server that no test may change, and one for each test."""

import pytest
from support.asking import asking
from support.http_api import House, furnish, furnished
from support.ledger_battery import BatteryChain, battery_chain
from support.ledger_fixtures import Built, chain, database, kind, shared
from support.postgres import fresh_database

__all__ = ["asking", "built", "chain", "database", "house", "inside", "kind", "shared"]


@pytest.fixture(scope="session")
def built(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The chain with its parties' accounts, so that no test opens them, and the folder of its ledger."""
    folder = tmp_path_factory.mktemp("built") / "ledger"
    with battery_chain(folder, None if kind == "sqlite" else fresh_database()) as chain:
        furnish(chain)
        return chain, folder


@pytest.fixture(scope="module")
def inside(shared: BatteryChain) -> House:
    """A server of a chain for tests that only read or are refused."""
    return furnished(shared)


@pytest.fixture
def house(chain: BatteryChain) -> House:
    """A server of a chain that only this test uses."""
    return furnished(chain)
