"""The sequencer's turns: participants are drawn round-robin, and each one's own order is kept."""

from concurrent.futures import Future, ThreadPoolExecutor
from time import sleep

import pytest
from support.ledger_battery import BatteryChain, power
from support.ledger_world import Party, made

from ledger.append.submit import submit
from ledger.state.drafting import sign_draft
from ledger.trust.submission import Submission
from schemas.signed.entry import Site


def entry(chain: BatteryChain, party: Party, site: str) -> Submission:
    """An entry of a party at a site of its own."""
    place = Site(code=site, country="SE")
    draft = chain.world.entry(party, [made(party)], inputs=[power("1")], site=place)
    return sign_draft(draft, [party.working])


def test_who_sends_much_keeps_nobody_waiting(
    chain: BatteryChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Behind four of one participant, another's first is taken second; each one's own order stays."""
    monkeypatch.setattr("ledger.append.sequencer.BATCH", 2)
    sequencer = chain.world.ledger.sequencer
    mine = [entry(chain, chain.mine, f"mine-{at + 2}") for at in range(4)]
    late = entry(chain, chain.recycler, "recycler-2")
    with ThreadPoolExecutor(8) as pool:
        waiting: list[Future[int]] = []
        with sequencer._turn:  # noqa: SLF001 - holds the turn, so that all of them wait
            for at, submission in enumerate([*mine, late]):
                waiting.append(
                    pool.submit(lambda one: submit(chain.world.ledger, one).index, submission)
                )
                while len(sequencer._queue) <= at:  # noqa: SLF001 - in this order
                    sleep(0.001)
        indices = [one.result() for one in waiting]
    assert indices[:4] == sorted(indices[:4])
    assert indices[0] < indices[4] < indices[1]
