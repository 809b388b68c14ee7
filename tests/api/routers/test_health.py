"""Liveness and readiness."""

from importlib.metadata import version

from fastapi.testclient import TestClient


def test_health_needs_no_ledger_to_be_open(closed: TestClient) -> None:
    """Health answers with the version on a ledger without public logs."""
    answer = closed.get("/health")
    assert answer.status_code == 200
    assert answer.json() == {"status": "up", "version": version("cradle-ledger")}
