"""Several at once make what one after the other makes."""

import os
import signal
import threading
import time
from collections import Counter
from struct import Struct

import pytest
from support.story import honest
from support.verdicts import NO_FILE, judge

from ledger.audit.container import pack
from ledger.audit.verifier import verify
from ledger.cli import children
from ledger.cli.children import FEW, LEAST, MOST_TURNS, each

HERE = os.getpid()
_PID = Struct("=I")


@pytest.fixture(autouse=True)
def _two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the machine has, and whatever other tests have left running."""
    monkeypatch.setattr(children, "count_processors", lambda: 2)
    monkeypatch.setattr(children, "_may_fork", lambda: True)


COUNTS = [0, 1, LEAST - 1, LEAST, LEAST + 1, 5 * LEAST + 3, FEW * MOST_TURNS + 1]


@pytest.mark.parametrize("count", COUNTS)
def test_order_is_kept(count: int) -> None:
    """The outcomes stand in the order of their items, however many there are."""
    assert list(each(str, range(count))) == list(map(str, range(count)))


def test_children_begin_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each processor but the parent's own has a child, which takes items before anybody asks for outcomes."""
    monkeypatch.setattr(children, "count_processors", lambda: 3)
    told, teller = os.pipe()

    def work(_: int) -> int:
        if os.getpid() != HERE:
            os.write(teller, _PID.pack(os.getpid()))
        time.sleep(0.002)  # so that neither child takes all before the other has begun
        return os.getpid()

    outcomes = each(work, range(5 * LEAST))
    os.close(teller)
    doers = set[bytes]()
    while len(doers) < 2 and (pid := os.read(told, _PID.size)):
        doers.add(pid)
    os.close(told)
    assert len(doers) == 2
    assert {*map(_PID.pack, set(outcomes) - {HERE})} == doers


def test_the_parent_takes_what_is_left() -> None:
    """Once it asks for the outcomes, the parent works too, so that the last items are shared."""

    def work(_: int) -> int:
        time.sleep(0.001)
        return os.getpid()

    doers = Counter(each(work, range(2 * LEAST)))
    assert doers.keys() > {HERE}
    assert max(doers.values()) < 2 * LEAST


def test_a_failure_is_the_callers() -> None:
    """What one item raises in a child is raised where the outcomes are read."""
    with pytest.raises(ZeroDivisionError):
        list(each(lambda item: 1 // (LEAST + 1 - item), range(2 * LEAST)))


def test_a_child_that_dies_has_its_share_done_here() -> None:
    """A child killed in its work loses no outcome."""

    def work(item: int) -> int:
        if os.getpid() != HERE:
            os.kill(os.getpid(), signal.SIGKILL)
        return item

    assert list(each(work, range(2 * LEAST))) == list(range(2 * LEAST))


def test_where_no_process_is_granted_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system at its limit of processes costs time, and nothing else."""

    def refuse() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", refuse)
    assert set(each(lambda _: os.getpid(), range(LEAST))) == {HERE}


def test_no_copy_is_made_of_a_process_with_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside another thread, whose locks a child would wait for, everything is done here."""
    monkeypatch.undo()
    monkeypatch.setattr(children, "count_processors", lambda: 2)
    end = threading.Event()
    other = threading.Thread(target=end.wait)
    other.start()
    try:
        assert set(each(lambda _: os.getpid(), range(LEAST))) == {HERE}
    finally:
        end.set()
        other.join()


def test_the_report_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Checked by children, a sound bundle and one with foreign signatures are reported as without them."""
    monkeypatch.setattr(children, "LEAST", 2)
    chain = honest()
    sound = chain.ledger.files()
    names = [chain.statement("trial"), chain.statement("recycler")]
    first, second = (sound[name].rpartition(b'"signatures":') for name in names)
    foreign = {
        **sound,
        names[0]: first[0] + first[1] + second[2],
        names[1]: second[0] + second[1] + first[2],
    }
    for files in (sound, foreign):
        assert verify(pack(files), chain.ledger.policy(), NO_FILE, each=each) == judge(files)
    assert {row.code for row in judge(foreign).findings} >= {"signature.unknown"}
