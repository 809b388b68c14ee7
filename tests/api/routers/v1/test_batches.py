"""Batches: a result for each line, wrong lines beside good ones, and the same batch again."""

import json
from collections.abc import Sequence
from itertools import count

import pytest
from support.http_api import House, on_the_wire
from support.ledger_battery import BatteryChain, power
from support.ledger_world import made

from ledger.append import submit
from ledger.append.signatures import Verified
from ledger.state.drafting import sign_draft
from schemas.errors import CradleError
from schemas.signed.entry import Site
from schemas.signed.log import Receipt


def lines(chain: BatteryChain, count: int) -> list[bytes]:
    """Entries of the mine at so many sites, each a line."""
    drafts = [
        chain.world.entry(
            chain.mine,
            [made(chain.mine)],
            inputs=[power("5")],
            site=Site(code=f"mine-{at + 2}", country="SE"),
        )
        for at in range(count)
    ]
    return [
        json.dumps(on_the_wire(sign_draft(draft, [chain.mine.working]))).encode()
        for draft in drafts
    ]


def send(house: House, batch: list[bytes], name: str = "mine") -> list[dict[str, object]]:
    """The results of a batch."""
    answer = house.client.post("/v1/batches", content=b"\n".join(batch), headers=house.as_(name))
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.text.splitlines()]


def test_each_line_has_its_result(house: House, chain: BatteryChain) -> None:
    """A wrong line is answered with its number, code and place; the other lines are accepted."""
    good = lines(chain, 3)
    results = send(house, [good[0], b"{", good[1], good[2].replace(b'"sections"', b'"parts"')])
    assert [(row["line"], row["status"]) for row in results] == [
        (1, 201),
        (2, 400),
        (3, 201),
        (4, 422),
    ]
    assert results[1]["code"] == "schema.json_invalid"
    assert results[3]["place"] == "parts"


def test_the_same_batch_again(house: House, chain: BatteryChain) -> None:
    """A client that lost the answer sends all of it again, and nothing is in the log twice."""
    batch = lines(chain, 300)
    first = send(house, batch[:200])
    state = len(
        house.client.get("/v1/entries?limit=500", headers=house.as_("mine")).json()["items"]
    )
    again = send(house, batch)
    assert [row["receipt"]["index"] for row in again[:200]] == [
        row["receipt"]["index"] for row in first
    ]
    assert len({row["receipt"]["index"] for row in again}) == 300
    assert state == 201


def test_lines_of_others_are_refused(house: House, chain: BatteryChain) -> None:
    """A line with another issuer than the caller is refused, whatever signatures it has."""
    results = send(house, lines(chain, 1), "plant")
    assert [(row["status"], row["code"]) for row in results] == [(403, "access.issuer")]


def test_the_refusal_of_a_portion_is_reported_for_the_rest(
    house: House, chain: BatteryChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that is full at the second portion: the first is accepted, and lines sent again enter once."""
    monkeypatch.setattr(submit, "BATCH", 10)
    batch, ledger = lines(chain, 35), chain.world.ledger
    append, portions = ledger.sequencer.append, count(1)

    def full(verified: Sequence[Verified]) -> list[Receipt | CradleError]:
        if next(portions) == 2:
            raise CradleError("store.failed", "The disk is full.")
        return append(verified)

    monkeypatch.setattr(ledger.sequencer, "append", full)
    statuses = [row["status"] for row in send(house, batch)]
    assert statuses[:10] == [201] * 10
    assert len(statuses) == 35
    assert set(statuses[10:]) == {503}
    again = send(house, batch)
    assert len({row["receipt"]["index"] for row in again}) == 35


def test_a_batch_without_a_line_is_refused(house: House) -> None:
    """An empty body is refused."""
    for body in (b"", b"\n \n"):
        answer = house.client.post("/v1/batches", content=body, headers=house.as_("mine"))
        assert (answer.status_code, answer.json()["code"]) == (422, "batch.empty")
