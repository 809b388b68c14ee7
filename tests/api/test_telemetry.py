"""Logs and metrics: a line and a count for each request, by route, and errors with a trace without values."""

import io
import json

import pytest
import structlog
from fastapi import FastAPI
from fastapi.testclient import TestClient
from support.clients import abandon, raw
from support.http_api import House, furnished
from support.ledger_battery import BatteryChain
from support.servers import serving

from api.configuration import Configuration
from api.telemetry import Metrics, Observe, set_up_logging


def test_counts_are_by_route(chain: BatteryChain) -> None:
    """Routes are logged with their prefix and without ids, and the two logs have different routes."""
    house = furnished(chain, Configuration(metrics=True))
    login = house.as_("mine")
    for path in (f"/v1/entries/{chain.mined}", "/entries/checkpoint", "/registry/checkpoint"):
        assert house.client.get(path, headers=login).status_code == 200
    house.client.get("/nowhere/at/all")
    told = house.client.get("/metrics").text
    for route, status in (
        ("/v1/entries/{statement}", 200),
        ("/entries/checkpoint", 200),
        ("/registry/checkpoint", 200),
        ("(none)", 404),
    ):
        line = f'cradle_requests_total{{method="GET",route="{route}",status="{status}"}} 1.0'
        assert line in told
    assert chain.mined not in told


def test_metrics_are_not_there_unless_switched_on(inside: House) -> None:
    """Without the setting the path is 404."""
    answer = inside.client.get("/metrics")
    assert (answer.status_code, answer.json()["code"]) == (404, "http.not_found")


def test_ready_gives_the_reason_if_not(house: House) -> None:
    """A ledger that accepts no statements answers 503, while its process is alive."""
    from schemas.errors import CradleError

    assert house.client.get("/ready").json() == {"status": "ready"}
    house.context.ledger.sequencer.closed = CradleError("ledger.fenced", "Another took over.")
    answer = house.client.get("/ready")
    assert (answer.status_code, answer.json()["code"]) == (503, "ledger.fenced")
    assert house.client.get("/health").status_code == 200


@pytest.fixture
def written() -> io.StringIO:
    """The stream of the log during a test."""
    stream = io.StringIO()
    before = structlog.get_config()
    set_up_logging(stream)
    structlog.configure(cache_logger_on_first_use=False)
    yield stream
    structlog.configure(**before)


def test_a_fault_is_logged_without_values(written: io.StringIO) -> None:
    """The trace names places, the request's number leads to it, and no variable is in it."""
    app = FastAPI()
    app.add_middleware(Observe, metrics=Metrics())

    @app.get("/broken/{word}")
    def broken(word: str) -> None:
        recipe = "a secret recipe"
        del word
        raise RuntimeError(str(len(recipe)))

    client = TestClient(app, raise_server_exceptions=False)
    assert client.get("/broken/word-of-a-path?word=of-a-query").status_code == 500
    rows = [json.loads(line) for line in written.getvalue().splitlines()]
    assert [row["event"] for row in rows] == ["failed", "request"]
    assert rows[0]["exception"][0]["exc_type"] == "RuntimeError"
    assert rows[0]["request"] == rows[1]["request"]
    assert rows[1]["route"] == "/broken/{word}"
    for secret in ("recipe", "of-a-path", "of-a-query"):
        assert secret not in written.getvalue()


def test_a_client_that_is_gone_is_no_fault(written: io.StringIO, house: House) -> None:
    """A disconnection within the request is a line with status 499, without a failure or trace."""
    request = raw("/v1/batches", b"{}" * 1000, house.as_("mine"))
    with serving(house.client.app) as url:
        abandon(url, request, sent=len(request) // 2, read=0)
    rows = [json.loads(line) for line in written.getvalue().splitlines()]
    assert [(row["event"], row["status"]) for row in rows] == [("request", 499)]
