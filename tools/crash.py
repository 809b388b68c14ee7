"""A crash test: kill -9 during submissions, many times, and check the ledger after each kill.

A process (`tools.crash_stream`) submits entries from several threads and prints each receipt when it
is answered. It is killed at every step of a batch in turn, then at random moments, and started again
where it stopped. After every kill the ledger is opened as after any crash, and must keep its
promises: each printed receipt still proves, at its index, under a checkpoint that extends the one it
names; no index is used twice and no size is signed with two roots; both signed roots are those over
the stored leaves; the database's own check finds nothing. At the end a monitor reads the whole ledger.
This simulates a crash of the process, not a loss of power.

    python -m tools.crash --kills 300 [--database postgresql://...]
"""

import argparse
import json
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from secrets import randbelow

from ledger.append.ledger import Ledger
from ledger.append.submit import receipt_of
from ledger.operation.monitor import monitor_folder
from ledger.state.view import View
from ledger.store.integrity import problems_of
from ledger.store.log import LOGS, Log, latest_checkpoint, leaves_of, nodes_of, size_of
from ledger.trust.checkpoint import open_checkpoint
from ledger.trust.leaves import model_bytes
from ledger.trust.merkle import leaf_hash, root_of
from ledger.trust.proof import check_consistency, check_inclusion, prove_consistency
from ledger.trust.tlog_proof import parse_tlog_proof
from schemas.errors import CradleError
from schemas.signed.log import Receipt
from tools.crash_stream import ORIGIN, SIGNERS, STEPS, THREADS, begin

PATIENCE = 10
"""The seconds that a database server may take to notice that its client was killed."""


def kill_once(folder: Path, issuer: str, start: int, step: str | None) -> list[Receipt]:
    """Stream until killed, at a step or at a random moment; return the printed receipts."""
    command = [sys.executable, "-m", "tools.crash_stream", str(folder), issuer, str(start)]
    command += [step] if step is not None else []
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None  # noqa: S101 - it is a pipe
    lines = []
    if step is None:
        lines = [process.stdout.readline() for _ in range(randbelow(12))]
        time.sleep(randbelow(30) / 1000)
        process.kill()
    lines += process.stdout.read().splitlines(keepends=True)
    process.stdout.close()
    if process.wait() != -signal.SIGKILL:
        raise RuntimeError("The stream ended by itself, before it was killed.")
    return [Receipt.parse(line.encode()) for line in lines if line.endswith("\n")]


def reopen(folder: Path) -> Ledger:
    """Open the ledger as after any crash."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return Ledger.open(folder, SIGNERS)
        except CradleError as error:
            if error.code != "ledger.locked" or time.monotonic() > until:
                raise
            time.sleep(0.05)


def check(folder: Path, receipts: list[Receipt]) -> Iterator[str]:
    """Open the ledger after a crash; yield a line for each broken promise."""
    with reopen(folder) as ledger, ledger.view() as view:
        if ledger.sequencer.closed is not None:
            yield f"the ledger is closed: {ledger.sequencer.closed}"
        yield from problems_of(view.connection)
        signed = [note for line in journal(folder) for note in line.items()]
        signed += [
            (receipt.log, parse_tlog_proof(receipt.proof.encode()).checkpoint)
            for receipt in receipts
        ]
        for log in LOGS:
            yield from check_log(view, log, {note for of, note in signed if of == log})
        entries = [receipt for receipt in receipts if receipt.log == "entries"]
        if len({receipt.index for receipt in entries}) != len({receipt.id for receipt in entries}):
            yield "an index was used twice"
        for receipt in entries:
            proof = parse_tlog_proof(receipt.proof.encode())
            then = open_checkpoint(proof.checkpoint, SIGNERS.vkey(ORIGIN, "entries"))
            leaf = leaf_hash(model_bytes(receipt.leaf))
            check_inclusion(leaf, receipt.index, then.size, proof.path, then.root)
            if receipt_of(ledger, receipt.id).index != receipt.index:
                yield f"{receipt.id} has moved"


def journal(folder: Path) -> Iterator[dict[Log, bytes]]:
    """Yield the signed notes in each whole line of the checkpoint store, by log."""
    data = (folder / "checkpoints" / "journal.jsonl").read_bytes()
    for line in data.split(b"\n")[:-1]:
        yield {log: note.encode() for log, note in json.loads(line)["notes"].items()}


def check_log(view: View, log: Log, notes: Iterable[bytes]) -> Iterator[str]:
    """Check that every signed checkpoint is of the stored leaves, with one root for each size."""
    vkey, nodes = SIGNERS.vkey(ORIGIN, log), nodes_of(view.connection, log)
    leaves = leaves_of(view.connection, log, 0, size_of(view.connection, log))
    now = open_checkpoint(latest_checkpoint(view.connection, log)[1], vkey)
    if (now.size, now.root) != (len(leaves), root_of(map(leaf_hash, leaves))):
        yield f"{log}: the signed root is not that of the {len(leaves)} stored leaves"
    roots: dict[int, bytes] = {}
    for then in (open_checkpoint(note, vkey) for note in notes):
        if roots.setdefault(then.size, then.root) != then.root:
            yield f"{log}: the size {then.size} was signed with two roots"
        path = prove_consistency(nodes, then.size, now.size)
        check_consistency(then.size, now.size, then.root, now.root, path)


def run(folder: Path, kills: int, database: str | None = None) -> tuple[list[str], int]:
    """Kill that many times; return the problems, and the number of receipts."""
    issuer, start = begin(folder, database), 0
    kept: list[Receipt] = []
    problems: list[str] = []
    for number in range(kills):
        step = list(STEPS)[number] if number < len(STEPS) else None
        receipts = kill_once(folder, issuer, start, step)
        problems += check(folder, receipts)
        # Threads stop at different numbers, so the next stream repeats some lots.
        start += len(receipts) // THREADS
        kept += receipts
    problems += check(folder, kept)
    problems += [
        f"{row.code}: {row.detail}" for row in monitor_folder(folder, "2026-01-01").findings
    ]
    return problems, len(kept)


def main() -> int:
    """Run the test from the command line; return the exit status, 0 if every promise was kept."""
    parser = argparse.ArgumentParser(description="Kill -9 during a stream of submissions.")
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--database", help="the address of an empty PostgreSQL database")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        problems, receipts = run(Path(folder) / "ledger", given.kills, given.database)
    print(f"{given.kills} kills, {receipts} acknowledged receipts, {len(problems)} problems")
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
