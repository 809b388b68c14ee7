"""Witnesses asked while the server runs: each in a thread of its own, and none of them keeps anybody waiting.

A submission is answered under the log's signature alone; a thread looks again and again whether the
logs have grown, has its witness cosign them, and keeps the cosignature, from which on receipts, bundles
and `cosigned` show it. A witness that does not answer is asked ever less often, and the others as
before. What a witness says is told where the operator looks: in `/metrics`, and in the log when it
changes; `/ready` stays as it is, or a witness could take a ledger off the net. `witness.ahead` and
`witness.disagrees` need a person at once (docs/operations.md).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Thread

import structlog

from api.telemetry import Metrics
from ledger.service.cosign import Witness, ask_witnesses, parse_witness
from ledger.service.ledger import Ledger
from schemas.errors import CradleError

LONGEST = 300.0
"""Seconds at most between two questions to a witness that does not answer."""

PATIENCE = 15.0
"""Seconds that a question under way may take once the server is told to stop."""

UNFORESEEN = "unforeseen"
"""What is counted where no refusal says why."""

SETTING = "CRADLE_WITNESSES"


def parse_witnesses(text: str | None) -> tuple[Witness, ...]:
    """The witnesses of the setting: verifier key, space and address of each, commas between.

    Raises:
        CradleError: as `parse_witness`, with the setting as its place.
    """
    try:
        return tuple(parse_witness(part) for part in (text or "").split(",") if part.strip())
    except CradleError as error:
        raise CradleError(error.code, error.detail, SETTING) from None


@contextmanager
def witnessing(
    ledger: Ledger, witnesses: Sequence[Witness], pause: float, metrics: Metrics
) -> Iterator[None]:
    """Have the logs cosigned, as long as the context lasts.

    Args:
        ledger: whose logs they are.
        witnesses: who is asked.
        pause: seconds between two questions to a witness that answers.
        metrics: where it is counted.
    """
    stopped = Event()
    threads = [
        Thread(
            target=_Asking(ledger, one, pause, metrics).run,
            args=(stopped,),
            name=f"witness {one.vkey.name}",
            daemon=True,
        )
        for one in witnesses
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stopped.set()
        for thread in threads:
            thread.join(PATIENCE)


@dataclass(frozen=True, slots=True)
class _Asking:
    """One witness, and how it is asked."""

    ledger: Ledger
    witness: Witness
    pause: float
    metrics: Metrics

    def run(self, stopped: Event) -> None:
        """Ask until stopped, at once and then after each pause, which doubles while nothing is signed."""
        log = structlog.get_logger("cradle")
        pause, told = self.pause, ""
        while True:
            code = self._ask()
            if code != told:
                tell = log.info if code == "" else log.warning
                tell("witness", witness=self.witness.vkey.name, code=code or "cosigned")
            told = code
            pause = self.pause if code == "" else min(pause * 2, LONGEST)
            if stopped.wait(pause):
                return

    def _ask(self) -> str:
        """The code of what it refused, empty where it has signed both logs."""
        try:
            outcomes = ask_witnesses(self.ledger, [self.witness])
        except Exception:  # noqa: BLE001 - a database that is away comes back, and then it goes on
            structlog.get_logger("cradle").exception("witnessing")
            return self._count([UNFORESEEN])
        name = self.witness.vkey.name
        for row in outcomes:
            if row.time is not None:
                self.metrics.witness_time.labels(name, row.log).set(row.time)
        return self._count([row.refusal.code for row in outcomes if row.refusal is not None])

    def _count(self, codes: Sequence[str]) -> str:
        name = self.witness.vkey.name
        self.metrics.witness_up.labels(name).set(not codes)
        for code in codes:
            self.metrics.witness_refusals.labels(name, code).inc()
        return codes[0] if codes else ""
