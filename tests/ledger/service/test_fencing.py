"""Two processes over one ledger: the one that was paused while the other took over fails to sign."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from support.postgres import administration, name_of
from support.refusal import refused

from ledger.append.ledger import Ledger
from ledger.append.submit import submit
from ledger.state.drafting import sign_draft
from ledger.store.checkpoints import JOURNAL, Checkpoints
from ledger.store.place import read_place
from schemas.signed.log import Receipt
from tools.crash import check
from tools.crash_stream import SIGNERS, WORKING, begin, entry

TOP = Path(__file__).parents[3]


@contextmanager
def paused(folder: Path, issuer: str, step: str) -> Iterator[subprocess.Popen[str]]:
    """A process that writes to the ledger, and has stopped itself at a step of a batch."""
    command = [sys.executable, "-m", "tools.crash_stream", folder, issuer, "0", step, "SIGSTOP"]
    with subprocess.Popen(
        command, cwd=TOP, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            _, status = os.waitpid(process.pid, os.WUNTRACED)
            assert os.WIFSTOPPED(status)
            yield process
        finally:
            process.kill()


def resume(process: subprocess.Popen[str]) -> tuple[list[Receipt], str]:
    """Let the process go on until it ends by itself; the receipts it printed, and its errors."""
    process.send_signal(signal.SIGCONT)
    out, errors = process.communicate(timeout=60)
    return [Receipt.parse(line.encode()) for line in out.splitlines()], errors


def lose_lock(folder: Path) -> None:
    """The cause of a take-over: the server ends the session, or the lock is removed by hand."""
    (folder / "lock").unlink()
    database = read_place(folder).database
    if database is not None:
        with administration() as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                [name_of(database)],
            )
        time.sleep(0.1)


@pytest.mark.parametrize("step", ["committed", "read again", "signed"])
def test_paused_past_a_take_over(tmp_path: Path, database: str | None, step: str) -> None:
    """After the commit of its batch: the other signs that batch and goes on, and this one cannot."""
    folder = tmp_path / "ledger"
    issuer = begin(folder, database)
    with paused(folder, issuer, step) as process:
        with refused("ledger.locked"):
            Ledger.open(folder, SIGNERS)
        lose_lock(folder)
        with Ledger.open(folder, SIGNERS) as ledger:
            submission = sign_draft(entry(issuer, "other"), [WORKING])
            submit(ledger, submission)
            journal = (folder / "checkpoints" / JOURNAL).read_bytes()
            receipts, errors = resume(process)
            assert "ledger.fenced" in errors or "checkpoint.conflict" in errors
            assert (folder / "checkpoints" / JOURNAL).read_bytes() == journal
            submit(ledger, sign_draft(entry(issuer, "another"), [WORKING]))
    assert list(check(folder, receipts)) == []


def test_paused_inside_its_transaction(
    tmp_path: Path, database: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before its commit: SQLite keeps other writers out, PostgreSQL undoes the transaction."""
    monkeypatch.setattr("ledger.store.engine.PATIENCE", 1)
    folder = tmp_path / "ledger"
    issuer = begin(folder, database)
    with paused(folder, issuer, "heads moved") as process:
        lose_lock(folder)
        if database is None:
            with refused("store.failed"):
                Ledger.open(folder, SIGNERS)
            process.kill()
            receipts = [
                Receipt.parse(line.encode()) for line in process.communicate()[0].splitlines()
            ]
        else:
            with Ledger.open(folder, SIGNERS) as ledger:
                submit(ledger, sign_draft(entry(issuer, "other"), [WORKING]))
                receipts, errors = resume(process)
                assert "store.failed" in errors
    assert list(check(folder, receipts)) == []


def test_paused_with_the_journal_open(
    tmp_path: Path, database: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The checkpoint store is not waited for without end."""
    monkeypatch.setattr("ledger.store.checkpoints.PATIENCE", 0.1)
    folder = tmp_path / "ledger"
    issuer = begin(folder, database)
    with paused(folder, issuer, "checkpoint kept") as process:
        with refused("checkpoint.store"):
            Checkpoints(folder / "checkpoints").read()
        process.kill()
        receipts = [Receipt.parse(line.encode()) for line in process.communicate()[0].splitlines()]
    assert list(check(folder, receipts)) == []
