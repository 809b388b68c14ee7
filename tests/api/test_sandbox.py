"""A separate process returns its result; one that is slow, needs too much memory or dies is killed and reported."""

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from support.refusal import refused

from api import sandbox
from api.sandbox import MEMORY, Sandbox

Send = Callable[[bytes], None]


def echo(data: bytes) -> bytes:
    """Return the argument."""
    return data


def sleep_on(path: str) -> bytes:
    """Report the process id, and sleep."""
    Path(path).write_text(str(os.getpid()), encoding="ascii")
    time.sleep(600)
    return b""


def spin() -> bytes:
    """Keep the processor busy for ever."""
    while True:
        pass


def eat() -> bytes:
    """Take more memory than there is."""
    return bytes(MEMORY)


def die() -> bytes:
    """End without an answer, as a crash in a native library does."""
    os._exit(3)


def send_twice(send: Send, first: bytes, seconds: float, second: bytes) -> None:
    """Send a message, wait, and send another."""
    send(first)
    time.sleep(seconds)
    send(second)


def send_pid_and_sleep(send: Send) -> None:
    """Report the process id, and sleep."""
    send(b"%d" % os.getpid())
    time.sleep(600)


def send_and_die(send: Send) -> None:
    """Crash after the first message."""
    send(b"one")
    die()


def send_and_eat(send: Send) -> None:
    """Take too much memory after the first message."""
    send(b"one")
    eat()


def send_and_spin(send: Send) -> None:
    """Never end after the first message."""
    send(b"one")
    spin()


def test_the_answer_comes_back() -> None:
    """Twenty MiB there and back, from another process."""
    data = os.urandom(20 << 20)
    assert Sandbox().run(60, echo, data) == data


@pytest.mark.parametrize(("work", "seconds"), [(spin, 1.0), (eat, 60.0), (die, 60.0)])
def test_work_that_is_too_costly_is_refused(work: object, seconds: float) -> None:
    """Too long, too much memory, or a crash gives one refusal in time, and the next file is read."""
    runner, began = Sandbox(), time.monotonic()
    with refused("sheet.resource_limit"):
        runner.run(seconds, work)
    assert time.monotonic() - began < 30
    assert runner.run(60, echo, b"x") == b"x"


def test_what_took_too_long_is_gone(tmp_path: Path) -> None:
    """The process does not outlive the answer."""
    with refused("sheet.resource_limit"):
        Sandbox().run(5, sleep_on, str(tmp_path / "pid"))
    pid = int((tmp_path / "pid").read_text(encoding="ascii"))
    assert not Path(f"/proc/{pid}").exists()


def test_others_wait_a_while_for_their_turn(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """With every process in use, a further caller is asked to retry."""
    monkeypatch.setattr(sandbox, "PATIENCE", 0.2)
    runner = Sandbox()
    with ThreadPoolExecutor(sandbox.AT_ONCE) as pool:
        taken = [
            pool.submit(runner.run, 5.0, sleep_on, str(tmp_path / str(at)))
            for at in range(sandbox.AT_ONCE)
        ]
        time.sleep(1)
        with refused("sheet.busy"):
            runner.run(5, echo, b"")
        for one in taken:
            with refused("sheet.resource_limit"):
                one.result()


def test_messages_arrive_while_the_work_goes_on() -> None:
    """The first is here before the second is sent, and the end is known as such."""
    began, runner = time.monotonic(), Sandbox()
    stream = runner.stream(60, send_twice, b"one", 2.0, b"two")
    assert next(stream) == b"one"
    first = time.monotonic() - began
    assert list(stream) == [b"two"]
    assert time.monotonic() - began > first + 0.5


def test_a_stream_that_is_left_ends_its_process() -> None:
    """Closing the iterator kills the process and frees its place."""
    runner = Sandbox()
    for _ in range(sandbox.AT_ONCE + 1):
        stream = runner.stream(60, send_pid_and_sleep)
        pid = int(next(stream))
        stream.close()
        assert not Path(f"/proc/{pid}").exists()


@pytest.mark.parametrize(
    ("work", "seconds"), [(send_and_die, 60.0), (send_and_eat, 60.0), (send_and_spin, 10.0)]
)
def test_a_stream_that_breaks_off_is_refused_after_what_came(work: object, seconds: float) -> None:
    """A crash, too much memory or time: never taken for the end."""
    stream = Sandbox().stream(seconds, work)
    assert next(stream) == b"one"
    with refused("sheet.resource_limit"):
        next(stream)
