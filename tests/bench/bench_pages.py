"""Wall time of each page over HTTP beside the log-in page of the same server, on the demo and on a large ledger.

    PYTHONPATH=tests python tests/bench/bench_pages.py [entries]

The log-in page has no data, so its time is that of a request, the frame and its style. Pages take turns in each round;
shown are the median and the 95th percentile in ms, and the ratio of medians to the log-in page. `cold` is the first
rendering after the ledger is opened, in which the figure is recomputed. In the large ledger one firm has as many
entries as deliveries. One client, `cradle serve` in a process of its own, SQLite.
"""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, time

import httpx2
from structlog.testing import capture_logs
from support.command import cradle
from support.form_pages import OWN
from support.http_api import PASSWORD, furnished
from support.ledger_battery import BatteryChain, battery_chain, power
from support.ledger_world import made
from support.serve_process import serving, write_log_keys

from ledger.append.ledger import Ledger
from ledger.append.submit import submit_many
from ledger.bundles.export import export_bundle
from ledger.cli.backend.folder import open_ledger
from ledger.cli.demonstration.logins import ask_supplier, open_logins, parties_of
from ledger.state.drafting import sign_draft
from ledger.store.statements import ids_of_kind
from schemas.signed.entry import Site
from schemas.vocabulary import Role

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
ROUNDS, COLD, BATCH = 40, 5, 256
SUPPLIER = ("/supplier", "/supplier/deliveries", "/supplier/history", "/supplier/submit")

Call = Callable[[], httpx2.Response]


@contextmanager
def client_of(house_url: str, user: str, password: str) -> Iterator[httpx2.Client]:
    """A person who is logged in."""
    with httpx2.Client(base_url=house_url, headers=OWN, timeout=600) as http:
        answer = http.post("/login", data={"user": user, "password": password})
        assert answer.status_code == 303, answer.text
        yield http


def time_of(call: Call) -> float:
    """The milliseconds of a request that must succeed."""
    begun = perf_counter()
    answer = call()
    spent = (perf_counter() - begun) * 1e3
    assert answer.status_code == 200, answer.text[:500]
    return spent


def measure(title: str, calls: Mapping[str, Call]) -> None:
    """Print the times of pages that take turns; the first is the peer."""
    for call in calls.values():
        time_of(call)
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(ROUNDS):
        for name, call in calls.items():
            taken[name].append(time_of(call))
    floor = median(next(iter(taken.values())))
    for name, times in taken.items():
        middle, p95 = median(times), quantiles(times, n=20)[-1]
        print(f"{title}: {name}: {middle:.1f} ms, p95 {p95:.1f} ms, {middle / floor:.1f} times")


def pages(http: httpx2.Client, *paths: str) -> dict[str, Call]:
    """The requests of pages, after that of the log-in page."""
    return {path: lambda path=path: http.get(path) for path in ("/login", *paths)}  # type: ignore[misc]


@contextmanager
def served(place: Path) -> Iterator[str]:
    """Run `cradle serve` on a ledger that is closed."""
    with serving(place) as (_, port):
        yield f"http://127.0.0.1:{port}"


def run_demo(folder: Path) -> None:
    """The demo's ledger: its supplier, its declaration, its bundle."""
    assert cradle("demo", "--dir", folder).code == 0
    place, now = folder / "ledger", int(time())
    with open_ledger(place) as ledger:
        parties = parties_of(ledger)
        login = open_logins(ledger, parties, now)["supplier"]
        ask_supplier(ledger, parties, now)
        declaration = _declaration(ledger)
        bundle = {"file": ("demo.bundle", export_bundle(ledger, declaration))}
    page = f"/declarations/{declaration[7:]}"
    with served(place) as url, client_of(url, login.user, login.password) as http:
        measure("demo", pages(http, *SUPPLIER, "/log/entries/40", page))
        check = {"/login": lambda: http.get("/login")}
        measure("demo", {**check, "/check": lambda: http.post("/check", files=bundle)})
    print(f"demo: declaration, cold: {median(cold(place, page)):.1f} ms, median of {COLD}")


def cold(place: Path, page: str) -> Iterator[float]:
    """The first rendering of the declaration, each time by a server that begins and has sent its log-in page."""
    for _ in range(COLD):
        with served(place) as url, httpx2.Client(base_url=url, timeout=600) as http:
            time_of(lambda http=http: http.get("/login"))
            yield time_of(lambda http=http: http.get(page))


def _declaration(ledger: Ledger) -> str:
    with ledger.view() as view:
        return ids_of_kind(view.connection, "declaration")[-1]


def fill(chain: BatteryChain) -> None:
    """Half of the entries log are entries of the mine, half are their deliveries to the plant."""
    world, half = chain.world, COUNT // 2
    for start in range(0, half, BATCH):
        numbers = range(start, min(start + BATCH, half))
        sites = [Site(code=f"pit-{at}", country="SE") for at in numbers]
        drafts = [
            world.entry(chain.mine, [made(chain.mine)], inputs=[power("5")], site=site)
            for site in sites
        ]
        entries = [sign_draft(draft, [chain.mine.working]) for draft in drafts]
        submit_many(world.ledger, entries)
        sold = [
            world.delivery(chain.mine, entry.id, chain.plant, amount="5", number=f"LS-{at}")
            for at, entry in zip(numbers, entries, strict=True)
        ]
        submit_many(world.ledger, [sign_draft(one, [chain.mine.working]) for one in sold])


def run_large(folder: Path) -> None:
    """The firm with half of all entries and all deliveries."""
    place = folder / "ledger"
    with battery_chain(place, None) as chain:
        fill(chain)
        furnished(chain).open_person("anna", "mine", Role.SUPPLIER)
        write_log_keys(place)
    with served(place) as url, client_of(url, "anna", PASSWORD) as http:
        change = f"/supplier/history/{chain.mined[7:]}/withdraw"
        more = ("/supplier/deliveries/new", change, f"/log/entries/{COUNT // 2}")
        measure(f"{COUNT} entries", pages(http, *SUPPLIER, *more))


if __name__ == "__main__":
    os.environ |= {"CRADLE_CHECKS_PER_MINUTE": "100000", "CRADLE_LOGS_OPEN": "true"}
    with TemporaryDirectory() as scratch, capture_logs():
        (Path(scratch) / "demo").mkdir()
        run_demo(Path(scratch) / "demo" / "of")
        (Path(scratch) / "large").mkdir()
        run_large(Path(scratch) / "large")
