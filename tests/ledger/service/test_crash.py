"""Killed in the middle of submissions, a ledger keeps every promise it made (long: tools/crash.py)."""

from pathlib import Path

from tools.crash import run


def test_kill_9(tmp_path: Path, database: str | None) -> None:
    """Killed at each step of a batch, every acknowledged receipt proves and each size has one root."""
    problems, receipts = run(tmp_path / "ledger", 10, database)
    assert problems == []
    assert receipts > 0
