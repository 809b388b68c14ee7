"""Signatures verified by other processes: the same answers, whatever becomes of these processes."""

import io
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.worlds import signer

from ledger.service import matchers as module
from ledger.service.matcher import serve
from ledger.service.matchers import MANY, Asked, Matched, Matchers, match_here
from ledger.trust.envelope import Envelope, find_signers, pae, sign
from schemas.errors import CradleError

KIND = "application/vnd.cradle.entry.v1+json"
KEYS = [signer(name) for name in ("one", "two", "three")]
PATIENCE = 60
"""Seconds to wait for a process to start or to end, on a machine that does other things."""

Here = list[int]
"""How many envelopes were matched in this process, each time."""


def asked(count: int) -> list[Asked]:
    """Envelopes that one key has signed, two have, a stranger has, and the first of two has not."""
    public = tuple(key.public for key in KEYS[:2])
    found: list[Asked] = []
    for number in range(count):
        by = [KEYS[:1], KEYS[:2], KEYS[2:], KEYS[1:]][number % 4]
        found.append((sign(KIND, b"%d" % number, by), public))
    return found


def told(matched: list[Matched]) -> list[object]:
    """Keys, or the code and place of a refusal."""
    return [(one.code, one.place) if isinstance(one, CradleError) else one for one in matched]


def wait_for(done: Callable[[], object]) -> None:
    """Until something is so, which other processes bring about."""
    end = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Here:
    """What is matched in this process is noted."""
    noted: Here = []

    def note(given: list[Asked]) -> list[Matched]:
        noted.append(len(given))
        return match_here(given)

    monkeypatch.setattr(module, "match_here", note)
    return noted


def ask(matchers: Matchers, count: int, here: Here) -> list[int]:
    """Asks for so many; how many of them were matched here, each time. The answers are the right ones."""
    here.clear()
    given = asked(count)
    assert told(matchers.begin(given).wait()) == told(match_here(given))
    return [*here]


def are_up(matchers: Matchers, here: Here) -> bool:
    """Whether nothing is left to this process."""
    return not ask(matchers, MANY, here)


@pytest.fixture
def two(here: Here) -> Iterator[Matchers]:
    """Two matchers that are up: one has something to do, and nothing is left to this process."""
    begun = Matchers(count=2)
    wait_for(lambda: are_up(begun, here))

    def are_both_up() -> bool:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, "SHARE", MANY)
            first = begun.begin(asked(MANY))
            other = are_up(begun, here)
            first.wait()
            return other

    wait_for(are_both_up)
    yield begun
    begun.close()


def children(pid: int) -> set[int]:
    """The processes that a process has started and that are there."""
    threads = Path(f"/proc/{pid}/task").glob("*/children")
    return {int(child) for listed in threads for child in listed.read_text().split()}


def matchers_of(pid: int) -> set[int]:
    """Those of them that are matchers."""
    named = {child: Path(f"/proc/{child}/cmdline") for child in children(pid)}
    return {child for child, file in named.items() if b"ledger.service.matcher" in read(file)}


def read(file: Path) -> bytes:
    """What is in a file of a process; nothing once it has ended."""
    try:
        return file.read_bytes()
    except OSError:
        return b""


def test_few_are_matched_here(here: Here) -> None:
    """For fewer than a matcher is worth none is started."""
    begun = Matchers(count=2)
    before = matchers_of(os.getpid())
    assert ask(begun, MANY - 1, here) == [MANY - 1]
    assert matchers_of(os.getpid()) == before
    begun.close()


def test_without_another_processor_all_are_matched_here(here: Here) -> None:
    """Where there may be no matcher, many are matched here, on threads."""
    begun = Matchers(count=0)
    assert ask(begun, 3 * MANY, here) == [3 * MANY]
    begun.close()


def test_nobody_waits_for_one_that_is_coming_up(here: Here) -> None:
    """The first who ask for many are answered here, and later ones by the matcher, in the same words."""
    begun = Matchers(count=1)
    assert ask(begun, MANY, here) == [MANY]
    wait_for(lambda: are_up(begun, here))
    assert ask(begun, MANY + 7, here) == []
    begun.close()


