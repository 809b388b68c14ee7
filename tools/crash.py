"""Kill -9 in the middle of submissions, again and again, and look at what is left.

A process submits entries from several threads and prints each receipt as it is answered; it is
killed at a random moment, and started again where it stopped. After every kill the ledger is opened
as after any crash, and must hold what it promised: each receipt that was printed still proves, at
its index, under a checkpoint that extends the one it names; no index is used twice; both signed
roots are those over the stored leaves. This shows a crash of the process, not a loss of power.

    python -m tools.crash --kills 200
"""

import argparse
import json
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from hashlib import sha256
from itertools import count
from pathlib import Path
from secrets import randbelow
from threading import Lock, Thread

from ledger.service.drafting import Draft, seal, sign_draft
from ledger.service.ledger import Ledger
from ledger.service.signing import LogSigners
from ledger.service.submit import receipt_of, submit
from ledger.store.log import LOGS, latest_checkpoint, leaves_of, nodes_of, size_of
from ledger.trust.checkpoint import open_checkpoint
from ledger.trust.keys import Signer
from ledger.trust.leaves import model_bytes
from ledger.trust.merkle import leaf_hash, root_of
from ledger.trust.proof import check_consistency, check_inclusion, prove_consistency
from ledger.trust.tlog_proof import parse_tlog_proof
from schemas.entry import Entry, EntrySections, Product, ProductLine, Site
from schemas.inventory import Inventory, Output
from schemas.log import Receipt
from schemas.participant import Participant, ParticipantSections, Profile, PublicKey
from schemas.statement import Kind, SectionName
from schemas.values import Period
from schemas.vocabulary import DataBasis, OutputRole, ProcessCode, Role, Unit

ORIGIN = "ledger.example/crash"
THREADS = 3
LOGS_OF_THE_LEDGER = LogSigners(
    entries=Signer(sha256(b"entries").digest()), registry=Signer(sha256(b"registry").digest())
)
ROOT, WORKING = Signer(sha256(b"root").digest()), Signer(sha256(b"working").digest())


def salt(name: str) -> str:
    """The same salt for the same name, so that a statement can be submitted again."""
    return sha256(name.encode()).hexdigest()[:32]


def begin(folder: Path) -> str:
    """A new ledger with one participant, whose id is returned."""
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
    with Ledger.init(folder, ORIGIN, LOGS_OF_THE_LEDGER) as ledger:
        draft = Draft(participant, sealed.documents)
        return submit(ledger, sign_draft(draft, [ROOT, WORKING])).id


def entry(issuer: str, lot: str) -> Draft:
    """The entry of a lot; the same each time."""
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
    made = Entry(
        origin=ORIGIN,
        issuer=issuer,
        site=Site(code="site", country="SE"),
        process=ProcessCode.RAW_UNSPECIFIED,
        period=Period(start="2025-01-01", end="2026-01-01"),
        lot=lot,
        basis=DataBasis.LOT_ACTUAL,
        sections=EntrySections.model_validate(sealed.digests),
    )
    return Draft(made, sealed.documents)


def stream(folder: Path, issuer: str, start: int) -> None:
    """Submit without end from several threads, and print each receipt; lots start at a number."""
    printing = Lock()
    with Ledger.open(folder, LOGS_OF_THE_LEDGER) as ledger:

        def work(thread: int) -> None:
            for number in count(start):
                draft = entry(issuer, f"{thread}-{number}")
                receipt = submit(ledger, sign_draft(draft, [WORKING]))
                with printing:
                    sys.stdout.write(json.dumps(receipt.to_json()) + "\n")
                    sys.stdout.flush()

        threads = [Thread(target=work, args=(thread,)) for thread in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def kill_once(folder: Path, issuer: str, start: int) -> tuple[int, list[Receipt]]:
    """Stream, kill at a random moment; the number to go on at, and the receipts that were printed.

    Threads differ in how far they came, so the next stream submits some lots for the second time.
    """
    command = [sys.executable, "-m", "tools.crash", "--stream", str(folder), issuer, str(start)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None  # noqa: S101 - it is a pipe
    lines = [process.stdout.readline() for _ in range(randbelow(12))]
    time.sleep(randbelow(30) / 1000)
    process.kill()
    lines += process.stdout.read().splitlines(keepends=True)
    process.stdout.close()
    if process.wait() != -signal.SIGKILL:
        raise RuntimeError("The stream ended by itself, before it was killed.")
    receipts = [Receipt.parse(line.encode()) for line in lines if line.endswith("\n")]
    return start + len(receipts) // THREADS, receipts


def check(folder: Path, receipts: list[Receipt]) -> Iterator[str]:
    """Open the ledger as after any crash; yields everything that is not as it was promised."""
    with Ledger.open(folder, LOGS_OF_THE_LEDGER) as ledger, ledger.view() as view:
        for log in LOGS:
            vkey = LOGS_OF_THE_LEDGER.vkey(ORIGIN, log)
            leaves = leaves_of(view.connection, log, 0, size_of(view.connection, log))
            now = open_checkpoint(latest_checkpoint(view.connection, log)[1], vkey)
            if (now.size, now.root) != (len(leaves), root_of(map(leaf_hash, leaves))):
                yield f"{log}: the signed root is not that of the {len(leaves)} stored leaves"
        entries = [receipt for receipt in receipts if receipt.log == "entries"]
        places = {receipt.index: receipt.id for receipt in entries}
        if len(places) != len({receipt.id for receipt in entries}):
            yield "an index was used twice"
        nodes, vkey = (
            nodes_of(view.connection, "entries"),
            LOGS_OF_THE_LEDGER.vkey(ORIGIN, "entries"),
        )
        now = open_checkpoint(latest_checkpoint(view.connection, "entries")[1], vkey)
        for receipt in entries:
            proof = parse_tlog_proof(receipt.proof.encode())
            then = open_checkpoint(proof.checkpoint, vkey)
            leaf = leaf_hash(model_bytes(receipt.leaf))
            check_inclusion(leaf, receipt.index, then.size, proof.path, then.root)
            path = prove_consistency(nodes, then.size, now.size)
            check_consistency(then.size, now.size, then.root, now.root, path)
            if receipt_of(ledger, receipt.id).index != receipt.index:
                yield f"{receipt.id} has moved"


def run(folder: Path, kills: int) -> tuple[list[str], int]:
    """Kill that many times; what went wrong, and how many receipts were held to."""
    issuer, start = begin(folder), 0
    kept: list[Receipt] = []
    problems: list[str] = []
    for _ in range(kills):
        start, receipts = kill_once(folder, issuer, start)
        problems += check(folder, receipts)
        kept += receipts
    problems += check(folder, kept)
    return problems, len(kept)


def main() -> int:
    """The exit status: 0 if every promise was kept."""
    parser = argparse.ArgumentParser(description="Kill -9 during a stream of submissions.")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--stream", nargs=3, metavar=("FOLDER", "ISSUER", "START"))
    given = parser.parse_args()
    if given.stream:
        folder, issuer, start = given.stream
        stream(Path(folder), issuer, int(start))
        return 1  # A stream has no end; this one lost its threads.
    with tempfile.TemporaryDirectory() as folder:
        problems, receipts = run(Path(folder) / "ledger", given.kills)
    print(f"{given.kills} kills, {receipts} acknowledged receipts, {len(problems)} problems")
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
