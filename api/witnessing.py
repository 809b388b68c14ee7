"""Cosigning by witnesses while the server runs, one thread for each witness.

A submission is answered under the log's signature alone and waits for no witness. Each thread checks at intervals
if the logs have grown, has its witness cosign them and stores the cosignature, which receipts, bundles and
`cosigned` then show. A witness that does not answer is asked less often; the others are not affected. The result
is in `/metrics`, and in the log when it changes. It does not affect `/ready`, because a witness could otherwise
take the ledger out of service. `witness.ahead` and `witness.disagrees` need a person at once (docs/operations.md).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Thread

import structlog

from api.telemetry import Metrics
from ledger.append.ledger import Ledger
from ledger.operation.cosign import Witness, ask_witnesses, parse_witness
from schemas.errors import CradleError

LONGEST = 300.0
"""Maximum seconds between two requests to a witness that does not answer."""

PATIENCE = 15.0
"""Seconds that a request in progress may take after the server is stopped."""

UNFORESEEN = "unforeseen"
"""The code that is counted for an unforeseen failure."""

SETTING = "CRADLE_WITNESSES"


def parse_witnesses(text: str | None) -> tuple[Witness, ...]:
    """Parse the setting: for each witness its verifier key, a space and its address; separated by commas.

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
    """Have the logs cosigned while the context is open.

    Args:
        ledger: the ledger of the logs.
        witnesses: the witnesses to ask.
        pause: seconds between two requests to a witness that answers.
        metrics: counts the results.
    """
    stopped = Event()
    threads = [
        Thread(
            target=_Asking(ledger, witness, pause, metrics).run,
            args=(stopped,),
            name=f"witness {witness.vkey.name}",
            daemon=True,
        )
        for witness in witnesses
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
    """The thread of one witness."""

    ledger: Ledger
    witness: Witness
    pause: float
    metrics: Metrics

    def run(self, stopped: Event) -> None:
        """Ask until stopped; the pause between two requests doubles while the witness does not sign."""
        log = structlog.get_logger("cradle")
        pause, before = self.pause, ""
        while True:
            code = self._ask()
            if code != before:
                write = log.info if code == "" else log.warning
                write("witness", witness=self.witness.vkey.name, code=code or "cosigned")
            before = code
            pause = self.pause if code == "" else min(pause * 2, LONGEST)
            if stopped.wait(pause):
                return

    def _ask(self) -> str:
        """Ask the witness once; return the code of its refusal, empty if it signed both logs."""
        try:
            outcomes = ask_witnesses(self.ledger, [self.witness])
        except Exception:  # noqa: BLE001 - the thread goes on, for instance after the database is back
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
