"""Public files are made once for each key, also for all who ask at once, and never fill the memory."""

import asyncio
from collections.abc import Callable
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.refusal import refused

from api import rendered, shared_work
from api.rendered import Rendered
from api.shared_work import SharedWork


def got(kept: Rendered, key: object, make: Callable[[], bytes]) -> bytes:
    """The file under a key."""
    return asyncio.run(kept.get(key, make))  # type: ignore[arg-type]


def test_a_file_is_made_once() -> None:
    """The second request gets the same bytes without making them."""
    kept, made = Rendered(), list[int]()

    def make() -> bytes:
        made.append(1)
        return b"page"

    assert got(kept, "a", make) == got(kept, "a", make) == b"page"
    assert len(made) == 1
    assert got(kept, "b", make) == b"page"
    assert len(made) == 2


@given(st.lists(st.integers(0, rendered.BYTES // 2), max_size=8))
def test_the_bytes_that_are_kept_have_a_limit(sizes: list[int]) -> None:
    """Whatever is asked for, the oldest go first."""
    kept = Rendered()
    for number, size in enumerate(sizes):
        got(kept, number, lambda size=size: bytes(size))  # type: ignore[misc]  # bound now
    assert kept._files.currsize <= rendered.BYTES  # noqa: SLF001 - what the limit is about


def test_a_file_beyond_the_limit_is_made_each_time() -> None:
    """It is served, and not kept."""
    kept = Rendered()
    assert len(got(kept, "large", lambda: bytes(rendered.BYTES + 1))) == rendered.BYTES + 1
    assert kept._files.currsize == 0  # noqa: SLF001 - what the limit is about


def test_what_many_ask_for_at_once_is_made_once() -> None:
    """Fifty wait for the one; a failure is that of all, and the next one makes it again."""
    work, made, go = SharedWork(), list[int](), Event()

    def make() -> int:
        go.wait()
        made.append(1)
        return len(made)

    async def ask() -> list[int]:
        waiting = [asyncio.ensure_future(work.do("a", make)) for _ in range(50)]
        await asyncio.sleep(0)
        go.set()
        return await asyncio.gather(*waiting)

    assert asyncio.run(ask()) == [1] * 50
    assert asyncio.run(work.do("a", make)) == 2

    def fail() -> int:
        raise ValueError("no page")

    with pytest.raises(ValueError, match="no page"):
        asyncio.run(work.do("b", fail))
    assert asyncio.run(work.do("b", lambda: 7)) == 7


def test_a_client_that_goes_away_stops_nothing() -> None:
    """The others still get what was begun."""
    work, go = SharedWork(), Event()

    def make() -> int:
        go.wait()
        return 1

    async def ask() -> int:
        gone = asyncio.ensure_future(work.do("a", make))
        await asyncio.sleep(0)
        stays = asyncio.ensure_future(work.do("a", make))
        await asyncio.sleep(0)
        gone.cancel()
        go.set()
        return await stays

    assert asyncio.run(ask()) == 1


def test_work_that_is_done_at_once_ends() -> None:
    """A thousand times, before anybody waits for it."""
    work = SharedWork()

    async def ask() -> None:
        for number in range(1000):
            assert await work.do("a", lambda number=number: number) == number  # type: ignore[misc]

    asyncio.run(asyncio.wait_for(ask(), 30))


def test_work_that_waits_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond it a request is refused at once."""
    monkeypatch.setattr(shared_work, "MOST", 2)
    work, go = SharedWork(), Event()

    async def ask() -> None:
        waiting = [asyncio.ensure_future(work.do(key, go.wait)) for key in "ab"]
        await asyncio.sleep(0)
        with refused("document.busy"):
            await work.do("c", go.wait)
        go.set()
        await asyncio.gather(*waiting)

    asyncio.run(ask())