def test_one_who_is_busy_is_not_asked(two: Matchers, here: Here) -> None:
    """Who asks while others wait for all matchers is answered here; afterwards they are there again."""
    first = two.begin(asked(2 * MANY))
    assert ask(two, MANY, here) == [MANY]
    assert told(first.wait()) == told(match_here(asked(2 * MANY)))
    assert first.wait() is first.wait()
    assert ask(two, MANY, here) == []


def test_no_more_are_asked_than_there_is_work_for(
    two: Matchers, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where one is enough, the other is there for whoever asks next."""
    monkeypatch.setattr(module, "SHARE", MANY)
    first = two.begin(asked(MANY + 1))
    assert ask(two, MANY, here) == []
    assert told(first.wait()) == told(match_here(asked(MANY + 1)))


def test_where_no_process_is_granted_all_are_matched_here(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A system at its limit of processes costs time, and nothing else."""

    def refuse(*_: object, **__: object) -> None:
        raise BlockingIOError

    monkeypatch.setattr(subprocess, "Popen", refuse)
    begun = Matchers(count=2)
    assert ask(begun, 2 * MANY, here) == [2 * MANY]
    begun.close()


def test_a_matcher_that_is_killed_is_missed_by_nobody(two: Matchers, here: Here) -> None:
    """Killed at work or at rest, what it was asked is found here, and the other goes on."""
    one, other = sorted(matchers_of(os.getpid()))
    os.kill(one, signal.SIGSTOP)
    begun = two.begin(asked(2 * MANY))
    os.kill(one, signal.SIGKILL)
    here.clear()
    assert told(begun.wait()) == told(match_here(asked(2 * MANY)))
    assert here == [MANY]
    assert ask(two, MANY, here) == []
    os.kill(other, signal.SIGKILL)
    wait_for(lambda: ask(two, MANY, here) == [MANY])
    assert matchers_of(os.getpid()) == set()


def test_none_is_left_when_a_ledger_closes(two: Matchers, here: Here) -> None:
    """They end with it, one at work once it has answered, and none is started again."""
    begun = two.begin(asked(MANY))
    two.close()
    assert told(begun.wait()) == told(match_here(asked(MANY)))
    assert matchers_of(os.getpid()) == set()
    assert ask(two, MANY, here) == [MANY]


def test_none_is_left_when_a_ledger_is_killed() -> None:
    """They read until their input ends, which it does with the process that has started them."""
    program = (
        "from ledger.service.matchers import *; from ledger.trust.envelope import Envelope\n"
        "Matchers(2).begin([(Envelope('a', b'', (bytes(64),)), ())] * MANY); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as ledger:
        wait_for(lambda: len(matchers_of(ledger.pid)) == 2)
        left = matchers_of(ledger.pid)
        ledger.kill()
    wait_for(lambda: not any(read(Path(f"/proc/{pid}/cmdline")) for pid in left))


def test_the_program_answers_until_its_input_ends() -> None:
    """An empty list first, then for each question the keys that have signed, in its order."""
    given = asked(8)
    questions = [
        (pae(envelope.payload_type, envelope.payload), envelope.signatures, keys)
        for envelope, keys in given
    ]
    asking, answering = io.BytesIO(pickle.dumps(questions) + pickle.dumps([])), io.BytesIO()
    serve(asking, answering)
    answering.seek(0)
    answers = [pickle.load(answering) for _ in range(3)]  # noqa: S301 - our own
    assert answers == [[], [find_signers(*one) for one in questions], []]
    assert answering.read() == b""


def test_no_signature_is_matched_twice() -> None:
    """A second signature by a key that has signed already is by nobody."""
    envelope = Envelope(KIND, b"", sign(KIND, b"", KEYS[:1]).signatures)
    (key,) = find_signers(pae(KIND, b""), envelope.signatures, [KEYS[0].public] * 2)
    assert key == KEYS[0].public
    assert find_signers(pae(KIND, b""), envelope.signatures * 2, [key, key]) == (key,)
