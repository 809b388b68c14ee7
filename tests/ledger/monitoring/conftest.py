"""A small ledger that a test may damage."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.ledger_small import Small, small_ledger


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Small]:
    """A ledger of this test alone."""
    with small_ledger(tmp_path / "ledger") as built:
        yield built
