"""The two databases that a ledger runs on: a test that asks for one runs on both."""

import pytest
from support.postgres import fresh_database


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """The database that a test runs on."""
    return str(request.param)


@pytest.fixture
def database(kind: str) -> str | None:
    """An empty database: None for SQLite in the ledger's folder, else an address."""
    return None if kind == "sqlite" else fresh_database()
