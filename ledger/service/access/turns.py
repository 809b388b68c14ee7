"""Turns at work that costs memory: few at a time, few that wait, and none of them all from one address.

The next turn is that of the address with the fewest turns since nobody waited, and then of the one that came first. So
an address that sends many passwords waits for itself, and one that sends its first is next. Where all places are taken,
the address with the most waiting loses its newest one to an address with fewer.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from threading import Condition

from schemas.errors import CradleError


@dataclass(eq=False, slots=True)
class _Place:
    """A place in the queue: of an address, in the order of arrival."""

    address: str
    number: int
    is_lost: bool = False


@dataclass(slots=True)
class Turns:
    """The queue.

    Attributes:
        at_once: the most that work at a time.
        most: the most that wait.
        each: the most that wait of one address.
    """

    at_once: int
    most: int
    each: int
    _changed: Condition = field(default_factory=Condition)
    _working: int = 0
    _waiting: list[_Place] = field(default_factory=list)
    _served: Counter[str] = field(default_factory=Counter)
    _numbers: Iterator[int] = field(default_factory=count)

    @contextmanager
    def turn(self, address: str) -> Iterator[None]:
        """Wait for a turn, and work.

        Raises:
            CradleError: `login.busy` if too many wait, or the place was lost to an address with fewer.
        """
        with self._changed:
            place = self._enter(address)
            self._changed.wait_for(lambda: place.is_lost or self._is_next(place))
            if place.is_lost:
                raise _busy()
            self._waiting.remove(place)
            self._working += 1
            self._served[address] += 1
        try:
            yield
        finally:
            with self._changed:
                self._working -= 1
                if not self._working and not self._waiting:
                    self._served.clear()
                self._changed.notify_all()

    def _enter(self, address: str) -> _Place:
        waiting = Counter(other.address for other in self._waiting)
        if waiting[address] >= self.each:
            raise _busy()
        if len(self._waiting) >= self.most:
            crowd, most = waiting.most_common(1)[0]
            if most <= waiting[address] + 1:
                raise _busy()
            lost = max((other for other in self._waiting if other.address == crowd), key=_by_number)
            lost.is_lost = True
            self._waiting.remove(lost)
            self._changed.notify_all()
        place = _Place(address, next(self._numbers))
        self._waiting.append(place)
        return place

    def _is_next(self, place: _Place) -> bool:
        if self._working >= self.at_once:
            return False
        return place is min(
            self._waiting, key=lambda other: (self._served[other.address], other.number)
        )


def _by_number(place: _Place) -> int:
    return place.number


def _busy() -> CradleError:
    detail = "Too many people are logging in at this moment; try again in a few seconds."
    return CradleError("login.busy", detail)
