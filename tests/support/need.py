"""Requirements of tests from outside the project; a test without them skips visibly.

A skip here is a failure if `conftest` requires everything to be present.
CRADLE_BARE=1 hides every program, as on a machine with Python, git and make alone; it does not hide
test data. A package of the lock is no outside program: `make venv` installs it, PostgreSQL's server too.
"""

import os
import re
import shutil
from functools import cache
from pathlib import Path

import pytest

_BESIDE = Path(__file__).parents[3] / "shared"
_ASKS = re.compile(r"\bneed_(?:command|path|set)\b")
_HELPER = re.compile(r"^from support\.(?!need\b)([\w.]+) import", re.MULTILINE)


NOT_PERMITTED = "not permitted here: "
"""How a skip begins for a right that the machine withholds, such as mounting: no installation could bring it."""


class Missing(pytest.skip.Exception):
    """A skip for lack of something outside the project; no other skip says that."""

    __module__ = "builtins"  # As pytest's own, so that a report names it without a path.


def _bare() -> bool:
    return os.getenv("CRADLE_BARE") == "1"


def need_command(name: str) -> str:
    """The path of a program on this machine."""
    path = None if _bare() else shutil.which(name)
    if path is None:
        raise Missing(f"needs the program {name}")
    return path


def need_path(path: Path) -> Path:
    """A file or folder that a peer's installation brings."""
    if _bare() or not path.exists():
        raise Missing(f"needs {path}")
    return path


def need_set(variable: str) -> Path:
    """A path that the set-up of the tests names in the environment: a peer that no package brings."""
    path = None if _bare() else os.getenv(variable)
    if not path:
        raise Missing(f"needs {variable}; .ci/run says what it names")
    return need_path(Path(path))


def need_shared(name: str) -> Path:
    """A folder of test data beside the checkout, or below CRADLE_SHARED."""
    path = Path(os.getenv("CRADLE_SHARED") or _BESIDE) / name
    if not path.exists():
        raise Missing(f"needs the test data {name}; set CRADLE_SHARED to the folder that holds it")
    return path


@cache
def asks_for_programs(module: Path) -> bool:
    """True if a test module asks here for a program, itself or through a helper in `support`."""
    text = module.read_text(encoding="utf-8")
    names = (name.replace(".", "/") for name in _HELPER.findall(text))
    helpers = (Path(__file__).parent / f"{name}.py" for name in names)
    return _ASKS.search(text) is not None or any(
        asks_for_programs(one) for one in helpers if one.is_file()
    )


def may_ask_for_programs(module: Path) -> bool:
    """True if a test module asks for a program, or marks a test that does."""
    return asks_for_programs(module) or "mark.outside" in module.read_text(encoding="utf-8")
