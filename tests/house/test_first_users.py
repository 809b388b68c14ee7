"""The table of what first users, strangers, disks and partners met: each row has a test that shows the outcome now."""

import ast
import tomllib
from functools import cache
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
ROWS = tomllib.loads((TOP / "tests" / "first_users.toml").read_text(encoding="utf-8"))["row"]


@cache
def names_of_tests(module: str) -> frozenset[str]:
    """The names of the test functions of a module."""
    tree = ast.parse((TOP / module).read_bytes())
    functions = (row for row in tree.body if isinstance(row, ast.FunctionDef))
    return frozenset(row.name for row in functions if row.name.startswith("test_"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["met"])
def test_a_row_has_its_test(row: dict[str, str]) -> None:
    """What was met, the outcome, and a test of that name in that module."""
    assert row.keys() == {"who", "met", "now", "test"}
    module, _, name = row["test"].partition("::")
    assert name in names_of_tests(module)


def test_no_row_is_there_twice() -> None:
    """One row for each thing that was met."""
    assert len({row["met"] for row in ROWS}) == len(ROWS)
