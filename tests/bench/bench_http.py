"""The cost of the HTTP API: single posts beside an empty handler, batches beside the library, in one run.

A post costs what the library takes for the statement and what any post costs. The goal is that the rest, once
the library's time is taken off, is at least 0.6 of the rate of a handler that reads the same body and does
nothing; and that a batch over HTTP runs at 0.85 of the rate of `submit_many`. One client, one connection, one
server in this process, so both share its interpreter. Each statement is handed in once; ledgers are fresh. What is
compared takes turns, one at a time, so that a machine with other work on it slows all of it alike; told are medians.

    python tests/bench/bench_http.py [statements]
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import httpx2
from fastapi import Request, Response
from support.http_api import furnished, on_the_wire
from support.ledger_battery import BatteryChain, battery_chain, power
from support.ledger_world import made
from support.postgres import fresh_database
from support.servers import serving

from api.app import create_app
from api.telemetry import set_up_logging
from ledger.append.submit import submit, submit_many
from ledger.state.drafting import sign_draft
from ledger.trust.submission import Submission
from schemas.signed.entry import Site

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
SINGLE, ROUNDS = max(COUNT // 5, 50), 5


def entries(chain: BatteryChain, name: str, count: int) -> list[Submission]:
    """Entries of the mine at sites of their own."""
    sites = [Site(code=f"{name}-{at}", country="SE") for at in range(count)]
    return [
        sign_draft(
            chain.world.entry(chain.mine, [made(chain.mine)], inputs=[power("5")], site=site),
            [chain.mine.working],
        )
        for site in sites
    ]


def time_of(work: Callable[[], object]) -> float:
    """The seconds that something takes."""
    begun = perf_counter()
    work()
    return perf_counter() - begun


def run(name: str, database: str | None, folder: Path) -> None:
    """The two ratios on one database."""
    with battery_chain(folder / "ledger", database) as chain:
        house = furnished(chain)
        app = create_app(house.context)

        @app.post("/empty")
        async def empty(request: Request) -> Response:
            await request.body()
            return Response(status_code=201)

        with (
            serving(app) as base,
            httpx2.Client(base_url=base, headers=house.as_("mine"), timeout=600) as http,
        ):
            _singles(name, chain, http)
            _batches(name, chain, http)


def _singles(name: str, chain: BatteryChain, http: httpx2.Client) -> None:
    bodies = [json.dumps(on_the_wire(one)) for one in entries(chain, "posted", SINGLE)]
    floors, posts, alone = [], [], []
    for body, one in zip(bodies, entries(chain, "submitted", SINGLE), strict=True):
        floors.append(time_of(lambda body=body: http.post("/empty", content=body)))
        posts.append(time_of(lambda body=body: http.post("/v1/entries", content=body)))
        alone.append(time_of(lambda one=one: submit(chain.world.ledger, one)))
    floor, posted, library = median(floors), median(posts), median(alone)
    ratio = floor / max(posted - library, 1e-9)
    print(
        f"{name}: empty post {floor * 1e3:.2f} ms, post {posted * 1e3:.2f} ms, "
        f"library {library * 1e3:.2f} ms; {ratio:.2f} of the empty handler's rate (goal 0.6)"
    )


def _batches(name: str, chain: BatteryChain, http: httpx2.Client) -> None:
    alone, posts = [], []
    for turn in range(ROUNDS):
        given = entries(chain, f"many-{turn}", COUNT)
        alone.append(time_of(lambda given=given: submit_many(chain.world.ledger, given)))
        lines = entries(chain, f"batch-{turn}", COUNT)
        body = "\n".join(json.dumps(on_the_wire(one)) for one in lines)
        posts.append(time_of(lambda body=body: _post_batch(http, body)))
    posted, library = median(posts), median(alone)
    print(
        f"{name}: batch {COUNT / posted:.0f} entries a second, library {COUNT / library:.0f}; "
        f"{library / posted:.2f} of the library's rate (goal 0.85)"
    )


def _post_batch(http: httpx2.Client, body: str) -> None:
    answer = http.post("/v1/batches", content=body)
    assert answer.text.count('"status":201') == COUNT


if __name__ == "__main__":
    with TemporaryDirectory() as scratch, (Path(scratch) / "log").open("w") as log:
        set_up_logging(log)
        run("SQLite", None, Path(scratch) / "sqlite")
        run("PostgreSQL", fresh_database(), Path(scratch) / "postgresql")
