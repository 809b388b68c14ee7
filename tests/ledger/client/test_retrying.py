"""Pauses between attempts, and one worker for each receiver."""

from threading import Event

import pytest

from ledger.client.retrying import FIRST, LONGEST, OneEach, pause_after


def test_pauses_double_up_to_the_longest() -> None:
    """From half a minute to six hours, after however many attempts."""
    pauses = [pause_after(attempts) for attempts in range(100)]
    assert pauses[:4] == [FIRST, 2 * FIRST, 4 * FIRST, 8 * FIRST]
    assert max(pauses) == pauses[-1] == LONGEST
    assert pauses == sorted(pauses)


def test_a_receiver_has_one_worker_until_it_is_served() -> None:
    """A second start passes it over, also after a failure, and others are served meanwhile."""
    release = Event()

    def serve(name: str) -> int:
        if name == "slow":
            assert release.wait(60)
            raise ValueError(name)
        return 1

    with OneEach(2, "test") as workers:
        slow, quick = workers.start(["slow", "quick"], serve)
        assert quick.result() == 1
        assert workers.start(["slow"], serve) == ()
        release.set()
        with pytest.raises(ValueError, match="slow"):
            slow.result()
        (again,) = workers.start(["quick"], serve)
        assert again.result() == 1
