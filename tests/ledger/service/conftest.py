"""The chain that tests of the service share, and one that a test may change."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.battery import BatteryChain, battery_chain


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BatteryChain]:
    """A chain that no test may change: only refusals and reading."""
    with battery_chain(tmp_path_factory.mktemp("shared") / "ledger") as chain:
        yield chain


@pytest.fixture
def chain(tmp_path: Path) -> Iterator[BatteryChain]:
    """A chain of this test alone."""
    with battery_chain(tmp_path / "ledger") as chain:
        yield chain
