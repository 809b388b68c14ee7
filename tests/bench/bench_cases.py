"""The auditor's case and the manufacturer's figure of a long chain over HTTP, beside the bare evaluation of the figure.

    PYTHONPATH=tests python tests/bench/bench_cases.py [entries]

A battery of one plant takes goods of middle sites, each of which takes goods of 99 mines: `entries` entries in all and
about as many deliveries. Floor: the figure evaluated once (`evaluate_stated`), with nothing kept. Shown in seconds:
that floor; the case page of a server that has just started (cold), which does not wait for its rows; those; then the
page warm, and with one entry open; the first number, which verifies the audit bundle, and the next one. One client,
SQLite.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

import httpx2
from structlog.testing import capture_logs
from support.auditor_pages import engage_for
from support.form_pages import OWN
from support.http_api import PASSWORD, furnished
from support.ledger_battery import BatteryChain, battery_chain, power
from support.ledger_declared import EXAMPLE
from support.ledger_world import made, taken
from support.serve_process import serving, write_log_keys

from ledger.append.submit import submit_many
from ledger.cli.backend.folder import open_ledger
from ledger.state.drafting import Draft, sign_draft
from ledger.state.evaluation import evaluate_stated
from schemas.signed.entry import Site
from schemas.vocabulary import Role

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
EACH, BATCH = 99, 256


def submit_all(chain: BatteryChain, drafts: list[Draft], key: object) -> list[str]:
    """Submit drafts in batches; return their ids."""
    signed = [sign_draft(one, [key]) for one in drafts]  # type: ignore[list-item]  # a working key
    for start in range(0, len(signed), BATCH):
        submit_many(chain.world.ledger, signed[start : start + BATCH])
    return [one.id for one in signed]


def build(chain: BatteryChain) -> str:
    """The chain; returns its calculation."""
    world, middles = chain.world, max(COUNT // (EACH + 1), 1)
    pits = [
        world.entry(
            chain.mine,
            [made(chain.mine)],
            inputs=[power(str(1 + at % 7))],
            site=Site(code=f"pit-{at}", country="SE"),
        )
        for at in range(middles * EACH)
    ]
    mined = submit_all(chain, pits, chain.mine.working)
    ore = [
        world.delivery(chain.mine, one, chain.recycler, amount="5", number=f"O-{at}")
        for at, one in enumerate(mined)
    ]
    shipped = submit_all(chain, ore, chain.mine.working)
    works = [
        world.entry(
            chain.recycler,
            [made(chain.recycler, "1000")],
            inputs=[taken(one, "5") for one in shipped[at * EACH : (at + 1) * EACH]],
            site=Site(code=f"works-{at}", country="SE"),
        )
        for at in range(middles)
    ]
    worked = submit_all(chain, works, chain.recycler.working)
    goods = [
        world.delivery(chain.recycler, one, chain.plant, amount="5", number=f"G-{at}")
        for at, one in enumerate(worked)
    ]
    sold = submit_all(chain, goods, chain.recycler.working)
    pack = chain.packs_of(
        "3", inputs=[taken(one, "5") for one in sold], site=Site(code="plant-2", country="SE")
    )
    submit_all(chain, [pack], chain.plant.working)
    kept = world.ledger.keep(EXAMPLE)
    draft = chain.calculation(rulebook=kept, site="plant-2")
    return submit_all(chain, [draft], chain.plant.working)[0]


def seconds(run: object) -> float:
    """The time of a call."""
    begun = perf_counter()
    run()  # type: ignore[operator]  # a function
    return perf_counter() - begun


def floor(place: Path, calculation: str) -> float:
    """The bare evaluation of the figure, from the store."""
    with open_ledger(place) as ledger, ledger.view() as view:
        return seconds(lambda: evaluate_stated(view, calculation))


def pages(place: Path, calculation: str) -> Iterator[tuple[str, float]]:
    """The times of the pages."""
    case = f"/auditor/cases/{calculation[7:]}"
    with (
        serving(place) as (_, port),
        httpx2.Client(base_url=f"http://127.0.0.1:{port}", headers=OWN, timeout=600) as http,
    ):
        http.post("/login", data={"user": "otto", "password": PASSWORD})

        def get(path: str) -> str:
            answer = http.get(path)
            assert answer.status_code == 200, answer.text[:300]
            return str(answer.text)

        yield "case, cold, by its signed stages", seconds(lambda: get(case))
        yield "then its rows", seconds(lambda: get(f"{case}.json"))
        yield "case, warm", seconds(lambda: get(case))
        data = http.get(f"{case}.json").json()
        root, row = data["roots"][0]["entry"][7:], data["rows"][0]
        yield "case, one entry open", seconds(lambda: get(f"{case}?open={root}"))
        number = f"{case}/rows/{row['entry'][7:]}/{row['place']}"
        yield "first number, with the verification", seconds(lambda: get(f"{number}.json"))
        yield "next number", seconds(lambda: get(number))


def manufacturers(place: Path, calculation: str) -> Iterator[tuple[str, float]]:
    """The times of the manufacturer's page of the same figure, of a server that has just started."""
    figure = f"/manufacturer/figures/{calculation[7:]}"
    with (
        serving(place) as (_, port),
        httpx2.Client(base_url=f"http://127.0.0.1:{port}", headers=OWN, timeout=600) as http,
    ):
        http.post("/login", data={"user": "paul", "password": PASSWORD})

        def get(path: str) -> str:
            answer = http.get(path)
            assert answer.status_code == 200, answer.text[:300]
            return str(answer.text)

        yield "figure, cold, by its signed stages", seconds(lambda: get(figure))
        begun = perf_counter()
        while 'id="tree"' not in get(figure):
            sleep(0.2)
        yield "then all of it", perf_counter() - begun
        yield "figure, warm", seconds(lambda: get(figure))
        yield "choices, warm", seconds(lambda: get(f"{figure}/choices"))
        yield "readiness, warm", seconds(lambda: get(f"{figure}/readiness"))


def main(folder: Path) -> None:
    """Build, and print the times."""
    place = folder / "ledger"
    with battery_chain(place, None) as chain:
        calculation = build(chain)
        house = furnished(chain)
        house.open_person("otto", "auditor", Role.AUDITOR)
        house.open_person("paul", "plant", Role.MANUFACTURER)
        engage_for(chain, calculation)
        write_log_keys(place)
    bare = floor(place, calculation)
    print(f"{COUNT} entries: bare evaluation: {bare:.2f} s")
    for name, spent in (*pages(place, calculation), *manufacturers(place, calculation)):
        print(f"{COUNT} entries: {name}: {spent:.2f} s, {spent / bare:.2f} times the evaluation")


if __name__ == "__main__":
    with TemporaryDirectory() as scratch, capture_logs():
        main(Path(scratch))
