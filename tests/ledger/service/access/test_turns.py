"""Turns are shared by address: who sends many passwords waits for itself."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from time import monotonic, sleep

import pytest

from ledger.service.access.turns import Turns
from schemas.errors import CradleError


class Crowd:
    """Threads that take turns, and work until they are let go."""

    def __init__(self, turns: Turns) -> None:
        """Nobody yet."""
        self.turns, self.done, self.go = turns, list[str](), Event()
        self.threads = ThreadPoolExecutor(64)

    def come(self, address: str) -> "Future[None]":
        """One more; it is in the queue, at work or refused when this returns."""
        before = self._known(address)
        one = self.threads.submit(self._work, address)
        while self._known(address) == before and not one.done():
            sleep(0.001)
        return one

    def _known(self, address: str) -> int:
        waiting = list(self.turns._waiting)  # noqa: SLF001 - to know who has come
        return self.turns._working + sum(one.address == address for one in waiting)  # noqa: SLF001

    def _work(self, address: str) -> None:
        with self.turns.turn(address):
            self.go.wait(30)
            self.done.append(address)


@pytest.fixture
def crowd() -> Iterator[Crowd]:
    """A queue of one at a time, six that wait, three of each address."""
    made = Crowd(Turns(1, 6, 3))
    yield made
    made.go.set()
    made.threads.shutdown()


def code(one: "Future[None]") -> str:
    """The code by which somebody was refused."""
    error = one.exception(30)
    assert isinstance(error, CradleError)
    return error.code


def test_a_newcomer_is_next(crowd: Crowd) -> None:
    """After the one at work, an address with no turn yet goes before those that came earlier from another."""
    for address in ("flood", "flood", "flood", "other"):
        crowd.come(address)
    crowd.go.set()
    crowd.threads.shutdown()
    assert crowd.done == ["flood", "other", "flood", "flood"]


def test_an_address_has_few_places(crowd: Crowd) -> None:
    """One works and three wait; the next of the same address is refused at once, and another is not."""
    for _ in range(4):
        crowd.come("flood")
    assert code(crowd.come("flood")) == "login.busy"
    assert not crowd.come("other").done()


def test_where_all_places_are_taken_a_crowd_loses_one(crowd: Crowd) -> None:
    """The newest of the address with the most; among equals a newcomer is refused."""
    waiting = [crowd.come(address) for address in ("a", "a", "a", "a", "b", "b", "b")]
    newcomer = crowd.come("c")
    assert code(waiting[3]) == "login.busy"
    assert not newcomer.done()
    assert code(crowd.come("a")) == "login.busy"


def test_three_addresses_that_flood_do_not_shut_out_a_fourth() -> None:
    """Its turn comes after at most one of each; the flood's own waits grow."""
    turns, started = Turns(2, 16, 4), monotonic()
    over = Event()

    def flood(address: str) -> None:
        while not over.is_set():
            try:
                with turns.turn(address):
                    sleep(0.01)
            except CradleError:
                sleep(0.001)

    with ThreadPoolExecutor(32) as threads:
        for number in range(30):
            threads.submit(flood, f"flood {number % 3}")
        sleep(0.1)
        for _ in range(10):
            with turns.turn("honest"):
                sleep(0.01)
        over.set()
    assert monotonic() - started < 20


def test_a_failure_at_work_ends_the_turn() -> None:
    """The next one is not held up."""
    turns = Turns(1, 1, 1)
    with pytest.raises(ValueError, match="no"), turns.turn("a"):
        raise ValueError("no")
    with turns.turn("a"):
        pass
