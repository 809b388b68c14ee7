"""Submission of many statements over a bad line: lost ones are sent again, answered ones are not, and it ends."""

from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from dataclasses import dataclass, field

import pytest
from structlog.testing import capture_logs
from support.http_api import House, furnished
from support.ledger_battery import BatteryChain, power
from support.ledger_world import made
from support.refusal import refused
from support.servers import serving

from api.app import create_app
from ledger.client import api_client, sending
from ledger.client.api import Cradle
from ledger.client.login import ApiKey
from ledger.state.drafting import sign_draft
from ledger.trust.submission import Submission
from schemas.errors import CradleError
from schemas.signed.entry import Site

Message = MutableMapping[str, object]
Send = Callable[[Message], Awaitable[None]]


@dataclass
class BadLine:
    """An application whose answers break off: each number is a count of lines before the break, None for no break.

    The part of an answer that comes in one piece is cut into lines, so that some of it arrives.
    """

    app: Callable[..., Awaitable[None]]
    breaks: list[int | None]
    asked: list[bytes] = field(default_factory=list)

    async def __call__(self, scope: Message, receive: Callable[..., object], send: Send) -> None:
        """Pass a request on, and cut its answer."""
        after = self.breaks.pop(0) if self.breaks else None

        async def heard() -> Message:
            message = await receive()
            self.asked.append(message.get("body", b""))
            return message

        async def cut(message: Message) -> None:
            body = message.get("body", b"")
            if after is None or not body:
                await send(message)
                return
            lines = body.splitlines(keepends=True)[:after]
            await send({**message, "body": b"".join(lines) + b'{"line":', "more_body": True})
            raise ConnectionError

        await self.app(scope, heard, cut)


@pytest.fixture
def house(chain: BatteryChain, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """A house over a chain of this test alone, whose clients do not pause."""
    for module in (api_client, sending):
        monkeypatch.setattr(module, "PAUSES", (0, 0))
    with capture_logs():
        yield furnished(chain)


def entries(chain: BatteryChain, count: int) -> list[Submission]:
    """A number of entries of the mine, each at a site of its own."""
    return [
        sign_draft(
            chain.world.entry(
                chain.mine,
                [made(chain.mine)],
                inputs=[power("5")],
                site=Site(code=f"mine-{number + 2}", country="SE"),
            ),
            [chain.mine.working],
        )
        for number in range(count)
    ]


def test_what_was_lost_is_sent_again(house: House, chain: BatteryChain) -> None:
    """Each statement has its receipt once, in order, and is in the log once."""
    sent = entries(chain, 6)
    line = BadLine(create_app(house.context), [2, 0, 1, None])
    with serving(line) as address:
        mine = Cradle(address, ApiKey(house.keys["mine"]))
        receipts = list(mine.submit_many(sent))
    assert [one.id for one in receipts] == [one.id for one in sent]
    assert len({one.index for one in receipts}) == 6
    assert [body.count(b"\n") for body in line.asked if body] == [6, 4, 4, 3]


def test_it_gives_up_where_nothing_comes(house: House, chain: BatteryChain) -> None:
    """Attempts without a new result are bounded; the outcomes before remain."""
    line = BadLine(create_app(house.context), [1, 0, 0, 0, 0])
    with serving(line) as address:
        outcomes = Cradle(address, ApiKey(house.keys["mine"])).submit_many(entries(chain, 2))
        assert next(outcomes).log == "entries"
        with refused("remote.unreachable"):
            next(outcomes)
    assert len(line.breaks) == 2


def test_a_lost_answer_is_asked_for_again(house: House, chain: BatteryChain) -> None:
    """The second answer to one statement is its first receipt."""
    (sent,) = entries(chain, 1)
    before = chain.world.state()
    with serving(BadLine(create_app(house.context), [0, 0, None])) as address:
        receipt = Cradle(address, ApiKey(house.keys["mine"])).submit(sent)
    assert receipt.id == sent.id
    assert receipt.index == before[1][0]
    assert chain.world.state()[1][0] == before[1][0] + 1


def test_batches_are_of_bounded_length(
    house: House, chain: BatteryChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many statements go in several requests, none of them empty."""
    monkeypatch.setattr(sending, "LINES", 2)
    line = BadLine(create_app(house.context), [])
    with serving(line) as address:
        found = list(Cradle(address, ApiKey(house.keys["mine"])).submit_many(entries(chain, 4)))
    assert not any(isinstance(one, CradleError) for one in found)
    assert [body.count(b"\n") for body in line.asked if body] == [2, 2]


def test_a_whole_batch_refused_is_raised(house: House, chain: BatteryChain) -> None:
    """A login that may not submit is refused once, not once a line."""
    with serving(create_app(house.context)) as address:
        witness = Cradle(address, ApiKey("cradle_nobody_x"))
        with refused("login.refused"):
            list(witness.submit_many(entries(chain, 2)))
