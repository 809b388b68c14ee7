"""The rule of tests/conftest.py on skips, on small suites that skip in every possible way."""

import os
import subprocess
import sys
from pathlib import Path

from support.need import NOT_PERMITTED

CONFTEST = Path(__file__).parent.parent / "conftest.py"
TESTS = """
import pytest
def test_runs(): pass
def test_skips(): pytest.skip("no peer here")
@pytest.mark.skip(reason="marked so")
def test_marked(): pass
@pytest.mark.xfail(reason="known")
def test_expected(): assert False
"""
MODULE = """
import pytest
pytest.importorskip("a_library_that_nobody_wrote")
def test_never(): pass
"""


def run(folder: Path, suite: str, no_skip: str) -> str:
    """Run one suite under the conftest in a process of its own; return what pytest printed."""
    (folder / "conftest.py").write_text(CONFTEST.read_text())
    (folder / "test_suite.py").write_text(suite)
    command = [sys.executable, "-m", "pytest", "-ra", "-p", "no:cacheprovider", str(folder)]
    environment = os.environ | {"CRADLE_NO_SKIP": no_skip, "PYTHONPATH": str(CONFTEST.parent)}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    ).stdout


def test_a_skip_is_visible_and_passes_by_default(tmp_path: Path) -> None:
    """Without the rule, tests that skip are reported as skips and fail nothing."""
    assert "1 passed, 2 skipped, 1 xfailed" in run(tmp_path, TESTS, "0")
    assert "1 skipped" in run(tmp_path, MODULE, "0")


def test_a_skipping_test_fails_where_no_skip_is_allowed(tmp_path: Path) -> None:
    """Under the rule they fail or err with their reasons, and an expected failure stays one."""
    printed = run(tmp_path, TESTS, "1")
    assert "1 failed, 1 passed, 1 xfailed, 1 error" in printed
    assert "no peer here" in printed
    assert "marked so" in printed


def test_a_skipping_module_fails_where_no_skip_is_allowed(tmp_path: Path) -> None:
    """Under the rule a module that skips itself on import is an error with its reason."""
    printed = run(tmp_path, MODULE, "1")
    assert "1 error" in printed
    assert "a_library_that_nobody_wrote" in printed


def test_a_right_that_the_machine_withholds_is_no_failure(tmp_path: Path) -> None:
    """No installation could bring the right to mount, so its skip stays visible and fails nothing."""
    suite = f"import pytest\ndef test_mounts(): pytest.skip({NOT_PERMITTED + 'mounting'!r})\n"
    assert "1 skipped" in run(tmp_path, suite, "1")
