"""A server whose disk fails: it refuses with 503 and charges nobody, says so, and goes on when it can write again."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from support.clients import entry_of
from support.ledger_battery import BatteryChain, copied
from support.ledger_world import LOG_SIGNERS
from support.serve_process import LOGIN, open_mine, serving, write_log_keys
from support.small_disk import fill, make_room, no_writing, small_disk

from ledger.append.ledger import Ledger
from ledger.store.access.journal import events_of

pytestmark = pytest.mark.one_database
REFUSALS = 2
"""The quota of refusals, which the attempts on a failed disk exceed."""

ROOM = 24 << 10
"""The size of a small disk in KiB, of which a ledger takes a fifth."""

Failing = Callable[[Path, int], AbstractContextManager[None]]
"""Makes the disk of a ledger's folder fail for a process while the context is open."""


@contextmanager
def full(folder: Path, _process: int) -> Iterator[None]:
    """Leave no byte on the ledger's disk."""
    fill(folder.parent)
    try:
        yield
    finally:
        make_room(folder.parent)


@contextmanager
def erring(_folder: Path, process: int) -> Iterator[None]:
    """Let no file be written, the log of the server included."""
    with no_writing(process):
        yield


def prepared(built: tuple[BatteryChain, Path], place: Path) -> list[bytes]:
    """Copy the ledger to a folder; return three submissions of the mine."""
    with copied(*built, place) as chain:
        open_mine(chain)
        found = [entry_of(chain, chain.mine, f"mine-{at}") for at in (2, 3, 4)]
    write_log_keys(place)
    return found


def ask(port: int, method: str, path: str, body: bytes | None = None) -> tuple[int, Any]:
    """Status and JSON of an answer, over a connection of its own."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request(method, path, body, LOGIN)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())


@pytest.fixture(params=["full", "erring"])
def failing(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Path, Failing]]:
    """The folder for a ledger, and how its disk fails."""
    if request.param == "erring":
        yield tmp_path / "ledger", erring
        return
    with small_disk(tmp_path / "disk", ROOM) as disk:
        yield disk / "ledger", full


def test_a_failed_write_is_charged_to_nobody(
    built: tuple[BatteryChain, Path],
    failing: tuple[Path, Failing],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every attempt is a 503 of one code without a path, `/ready` says why, and later the same bytes enter."""
    folder, fails = failing
    first, second, third = prepared(built, folder)
    monkeypatch.setenv("CRADLE_REFUSALS_PER_MINUTE", str(REFUSALS))
    with serving(folder) as (process, port):
        assert ask(port, "POST", "/v1/entries", first)[0] == 201
        with fails(folder, process.pid):
            attempts = [ask(port, "POST", "/v1/entries", second) for _ in range(REFUSALS + 2)]
            attempts += [ask(port, "GET", "/ready"), ask(port, "GET", "/ready")]
            assert ask(port, "GET", "/v1/entries")[0] == 200, "reading goes on"
        for status, problem in attempts:
            assert (status, problem["code"]) == (503, "store.failed"), problem
            assert not any(
                word in problem["detail"] for word in (str(folder), ".db", "sqlite", "journal")
            )
        assert ask(port, "GET", "/ready") == (200, {"status": "ready"})
        assert ask(port, "POST", "/v1/entries", second)[0] == 201
        assert ask(port, "POST", "/v1/entries", third)[0] == 201
        process.terminate()
        assert process.wait(60) == 0
    with Ledger.open(folder, LOG_SIGNERS) as ledger, ledger.store.read() as connection:
        noted = events_of(connection, None, 2**31 - 1, 100)
    assert [event for event in noted if event.action == "refused"] == []
