"""PACT's list at 100,000 footprints: p99 of each criterion against the list without one, on both databases.

The goal is three times the unfiltered list at most. The rows are the index's own, around one real document;
the ledger behind them holds rows that no signature covers, which the list does not read.

    python tests/bench/bench_pact.py [footprints]
"""

import sys
from collections.abc import Iterator
from dataclasses import asdict
from hashlib import sha256
from json import loads
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy import insert
from support.exchanging import Exchange, exchange
from support.postgres import fresh_database

from ledger.exchange.pact.filters import Criteria
from ledger.exchange.pact.listing import PageRequest, find_footprints
from ledger.exchange.pact.publishing import Publishing, publish
from ledger.service.access.principal import Principal
from ledger.store.engine import Connection
from ledger.store.pact.footprints import EVERYBODY, IndexedFootprint, footprint_of_id
from ledger.store.schema import METADATA
from schemas.vocabulary import CredentialKind, Role

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
AT_ONCE, ROUNDS, PAGE = 5_000, 200, 100
FIRST = 10_000_000
COUNTRIES = ("fi", "de", "cn", "cl", "au")


def fill(connection: Connection, real: IndexedFootprint) -> None:
    """Rows of the index like a real one, and what they refer to."""
    tables = METADATA.tables
    for start in range(0, COUNT, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, COUNT))
        names = {at: f"sha256:{sha256(b'%d' % at).hexdigest()}" for at in numbers}
        rows: dict[str, list[dict[str, object]]] = {
            "leaf": [{"log": "entries", "index": FIRST + at, "data": b""} for at in numbers],
            "statement": [
                {
                    "id": names[at],
                    "kind": "delivery",
                    "issuer": real.issuer,
                    "envelope": b"",
                    "log": "entries",
                    "index": FIRST + at,
                }
                for at in numbers
            ],
            "delivery": [
                {
                    "id": names[at],
                    "lineage": names[at],
                    "entry_lineage": names[at],
                    "line": "main",
                    "recipient": real.recipient,
                    "use": "physical",
                    "amount": "1",
                }
                for at in numbers
            ],
            "pact_footprint": [
                asdict(real)
                | {
                    "id": f"{at:032x}",
                    "delivery": names[at],
                    "number": FIRST + at,
                    "status": "deprecated" if at % 10 == 0 else "active",
                    "geography": COUNTRIES[at % len(COUNTRIES)],
                    "valid_from": f"20{at % 30 + 10:02}-01-01T00:00:00Z",
                    "valid_to": f"20{at % 30 + 13:02}-01-01T00:00:00Z",
                }
                for at in numbers
            ],
            "pact_reader": [
                {"participant": name, "number": FIRST + at}
                for at in numbers
                for name in (real.recipient, real.issuer, EVERYBODY)
            ],
            "pact_term": [
                {
                    "participant": name,
                    "sort": sort,
                    "value": f"urn:{sort}:{at % many}",
                    "number": FIRST + at,
                }
                for at in numbers
                for name in (real.recipient, real.issuer, EVERYBODY)
                for sort, many in (("product", 20_000), ("company", 100), ("classification", 10))
            ],
        }
        for table, made in rows.items():
            connection.execute(insert(tables[table]), made)


def asked() -> Iterator[tuple[str, Criteria]]:
    """Each criterion, with values that find some, and all of them together."""
    yield "none", Criteria()
    yield "productId", Criteria(products=("urn:product:7",))
    yield "companyId", Criteria(companies=("urn:company:7",))
    yield "geography", Criteria(geographies=("cl",))
    yield "classification", Criteria(classifications=("urn:classification:3",))
    yield "status", Criteria(statuses=("deprecated",))
    yield "validOn", Criteria(valid_on=("2030-06-01T00:00:00Z",))
    yield "validAfter", Criteria(valid_after=("2035-06-01T00:00:00Z",))
    yield "validBefore", Criteria(valid_before=("2015-06-01T00:00:00Z",))
    yield (
        "all together",
        Criteria(
            companies=("urn:company:7",),
            geographies=("cn", "fi", "de"),
            classifications=("urn:classification:7",),
            statuses=("active",),
            valid_on=("2030-06-01T00:00:00Z",),
        ),
    )
    yield "nothing matches", Criteria(products=("urn:product:none",))


def time_of(it: Exchange, reader: Principal, criteria: Criteria) -> float:
    """The seconds of a page."""
    begun = perf_counter()
    find_footprints(it.world.ledger, reader, criteria, PageRequest(-1, PAGE))
    return perf_counter() - begun


def p99(taken: list[float]) -> float:
    """The 99th percentile, in milliseconds."""
    return quantiles(taken, n=100)[98] * 1000


def run(name: str, database: str | None, folder: Path) -> None:
    """The table of one database."""
    with exchange(folder / "ledger", database) as it:
        ledger = it.world.ledger
        publish(ledger, Publishing(1_760_000_000, "https://pact.example"))
        roles = frozenset({Role.MANUFACTURER})
        reader = Principal("bench", CredentialKind.MACHINE, "packs", it.customer.id, roles)
        real = find_footprints(ledger, reader, Criteria(statuses=("active",)), PageRequest(-1, 1))
        with ledger.store.read() as connection:
            kept = footprint_of_id(connection, _id_of(real.documents[0]))
        assert kept is not None
        with ledger.store.write(durable=False) as connection:
            fill(connection, kept)
        with ledger.store.write() as connection:
            connection.exec_driver_sql("ANALYZE")
        print(f"{name}, {COUNT} footprints, pages of {PAGE}, {ROUNDS} rounds")
        every = dict(asked())
        taken: dict[str, list[float]] = {what: [] for what in every}
        for _ in range(
            ROUNDS
        ):  # By turns, so that other work on the machine slows all of them alike.
            for what, criteria in every.items():
                taken[what].append(time_of(it, reader, criteria))
        floor, middle = p99(taken["none"]), median(taken["none"])
        for what, times in taken.items():
            print(
                f"  {what:<16} p99 {p99(times):8.2f} ms {p99(times) / floor:6.2f}    "
                f"median {median(times) * 1000:8.2f} ms {median(times) / middle:6.2f} of the unfiltered list"
            )


def _id_of(document: bytes) -> str:
    return str(loads(document)["id"])


if __name__ == "__main__":
    with TemporaryDirectory() as scratch:
        run("SQLite", None, Path(scratch) / "sqlite")
        run("PostgreSQL", fresh_database(), Path(scratch) / "postgresql")
