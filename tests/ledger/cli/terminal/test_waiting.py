"""A long command says on a terminal what it is doing; a short one, and one without a terminal, says nothing."""

import io
import time

import pytest
from rich.console import Console

from ledger.cli.terminal import waiting as module
from ledger.cli.terminal.waiting import waiting


def shown(monkeypatch: pytest.MonkeyPatch, seconds: float, *, terminal: bool) -> str:
    """What is written while a body takes some seconds, where patience ends after 0.05."""
    written = io.StringIO()
    monkeypatch.setattr(module, "PATIENCE", 0.05)
    console = Console(file=written, force_terminal=terminal)
    monkeypatch.setattr(module, "progress_console", console)
    with waiting("calculating"):
        time.sleep(seconds)
    return written.getvalue()


def test_a_long_body_is_named_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The line is there once patience has ended, and removed afterwards."""
    written = shown(monkeypatch, 0.6, terminal=True)
    assert "calculating ..." in written
    assert written.endswith("\x1b[?25h\r\x1b[1A\x1b[2K") or "\x1b[2K" in written


def test_a_short_body_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing flickers for a command that is done at once."""
    monkeypatch.setattr(module, "PATIENCE", 30)
    written = io.StringIO()
    monkeypatch.setattr(module, "progress_console", Console(file=written, force_terminal=True))
    with waiting("calculating"):
        pass
    assert "calculating" not in written.getvalue()


def test_a_pipe_has_no_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that reads standard error is not disturbed."""
    assert shown(monkeypatch, 0.2, terminal=False) == ""


def test_an_error_ends_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refusal is printed on a clean line."""
    monkeypatch.setattr(module, "PATIENCE", 0.05)
    monkeypatch.setattr(
        module, "progress_console", Console(file=io.StringIO(), force_terminal=True)
    )
    with pytest.raises(ValueError, match="refused"), waiting("calculating"):
        raise ValueError("refused")
