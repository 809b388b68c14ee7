"""The process that `tools.crash` kills: an endless stream of submissions, and the steps at which it can die.

Each receipt is printed when it is answered. If a step is named, the process sends itself a signal when
it reaches that step for the third time: SIGKILL, or SIGSTOP to pause there. The step's function is
replaced by one that signals before or after the original, so the code under test needs no hook.

    python -m tools.crash_stream FOLDER ISSUER START [STEP [SIGNAL]]
"""

import importlib
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from hashlib import sha256
from itertools import count
from pathlib import Path
from threading import Lock, Thread
from typing import IO, Any

from ledger.append.ledger import Ledger
from ledger.append.signing import LogSigners
from ledger.append.submit import submit
from ledger.state.drafting import Draft, seal, sign_draft
from ledger.store import checkpoints
from ledger.trust.keys import Signer
from ledger.trust.submission import Submission
from schemas.errors import CradleError
from schemas.signed.entry import Entry, EntrySections, Product, ProductLine, Site
from schemas.signed.inventory import Inventory, Output
from schemas.signed.log import Receipt
from schemas.signed.participant import Participant, ParticipantSections, Profile, PublicKey
from schemas.signed.statement import Kind, SectionName
from schemas.values import Period
from schemas.vocabulary import DataBasis, OutputRole, ProcessCode, Role, Unit

ORIGIN = "ledger.example/crash"
THREADS = 3
SIGNERS = LogSigners(
    entries=Signer(sha256(b"entries").digest()), registry=Signer(sha256(b"registry").digest())
)
ROOT, WORKING = Signer(sha256(b"root").digest()), Signer(sha256(b"working").digest())

STEPS = {
    "judged": ("ledger.append.batch", "judge", "after"),
    "rows written": ("ledger.append.batch", "put_documents", "after"),
    "heads moved": ("ledger.append.sequencer", "write_batch", "after"),
    "committed": ("ledger.append.signing", "heads_of", "before"),
    "read again": ("ledger.append.signing", "prove_stored", "after"),
    "signed": ("ledger.append.signing", "sign_checkpoint", "after"),
    "checkpoint half kept": ("ledger.store.checkpoints", "_append", "torn"),
    "checkpoint kept": ("ledger.store.checkpoints", "_append", "after"),
    "published": ("ledger.append.signing", "put_checkpoint", "after"),
    "receipts made": ("ledger.append.sequencer", "receipts", "after"),
}
"""The steps at which the process can die: a function of a module, before, after or during its work."""

CALL = 3
"""The call at which the signal is sent; the first calls belong to the start."""


def salt(name: str) -> str:
    """A salt that depends on the name alone, so that a statement can be submitted again."""
    return sha256(name.encode()).hexdigest()[:32]


def begin(folder: Path, database: str | None = None) -> str:
    """Begin a ledger with one participant; return the participant's id."""
    profile = Profile(legal_name="Crash Ltd", country="SE", identifiers=())
    sealed = seal(
        Kind.PARTICIPANT, None, {SectionName.PROFILE: profile}, lambda: salt("participant")
    )
    participant = Participant(
        origin=ORIGIN,
        root_keys=(PublicKey(alg="ed25519", key=ROOT.public.hex()),),
        threshold=1,
        working_keys=(PublicKey(alg="ed25519", key=WORKING.public.hex()),),
        roles=(Role.REGISTRAR, Role.SUPPLIER),
        sections=ParticipantSections.model_validate(sealed.digests),
    )
    with Ledger.init(folder, ORIGIN, SIGNERS, database) as ledger:
        draft = Draft(participant, sealed.documents)
        return submit(ledger, sign_draft(draft, [ROOT, WORKING])).id


def entry(issuer: str, lot: str) -> Draft:
    """The draft of a lot's entry, the same each time."""
    output = Output(
        line="main",
        product="urn:crash:1",
        name="goods",
        amount="1",
        unit=Unit.KG,
        role=OutputRole.MAIN,
    )
    product = Product(lines=(ProductLine(line="main", form="as_is"),))
    values = {SectionName.INVENTORY: Inventory(outputs=(output,)), SectionName.PRODUCT: product}
    names = count()
    sealed = seal(Kind.ENTRY, issuer, values, lambda: salt(f"{lot} {next(names)}"))
    statement = Entry(
        origin=ORIGIN,
        issuer=issuer,
        site=Site(code="site", country="SE"),
        process=ProcessCode.RAW_UNSPECIFIED,
        period=Period(start="2025-01-01", end="2026-01-01"),
        lot=lot,
        basis=DataBasis.LOT_ACTUAL,
        sections=EntrySections.model_validate(sealed.digests),
    )
    return Draft(statement, sealed.documents)


def stream(folder: Path, issuer: str, start: int) -> None:
    """Submit endlessly from several threads, with lots from a number on, and print each receipt."""
    printing = Lock()
    with Ledger.open(folder, SIGNERS) as ledger:

        def work(thread: int) -> None:
            for number in count(start):
                draft = entry(issuer, f"{thread}-{number}")
                receipt = submit_again(ledger, sign_draft(draft, [WORKING]))
                with printing:
                    sys.stdout.write(json.dumps(receipt.to_json()) + "\n")
                    sys.stdout.flush()

        threads = [Thread(target=work, args=(thread,)) for thread in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def submit_again(ledger: Ledger, submission: Submission) -> Receipt:
    """Submit, and submit again if the database failed, as a client does after the end of its session."""
    try:
        return submit(ledger, submission)
    except CradleError as error:
        if error.code != "store.failed":
            raise
        traceback.print_exc()
        return submit(ledger, submission)


def arm(step: str, number: signal.Signals) -> None:
    """Make this process send itself a signal at a step."""
    module, name, when = STEPS[step]
    target = importlib.import_module(module)
    setattr(target, name, _signalling(getattr(target, name), when, number))


def _signalling(
    function: Callable[..., Any], when: str, number: signal.Signals
) -> Callable[..., Any]:
    calls = count(1)

    def run(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever the function takes
        its_turn = next(calls) == CALL
        if its_turn and when == "torn":
            _append_half(*given)
        if its_turn and when != "after":
            signal.raise_signal(number)
        result = function(*given, **named)
        if its_turn and when == "after":
            signal.raise_signal(number)
        return result

    return run


def _append_half(journal: IO[bytes], _signed: checkpoints.CheckpointState) -> None:
    """Write a part of a line at the end of the journal, as a loss of power may do."""
    journal.seek(0, os.SEEK_END)
    journal.write(b'{"instance": "')
    journal.flush()
    os.fsync(journal.fileno())


def main(folder: str, issuer: str, start: str, step: str = "", number: str = "SIGKILL") -> None:
    """Stream, with a signal if a step is named."""
    if step:
        arm(step, signal.Signals[number])
    stream(Path(folder), issuer, int(start))


if __name__ == "__main__":
    main(*sys.argv[1:])
