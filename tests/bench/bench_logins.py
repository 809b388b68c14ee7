"""Three addresses that send wrong passwords, each below its quota, and a person who logs in from a fourth.

    PYTHONPATH=tests python tests/bench/bench_logins.py [wrong logins per second and address]

A real `cradle serve` for 40 s, with a probe that asks `/health` beside it. The aim: each login of the person succeeds.
"""

import asyncio
import json
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from bench_strangers import FORTY_SECONDS, Server, play, prepare, request, serving
from support.http_api import PASSWORD

RATE = float(sys.argv[1]) if len(sys.argv) == 2 else 1.6
FLOODS, OWN = ("127.0.0.2", "127.0.0.3", "127.0.0.4"), "127.0.0.5"


async def log_in(server: Server, who: str, source: str, login: tuple[str, str]) -> float:
    """Count the answer to a login, and return its seconds."""
    name, password = login
    begun = time.perf_counter()
    body = json.dumps({"name": name, "password": password}).encode()
    answer = await server.send(request("POST", "/v1/session", body), source)
    server.answers[f"{who} {answer[9:12].decode()}"] += 1
    return time.perf_counter() - begun


async def flood(server: Server, source: str) -> None:
    """Send wrong logins at a steady rate, whether or not they are answered."""
    async with asyncio.TaskGroup() as sent:
        for at in range(int(FORTY_SECONDS * RATE)):
            sent.create_task(log_in(server, "guess", source, (f"nobody-{at % 20}", f"no {at}")))
            await asyncio.sleep(1 / RATE)


async def scene(server: Server) -> None:
    """The floods, and the person who logs in again and again."""
    floods = [asyncio.create_task(flood(server, source)) for source in FLOODS]
    seconds = []
    while not all(one.done() for one in floods):
        seconds.append(await log_in(server, "person", OWN, ("anna", PASSWORD)))
        await asyncio.sleep(1)
    print(f"the person's logins: longest {max(seconds):.2f} s")


def main() -> None:
    """Print what was answered, and what the probe saw."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / "ledger"
        prepare(folder)
        with serving(folder) as server:
            seen = play(server, scene)
            answers, peak = dict(server.answers), server.peak()
        print(f"{answers}; peak {peak} MiB; /health worst {seen['worst']:.3f} s")


if __name__ == "__main__":
    main()
