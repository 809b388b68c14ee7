"""Fixtures that several folders of tests import: both databases, and the small battery chain on each.

The chain is built once for each database; every test that wants one of its own gets a copy of the folder.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.ledger_battery import BatteryChain, battery_chain, copied
from support.postgres import drop, fresh_database


@pytest.fixture(scope="session", params=["sqlite"])
def kind(request: pytest.FixtureRequest) -> str:
    """The database that a test runs on; `tests/conftest.py` says which tests run on both."""
    return str(request.param)


@pytest.fixture
def database(kind: str) -> Iterator[str | None]:
    """An empty database: None for SQLite in the ledger's folder, else an address."""
    address = None if kind == "sqlite" else fresh_database()
    yield address
    if address is not None:
        drop(address)


Built = tuple[BatteryChain, Path]


@pytest.fixture(scope="session")
def built(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The chain and the folder of its ledger, which is closed."""
    folder = tmp_path_factory.mktemp("built") / "ledger"
    with battery_chain(folder, None if kind == "sqlite" else fresh_database()) as chain:
        return chain, folder


@pytest.fixture(scope="module")
def shared(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BatteryChain]:
    """A chain that tests may not change, for refusals and reading."""
    with copied(*built, tmp_path_factory.mktemp("shared") / "ledger") as chain:
        yield chain


@pytest.fixture
def chain(built: Built, tmp_path: Path) -> Iterator[BatteryChain]:
    """A chain of this test alone."""
    with copied(*built, tmp_path / "ledger") as chain:
        yield chain
