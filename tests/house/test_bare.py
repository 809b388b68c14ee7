"""CRADLE_BARE=1 hides every program that a machine may lack, and the tests that need one are known."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from support.need import Missing, asks_for_programs, need_command, need_path, need_set

from tools import tree

TESTS = Path(__file__).parent.parent


@pytest.mark.parametrize(
    "need",
    [
        lambda: need_command("git"),
        lambda: need_path(Path(__file__)),
        lambda: need_set("CRADLE_TEST_PEER"),
    ],
    ids=["a command", "a path", "a setting"],
)
def test_a_bare_machine_hides_it(
    monkeypatch: pytest.MonkeyPatch, need: Callable[[], object]
) -> None:
    """An installed program is found; under the setting a test that needs it skips."""
    monkeypatch.setenv("CRADLE_TEST_PEER", __file__)
    monkeypatch.delenv("CRADLE_BARE", raising=False)
    assert need()
    monkeypatch.setenv("CRADLE_BARE", "1")
    with pytest.raises(Missing, match=r"^needs "):
        need()


def test_what_is_absent_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the setting too, a missing program, path or setting skips with its name."""
    monkeypatch.delenv("CRADLE_BARE", raising=False)
    monkeypatch.delenv("CRADLE_TEST_PEER", raising=False)
    with pytest.raises(Missing, match="needs the program no-such-program"):
        need_command("no-such-program")
    with pytest.raises(Missing, match="needs /no/such/path"):
        need_path(Path("/no/such/path"))
    with pytest.raises(Missing, match="needs CRADLE_TEST_PEER"):
        need_set("CRADLE_TEST_PEER")


@pytest.mark.parametrize(
    ("module", "asks"),
    [
        ("peers/test_openssl.py", True),
        ("ledger/token/test_refusals.py", True),  # Through support.tokens.
        ("ledger/trust/test_p256.py", False),  # For test data alone.
        ("ledger/trust/test_proof.py", False),
    ],
)
def test_a_module_that_asks_is_known(module: str, *, asks: bool) -> None:
    """Use through a helper counts, and use of test data does not."""
    assert asks_for_programs(TESTS / module) is asks


def test_programs_are_looked_for_in_one_place() -> None:
    """No other file of the tests searches the path."""
    found = [
        path.relative_to(TESTS).as_posix()
        for path in tree.files(pattern="tests/*.py")
        if re.search(r"\bwhich\(", path.read_text(encoding="utf-8"))
    ]
    assert found == ["support/need.py"]
