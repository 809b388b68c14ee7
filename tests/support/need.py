"""What a test needs from outside the project, and skips visibly without.

A skip here is a failure where everything is meant to be present: see `conftest`.
A package of the lock is no outside program: `make venv` installs it, PostgreSQL's server too.
"""

import os
import shutil
from pathlib import Path

import pytest

_BESIDE = Path(__file__).parents[3] / "shared"


class Missing(pytest.skip.Exception):
    """A skip for lack of something outside the project; no other skip says that."""

    __module__ = "builtins"  # As pytest's own, so that a report names it without a path.


def need_command(name: str) -> str:
    """The path of a program on this machine."""
    path = shutil.which(name)
    if path is None:
        raise Missing(f"needs the program {name}")
    return path


def need_path(path: Path) -> Path:
    """A file or folder that a peer's installation brings."""
    if not path.exists():
        raise Missing(f"needs {path}")
    return path


def need_set(variable: str) -> Path:
    """A path that the set-up of the tests names in the environment: a peer that no package brings."""
    path = os.getenv(variable)
    if not path:
        raise Missing(f"needs {variable}; .ci/run says what it names")
    return need_path(Path(path))


def need_shared(name: str) -> Path:
    """A folder of test data beside the checkout, or below CRADLE_SHARED."""
    path = Path(os.getenv("CRADLE_SHARED") or _BESIDE) / name
    if not path.exists():
        raise Missing(f"needs the test data {name}; set CRADLE_SHARED to the folder that holds it")
    return path
