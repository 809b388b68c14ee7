"""Real worker processes: the same results, whatever dies on the way."""

import gc
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from operator import getitem
from pathlib import Path
from time import sleep

import pytest
from distributed import Client, LocalCluster
from support.refusal import refused

from ledger.workers.cluster import local, remote
from ledger.workers.runner import Runner, gathered, in_process
from schemas.errors import CradleError


@pytest.fixture(scope="module", name="pair")
def two_processes() -> Iterator[Runner]:
    """A runner on two processes."""
    with local(2) as run:
        yield run


def squared(values: list[int], place: int) -> int:
    """Needs the snapshot and the block."""
    return values[place] ** 2


def killed_once(mark: str, place: int) -> int:
    """Block 3 kills its worker when it is first done."""
    if place == 3 and not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    sleep(0.02)
    return place


def killed_always(_snapshot: None, _block: int) -> int:
    """No worker survives it."""
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def refusing(_snapshot: None, _block: int) -> int:
    """A refusal of the work itself."""
    raise CradleError("portfolio.loop", "A loop.", "a")


def process(_snapshot: None, _block: int) -> int:
    """The process that does the work, and long enough that one worker does not do all."""
    sleep(0.1)
    return os.getpid()


def test_two_processes_find_what_this_one_finds(pair: Runner) -> None:
    """In the order of the blocks."""
    numbers = list(range(40))
    assert gathered(pair, squared, numbers, numbers) == gathered(
        in_process, squared, numbers, numbers
    )


def test_blocks_are_done_by_both(pair: Runner) -> None:
    """And by neither here."""
    found = set(gathered(pair, process, None, range(8)))
    assert len(found) == 2
    assert os.getpid() not in found


def test_a_killed_worker_changes_nothing(pair: Runner, tmp_path: Path) -> None:
    """Its block and its snapshot are done again by the other."""
    mark = tmp_path / "killed"
    assert gathered(pair, killed_once, str(mark), range(12)) == list(range(12))
    assert mark.exists()


def test_the_only_workers_snapshot_is_sent_again(tmp_path: Path) -> None:
    """When it dies, no process has the snapshot any more."""
    mark = tmp_path / "killed"
    with local(1) as run:
        assert gathered(run, killed_once, str(mark), range(6)) == list(range(6))
    assert mark.exists()


def test_work_that_kills_every_worker_is_refused(pair: Runner) -> None:
    """It does not run for ever."""
    with refused("workers.lost"):
        gathered(pair, killed_always, None, [0])


def test_a_refusal_of_the_work_arrives(pair: Runner) -> None:
    """With code, sentence and place."""
    with pytest.raises(CradleError) as error:
        gathered(pair, refusing, None, [0])
    assert (error.value.code, error.value.place) == ("portfolio.loop", "a")


def test_no_blocks_need_no_work(pair: Runner) -> None:
    """Nothing is sent."""
    assert gathered(pair, squared, [], []) == []


def test_the_workers_of_a_scheduler_are_used() -> None:
    """A scheduler and a worker that are programs of their own, as on other machines."""
    with LocalCluster(n_workers=0, dashboard_address="127.0.0.1:0") as cluster:
        address = cluster.scheduler_address
        command = [sys.executable, "-m", "dask", "worker", address, "--no-dashboard"]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as worker:
            with remote(address) as run:
                assert gathered(run, getitem, ["a", "b"], [1, 0]) == ["b", "a"]
            worker.terminate()


def open_clients() -> set[int]:
    """The clients in this process that are not closed."""
    found = (one for one in gc.get_objects() if type(one) is Client)
    return {id(one) for one in found if one.status != "closed"}


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense"])
def test_a_scheduler_that_does_not_answer_is_refused(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a while, with the address; the client that did not connect is closed by then."""
    monkeypatch.setattr("ledger.workers.cluster.PATIENCE", 1)
    before = open_clients()
    with refused("workers.scheduler"), remote(address):
        pass
    assert open_clients() == before


def test_a_scheduler_without_workers_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody would do the work."""
    monkeypatch.setattr("ledger.workers.cluster.PATIENCE", 1)
    with (
        LocalCluster(n_workers=0, dashboard_address="127.0.0.1:0") as cluster,
        refused("workers.scheduler"),
        remote(cluster.scheduler_address),
    ):
        pass


def test_a_worker_of_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its results could have other bits."""
    with LocalCluster(n_workers=1, dashboard_address="127.0.0.1:0") as cluster:
        monkeypatch.setattr("ledger.workers.cluster.SAME", ("cradle-ledger",))
        with refused("workers.version"), remote(cluster.scheduler_address):
            pass
