"""Recomputations of cases: the real verifier on a case's audit bundle, kept in memory for an hour.

A run is begun once and goes on if its reader leaves; each reader is sent the steps that have ended, then those that
end. It runs in a thread, because the pages that open a number need its results and not only its report; the bundle is
one that this server made. Kept are one run of a case for each firm, a few in all, with the bundle's and the policy's
bytes, so that what is attested can be downloaded as it was recomputed. A restart forgets them.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from threading import BoundedSemaphore, Condition, Lock, Thread
from typing import Final

from cachetools import TTLCache

from ledger.audit.context import AuditContext
from ledger.audit.findings import Findings
from ledger.audit.policy import parse_policy
from ledger.audit.report.building import build_report
from ledger.audit.report.trace import Tracer
from ledger.audit.verifier import run_steps
from ledger.trust.leaves import digest, model_bytes
from schemas.errors import CradleError
from schemas.signed.policy import Policy
from schemas.views.report import Report, Step

SECONDS: Final = 3600
KEPT: Final = 8
"""Runs that are kept; the oldest go first."""

AT_ONCE: Final = 2
PATIENCE: Final = 600.0
"""Seconds that a reader waits for the end of a run."""

Key = tuple[str, str]
"""The organisation and the subject of a case."""


@dataclass
class Recomputation:
    """One run.

    Attributes:
        bundle: the bytes of the audit bundle.
        policy_file: the bytes of the policy.
        own_policy: True if the policy is the server's own.
        day: on which it was begun.
    """

    bundle: bytes
    policy_file: bytes
    own_policy: bool
    day: str
    _steps: list[Step] = field(default_factory=list)
    _ended: tuple[AuditContext, Report] | None = None
    _failed: bool = False
    _changed: Condition = field(default_factory=Condition)

    @property
    def is_running(self) -> bool:
        """True until the run has ended."""
        return self._ended is None and not self._failed

    @property
    def report(self) -> Report | None:
        """The report; None until the run has ended."""
        return None if self._ended is None else self._ended[1]

    @cached_property
    def findings_digest(self) -> str:
        """The digest of the report as `cradle attest` signs it.

        Raises:
            CradleError: `audit.running`.
        """
        return digest(model_bytes(self.wait()))

    @cached_property
    def tracer(self) -> Tracer:
        """The tracer of the run's figure, after waiting for its end.

        Raises:
            CradleError: `audit.running`.
        """
        self.wait()
        if self._ended is None:
            raise _unfinished()
        return Tracer(*self._ended)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps that have ended."""
        return tuple(self._steps)

    def follow(self) -> Iterator[Step]:
        """The steps in their order, each as soon as it has ended."""
        sent = 0
        while True:
            with self._changed:
                self._changed.wait_for(
                    lambda: len(self._steps) > sent or not self.is_running,  # noqa: B023 - waits here
                    PATIENCE,
                )
                steps, over = self._steps[sent:], not self.is_running
            yield from steps
            sent += len(steps)
            if over or not steps:
                return

    def is_over(self, seconds: float) -> bool:
        """Wait for some seconds at most, and return whether the run has ended."""
        with self._changed:
            self._changed.wait_for(lambda: not self.is_running, seconds)
        return not self.is_running

    def wait(self) -> Report:
        """The report, after waiting for the end.

        Raises:
            CradleError: `audit.running` if it does not end in time, or failed.
        """
        with self._changed:
            self._changed.wait_for(lambda: not self.is_running, PATIENCE)
        if self._ended is None:
            raise _unfinished()
        return self._ended[1]

    def run(self, policy: Policy) -> None:
        """Run the verifier to its end."""
        ended: tuple[AuditContext, Findings] | None = None
        try:
            ended = run_steps(self.bundle, policy, (), self._add)
            report = build_report(*ended, digest(self.policy_file))
            with self._changed:
                self._ended = ended[0], report
        finally:
            with self._changed:
                self._failed = self._ended is None
                self._changed.notify_all()

    def _add(self, step: Step) -> None:
        with self._changed:
            self._steps.append(step)
            self._changed.notify_all()


def _unfinished() -> CradleError:
    detail = "The recomputation has not ended; wait for it, or begin it again."
    return CradleError("audit.running", detail)


def _quietly(work: Callable[[], object]) -> None:
    with suppress(CradleError):
        work()


@dataclass(slots=True)
class Recomputations:
    """The kept runs, by firm and case."""

    clock: Callable[[], float] = time.monotonic
    _kept: TTLCache[Key, Recomputation] = field(init=False)
    _lock: Lock = field(default_factory=Lock)
    _evaluating: dict[str, Thread] = field(default_factory=dict)
    _turns: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(AT_ONCE))

    def __post_init__(self) -> None:
        """Make the empty memory."""
        self._kept = TTLCache(KEPT, SECONDS, self.clock)

    def begin(self, key: Key, recomputation: Recomputation) -> Recomputation:
        """Begin a run in place of the one before; a run of the same files that has not ended goes on.

        Raises:
            CradleError: `audit.busy`, or as `parse_policy`.
        """
        policy = parse_policy(recomputation.policy_file)
        with self._lock:
            current = self._kept.get(key)
            same = current is not None and current.policy_file == recomputation.policy_file
            if current is not None and current.is_running and same:
                return current
            if not self._turns.acquire(blocking=False):
                detail = "The server is recomputing other cases; try again in a few seconds."
                raise CradleError("audit.busy", detail)
            self._kept[key] = recomputation
        Thread(
            target=self._run, args=(recomputation, policy), name="recompute", daemon=True
        ).start()
        return recomputation

    def get(self, key: Key) -> Recomputation | None:
        """The kept run of a case, ended or not; None if there is none."""
        with self._lock:
            return self._kept.get(key)

    def evaluate(self, subject: str, work: Callable[[], object], seconds: float) -> bool:
        """Run `work` in a thread, one for each subject at a time, and return whether it ended within some seconds.

        Args:
            subject: of a case.
            work: keeps its result itself; its refusal is that of the caller, who does the same work again.
            seconds: that the caller waits.
        """
        with self._lock:
            thread = self._evaluating.get(subject)
            if thread is None:
                thread = Thread(target=_quietly, args=(work,), name="evaluate", daemon=True)
                self._evaluating[subject] = thread
                thread.start()
        thread.join(seconds)
        if thread.is_alive():
            return False
        with self._lock:
            self._evaluating.pop(subject, None)
        return True

    def _run(self, recomputation: Recomputation, policy: Policy) -> None:
        try:
            recomputation.run(policy)
        finally:
            self._turns.release()
