"""The folder of the command line's tests, and a token for each test."""

from pathlib import Path

import pytest
from support.command_world import CommandWorld, build_world
from support.tokens import token

__all__ = ["token", "world"]


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandWorld:
    """The chain of docs/tutorial, up to an attested calculation, in a test's own folder, which is the current one."""
    return build_world(tmp_path / "world", monkeypatch)
