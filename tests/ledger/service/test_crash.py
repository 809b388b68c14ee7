"""Killed in the middle of submissions, a ledger keeps every promise it made (long: tools/crash.py)."""

from pathlib import Path

from tools.crash import run


def test_kill_9(tmp_path: Path) -> None:
    """After each of six kills every acknowledged receipt proves and no index is used twice."""
    problems, receipts = run(tmp_path / "ledger", 6)
    assert problems == []
    assert receipts > 0
