"""Who has signed, found by other processes while this one goes on: a ledger's matchers.

Verifying a signature is a third of the work of taking in an entry, and the one part that needs nothing of
the ledger. So where there are several processors, each but one has a process (`matcher`) that is started
when many signatures come in together, and used from when it says that it is up. Until then, for a few, and
where there is none, the signatures are verified here, on threads as far as that helps. A matcher that ends,
for whatever reason, has what it was asked verified here, and no other takes its place.

Why processes of their own and no forks: a ledger is used by threads, whose locks a copy would hold for ever,
and a copy would hold the ledger's own lock beside it.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import pairwise
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector
from threading import Lock
from typing import IO, cast

from ledger.processors import count_processors
from ledger.trust.envelope import Envelope, Signers, find_signers, pae, require_signers
from schemas.errors import CradleError

Asked = tuple[Envelope, Signers]
"""An envelope, and the keys that may be behind its signatures."""

Matched = Signers | CradleError
"""The keys behind the signatures of an envelope, or why there are none."""

MANY = 64
"""Envelopes for which a matcher is started, or asked: about seven milliseconds of work."""

SHARE = 16
"""Envelopes that are worth a thread, or one of several matchers."""

_ENDED = (OSError, EOFError, pickle.UnpicklingError)
"""How it shows that a matcher is there no more."""


class _Matcher:
    """A process that was started, and the pipes to it."""

    def __init__(self) -> None:
        here = Path(__file__).parents[2]
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "ledger.service.matcher"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(here)},
            start_new_session=True,  # Who stops a ledger at its terminal does not stop this one first.
        )
        self._is_up = False

    def is_up(self) -> bool:
        """Whether it has said that it takes questions; does not wait for that."""
        if not self._is_up:
            with DefaultSelector() as said:
                said.register(self._output, EVENT_READ)
                self._is_up = bool(said.select(0)) and self.answer() is not None
        return self._is_up

    def has_ended(self) -> bool:
        """Whether it is there no more."""
        return self._process.poll() is not None

    def ask(self, asked: Sequence[Asked]) -> None:
        """Hands it what is asked; whether it is there to take that shows in the answer."""
        questions = [
            (pae(envelope.payload_type, envelope.payload), envelope.signatures, keys)
            for envelope, keys in asked
        ]
        with suppress(*_ENDED):
            pickle.dump(questions, self._input)
            self._input.flush()

    def answer(self) -> list[Signers] | None:
        """Waits for what it has to say; None where it has ended."""
        try:
            answer: list[Signers] = pickle.load(self._output)  # noqa: S301 - our own
        except _ENDED:
            return None
        return answer

    def end(self) -> None:
        """Ends it, whatever it does."""
        self._process.kill()
        with suppress(OSError):
            self._process.communicate()

    @property
    def _input(self) -> IO[bytes]:
        return cast("IO[bytes]", self._process.stdin)

    @property
    def _output(self) -> IO[bytes]:
        return cast("IO[bytes]", self._process.stdout)


@dataclass
class Matching:
    """The keys that have signed some envelopes, as far as they are found yet."""

    _find: Callable[[], list[Matched]]

    @cached_property
    def _found(self) -> list[Matched]:
        return self._find()

    def wait(self) -> list[Matched]:
        """The keys behind the signatures of each envelope, or why there are none, once that is known."""
        return self._found


@dataclass
class Matchers:
    """The matchers of a ledger, for all of its threads.

    Attributes:
        count: how many there may be.
    """

    count: int = field(default_factory=lambda: count_processors() - 1 if os.name == "posix" else 0)
    _idle: list[_Matcher] | None = None
    _lock: Lock = field(default_factory=Lock)

    def begin(self, asked: Sequence[Asked]) -> Matching:
        """Begins to look for the keys that have signed; matchers do nothing else until somebody waits for them."""
        taken = self._take(len(asked) // SHARE) if len(asked) >= MANY else []
        if not taken:
            return Matching(partial(match_here, asked))
        at_work = list(zip(taken, _shares(asked, len(taken)), strict=True))
        for matcher, part in at_work:
            matcher.ask(part)
        return Matching(partial(self._finish, at_work))

    def close(self) -> None:
        """Ends all matchers that have nothing to do, and the others once they have answered."""
        with self._lock:
            self.count = 0
            for matcher in self._idle or ():
                matcher.end()
            self._idle = []

    def _take(self, most: int) -> list[_Matcher]:
        """Matchers that are up and have nothing to do, to be given back; starts all at the first call."""
        with self._lock:
            if self._idle is None:
                self._idle = []
                with suppress(OSError):  # A system at its limit of processes has none for this.
                    self._idle += (_Matcher() for _ in range(self.count))
            for ended in [matcher for matcher in self._idle if matcher.has_ended()]:
                ended.end()
                self._idle.remove(ended)
            taken = [matcher for matcher in self._idle if matcher.is_up()][:most]
            self._idle = [matcher for matcher in self._idle if matcher not in taken]
            return taken

    def _finish(self, at_work: Sequence[tuple[_Matcher, Sequence[Asked]]]) -> list[Matched]:
        matched: list[Matched] = []
        for matcher, asked in at_work:
            answer = matcher.answer()
            if answer is None:
                matched += match_here(asked)
            else:
                matched += map(_judge, [envelope for envelope, _ in asked], answer)
            self._give_back(matcher)
        return matched

    def _give_back(self, matcher: _Matcher) -> None:
        with self._lock:
            if self.count and self._idle is not None:
                self._idle.append(matcher)
            else:
                matcher.end()


def match_here(asked: Sequence[Asked]) -> list[Matched]:
    """The keys behind the signatures of each envelope, found in this process: a verification lets other threads run."""
    workers = min(count_processors(), len(asked) // SHARE)
    if workers <= 1:
        return _match(asked)
    with ThreadPoolExecutor(workers) as pool:
        found = pool.map(_match, _shares(asked, workers))
        return [matched for part in found for matched in part]


def _shares(asked: Sequence[Asked], count: int) -> list[Sequence[Asked]]:
    """So many parts of about one length."""
    ends = [len(asked) * at // count for at in range(count + 1)]
    return [asked[start:end] for start, end in pairwise(ends)]


def _match(asked: Sequence[Asked]) -> list[Matched]:
    return [
        _judge(
            envelope,
            find_signers(pae(envelope.payload_type, envelope.payload), envelope.signatures, keys),
        )
        for envelope, keys in asked
    ]


def _judge(envelope: Envelope, found: Signers) -> Matched:
    try:
        return require_signers(envelope, found)
    except CradleError as refused:
        return refused
