"""Doors over the small battery chain: one that no test may change, and one that a test may."""

import pytest
from support.asking import asking
from support.battery import BatteryChain
from support.http_api import House, furnished
from support.shared_chain import built, chain, database, kind, shared

__all__ = ["asking", "built", "chain", "database", "house", "inside", "kind", "shared"]


@pytest.fixture(scope="module")
def inside(shared: BatteryChain) -> House:
    """A house over a chain that only refusals and reading may touch."""
    return furnished(shared)


@pytest.fixture
def house(chain: BatteryChain) -> House:
    """A house over a chain of this test alone."""
    return furnished(chain)
