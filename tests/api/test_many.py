"""A real server with many clients at once, and with clients that disconnect in the middle."""

import json
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event

import httpx2
from fastapi import FastAPI
from support.clients import abandon, at_once, entry_of, post, raw
from support.http_api import House
from support.ledger_battery import BatteryChain
from support.servers import serving

from api.routers import health
from schemas.vocabulary import Role


def test_a_hundred_posts_of_one_envelope_make_one_leaf(house: House, chain: BatteryChain) -> None:
    """Each gets the receipt of the same leaf, and the log has grown by one."""
    body, headers = entry_of(chain, chain.mine, "mine-2"), house.as_("mine")
    _, (size, _) = chain.world.state()
    with serving(house.client.app) as url:
        answers = at_once([partial(post, url, "/v1/entries", body, headers)] * 100)
    assert {status for status, _ in answers} == {201}
    assert {told["index"] for _, told in answers} == {size}
    assert chain.world.state()[1][0] == size + 1


def test_fifty_suppliers_at_once_lose_nothing(house: House, chain: BatteryChain) -> None:
    """Each of two hundred entries has a leaf of its own, and is read by its supplier afterwards."""
    parties = [chain.world.register(f"firm{at}", Role.SUPPLIER) for at in range(50)]
    calls = []
    for party in parties:
        house.open_account(party.name, Role.SUPPLIER, participant=party.id)
        calls += [
            (party.name, entry_of(chain, party, f"site-{at}"), house.as_(party.name))
            for at in range(4)
        ]
    _, (size, _) = chain.world.state()
    with serving(house.client.app) as url:
        answers = at_once(
            partial(post, url, "/v1/entries", body, headers) for _, body, headers in calls
        )
    assert {status for status, _ in answers} == {201}
    assert sorted(told["index"] for _, told in answers) == list(range(size, size + 200))
    for (name, _, headers), (_, told) in zip(calls, answers, strict=True):
        listed = house.client.get("/v1/entries", headers=headers).json()["items"]
        assert told["id"] in {row["id"] for row in listed}, name


def test_a_client_that_is_gone_in_the_middle_sends_its_batch_again(
    house: House, chain: BatteryChain
) -> None:
    """Gone within the request: no line is accepted; gone within the response: accepted lines keep their leaves."""
    batch = b"\n".join(entry_of(chain, chain.mine, f"mine-{at}") for at in range(2, 302))
    headers = house.as_("mine")
    request = raw("/v1/batches", batch, headers)
    before = chain.world.state()
    with serving(house.client.app) as url:
        abandon(url, request, sent=len(request) // 2, read=0)
        assert chain.world.state() == before
        abandon(url, request, sent=len(request), read=1000)
        status, told = post(url, "/v1/batches", batch, headers)
        _, again = post(url, "/v1/batches", batch, headers)
    assert status == 200
    rows = [json.loads(line) for line in told.splitlines()]
    assert [row["status"] for row in rows] == [201] * 300
    _, (size, _) = before
    assert sorted(row["receipt"]["index"] for row in rows) == list(range(size, size + 300))
    repeated = [json.loads(line)["receipt"]["index"] for line in again.splitlines()]
    assert repeated == [row["receipt"]["index"] for row in rows]


def test_submissions_that_wait_keep_nobody_else_waiting(house: House, chain: BatteryChain) -> None:
    """While more submissions wait for the sequencer than a server has threads, health and reads are answered."""
    bodies = [entry_of(chain, chain.mine, f"mine-{at}") for at in range(2, 62)]
    headers = house.as_("mine")
    turn = house.context.ledger.sequencer._turn  # noqa: SLF001 - held in place of a slow batch
    with serving(house.client.app) as url, ThreadPoolExecutor(len(bodies)) as threads:
        with turn:
            posted = [threads.submit(post, url, "/v1/entries", body, headers) for body in bodies]
            for path in ("/health", "/v1/session", "/v1/entries"):
                assert httpx2.get(url + path, headers=headers, timeout=20).status_code == 200
            assert not any(one.done() for one in posted)
        assert {one.result()[0] for one in posted} == {201}


def test_health_is_answered_while_every_thread_is_busy() -> None:
    """A probe needs no thread of the pool that handlers use."""
    app, release = FastAPI(), Event()
    app.include_router(health.router)

    @app.get("/waits")
    def waits() -> None:
        release.wait(60)

    with serving(app) as url, ThreadPoolExecutor(50) as threads:
        waiting = [threads.submit(httpx2.get, url + "/waits", timeout=60) for _ in range(50)]
        try:
            assert httpx2.get(url + "/health", timeout=20).json()["status"] == "up"
            assert not all(one.done() for one in waiting)
        finally:
            release.set()
