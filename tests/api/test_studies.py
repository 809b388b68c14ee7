"""A study is made once for all logins that may read the same, and nobody is given one made for another reach."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest
from httpx2 import Response
from support.http_api import House, furnished
from support.ledger_battery import BatteryChain

from api import studies
from ledger.documents.page import to_bytes
from ledger.service.access.reports import ReadableStudy
from ledger.service.answers.study import build_study

READERS = 8
Made = list[ReadableStudy]


@pytest.fixture
def studied(chain: BatteryChain) -> tuple[House, str]:
    """A house, and a calculation in it that an auditor is engaged for."""
    calculation = chain.world.submit(chain.calculation(), chain.plant.working).id
    house = furnished(chain)
    engaged = {"auditor": "auditor", "subject": calculation}
    house.client.post("/v1/engagements", json=engaged, headers=house.as_("operator"))
    return house, calculation


@contextmanager
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Made, Event]]:
    """What is made, which waits for an event."""
    made, go, state = Made(), Event(), studies.state_readable

    def wait(ledger: object, readable: ReadableStudy) -> object:
        made.append(readable)
        assert go.wait(60)
        return state(ledger, readable)  # type: ignore[arg-type]  # the ledger of the house

    monkeypatch.setattr(studies, "state_readable", wait)
    try:
        yield made, go
    finally:
        go.set()


def reader(house: House, calculation: str) -> Callable[[str], Response]:
    """A function that reads the full study as an organisation."""
    path = f"/v1/calculations/{calculation}/study"
    return lambda name: house.client.get(path, headers=house.as_(name))


def test_many_readers_are_given_one_and_each_is_in_the_journal(
    studied: tuple[House, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """At once, and from what is kept; an append has it made again."""
    house, calculation = studied
    read = reader(house, calculation)
    with gate(monkeypatch) as (made, go), ThreadPoolExecutor(READERS) as threads:
        asked = [threads.submit(read, "plant") for _ in range(READERS)]
        go.set()
        found = {one.result().content for one in asked}
        assert read("plant").content in found
        assert (len(found), len(made)) == (1, 1)
    lines = house.client.get("/v1/journal", headers=house.as_("mine")).json()["items"]
    assert [row["action"] for row in lines].count("study") == READERS + 1


def test_what_a_study_depends_on_has_it_made_again(
    studied: tuple[House, str], chain: BatteryChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An attestation of the calculation is in the next study."""
    house, calculation = studied
    read = reader(house, calculation)
    with gate(monkeypatch) as (made, go):
        go.set()
        before = read("plant").content
        chain.world.submit(chain.attestation(calculation), chain.auditor.working)
        assert read("plant").content != before
        assert len(made) == 2


def test_nobody_is_given_a_study_made_for_who_sees_more(
    studied: tuple[House, str], chain: BatteryChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the operator's is being made and once it is kept, a manufacturer gets its own, and others none."""
    house, calculation = studied
    read = reader(house, calculation)
    with gate(monkeypatch) as (_, go), ThreadPoolExecutor(READERS) as threads:
        asked = {name: threads.submit(read, name) for name in ("operator", "auditor", "plant")}
        assert [read(name).status_code for name in ("mine", "stranger")] == [404, 404]
        go.set()
        found = {name: one.result().content for name, one in asked.items()}
    ledger = chain.world.ledger
    whole, own = (
        to_bytes(build_study(ledger, calculation, who)) for who in ("everything", "issuer")
    )
    assert found == {"operator": whole, "auditor": whole, "plant": own}
    assert read("plant").content == own != whole
    assert [read(name).status_code for name in ("mine", "stranger")] == [404, 404]
    (engagement,) = house.client.get("/v1/engagements", headers=house.as_("operator")).json()[
        "items"
    ]
    house.client.delete(f"/v1/engagements/{engagement['id']}", headers=house.as_("operator"))
    assert read("auditor").status_code == 404
