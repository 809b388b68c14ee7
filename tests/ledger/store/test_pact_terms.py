"""PACT's index by reader: the migration keeps what is indexed, and a search finds what the criteria say."""

from importlib.resources import as_file, files
from itertools import product
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import select
from support.exchanging import Exchange, exchange
from support.pact_matching import matches

from ledger.exchange.pact.filters import Criteria, FootprintKey
from ledger.exchange.pact.publishing import Publishing, publish
from ledger.store.engine import Connection
from ledger.store.pact.footprints import EVERYBODY, IndexedFootprint, Search, put_footprint, search
from ledger.store.schema import METADATA

DAY = "20{:02}-01-01T00:00:00Z"
KEYS = [
    FootprintKey(
        id=f"{at:032x}",
        products=tuple(f"p{at % many}" for many in (5, 7)),
        companies=(f"c{at % 3}",),
        classifications=(f"k{at % 2}",) * (at % 4 > 0),
        geography=("fi", "de", "")[at % 3],
        status="deprecated" if at % 6 == 0 else "active",
        valid_from=DAY.format(at % 9 + 10),
        valid_to=DAY.format(at % 9 + 13),
    )
    for at in range(60)
]
"""Footprints of many sorts, each from one supplier to one of two customers."""


def published(it: Exchange) -> Exchange:
    """The exchange with its two deliveries indexed."""
    publish(it.world.ledger, Publishing(1_760_000_000, "https://pact.example"))
    return it


def rows(connection: Connection, table: str) -> set[tuple[object, ...]]:
    """The rows of a table."""
    return {tuple(row) for row in connection.execute(select(METADATA.tables[table]))}


def test_the_migration_keeps_the_index(tmp_path: Path, database: str | None) -> None:
    """Back to one row a name and forth again, every reader finds the same under the same names."""
    with (
        exchange(tmp_path / "ledger", database) as it,
        as_file(files("ledger.store").joinpath("migrations")) as scripts,
    ):
        store = published(it).world.ledger.store
        with store.read() as connection:
            before = {name: rows(connection, name) for name in ("pact_term", "pact_reader")}
        assert {row[0] for row in before["pact_term"]} == {
            it.supplier.id,
            it.customer.id,
            EVERYBODY,
        }
        for run, revision in ((command.downgrade, "0003"), (command.upgrade, "head")):
            with store.write() as connection:
                config = Config(attributes={"connection": connection})
                config.set_main_option("script_location", str(scripts))
                run(config, revision)
        with store.read() as connection:
            assert {name: rows(connection, name) for name in before} == before


def fill(connection: Connection) -> None:
    """Index all the footprints, of deliveries that are not there."""
    for at, key in enumerate(KEYS):
        names = {
            "product": key.products,
            "company": key.companies,
            "classification": key.classifications,
        }
        put_footprint(
            connection,
            IndexedFootprint(
                id=key.id,
                delivery=f"delivery-{at}",
                recipient=f"customer-{at % 2}",
                issuer="supplier",
                number=at,
                status=key.status,
                geography=key.geography,
                valid_from=key.valid_from,
                valid_to=key.valid_to,
                document=b"{}",
            ),
            sorted({(sort, value) for sort, values in names.items() for value in values}),
        )


def search_for(
    asked: Criteria, reader: str | None, after: int, count: int, size: int = 1000
) -> Search:
    """The search of these criteria."""
    return Search(
        names={
            "product": asked.products,
            "company": asked.companies,
            "classification": asked.classifications,
        },
        statuses=asked.statuses,
        geographies=asked.geographies,
        valid_on=asked.valid_on,
        valid_after=asked.valid_after,
        valid_before=asked.valid_before,
        reader=reader,
        after=after,
        count=count,
        size=size,
    )


def test_a_search_finds_what_the_criteria_say(tmp_path: Path, database: str | None) -> None:
    """For every reader and combination, in the order of the log, each once, from where the page begins."""
    every = [
        Criteria(*parts)
        for parts in product(
            ((), ("p1",), ("p1", "p2", "p6")),
            ((), ("c1",), ("c0", "c1")),
            ((), ("fi", "de")),
            ((), ("k1",)),
            ((), ("active",)),
            ((), (DAY.format(14),)),
        )
    ]
    every += [Criteria(valid_after=(DAY.format(15),)), Criteria(valid_before=(DAY.format(16),))]
    with (
        exchange(tmp_path / "ledger", database) as it,
        it.world.ledger.store.engine.connect() as begun,
    ):
        fill(begun)  # Undone at the end, with the deliveries that are not there.
        for asked, (at, reader) in product(every, enumerate(("customer-0", "customer-1", None))):
            found, more = search(begun, search_for(asked, reader, 7, 5))
            shown = [
                number
                for number, key in enumerate(KEYS)
                if number > 7 and at in {2, number % 2} and matches(key, asked)
            ]
            assert [row.number for row in found] == shown[:5], asked
            assert more == (len(shown) > 5)
        assert search(begun, search_for(Criteria(), "stranger", -1, 5)) == ((), False)


def test_a_page_ends_before_its_documents_are_too_large(
    tmp_path: Path, database: str | None
) -> None:
    """By the sum of their bytes; a document that is larger than a page is alone on one."""
    with (
        exchange(tmp_path / "ledger", database) as it,
        it.world.ledger.store.engine.connect() as begun,
    ):
        fill(begun)
        for size, count in ((1, 1), (2, 1), (5, 2), (6, 3), (1000, 60)):
            found, more = search(begun, search_for(Criteria(), None, -1, 100, size))
            assert ([row.number for row in found], more) == (list(range(count)), count < 60)
