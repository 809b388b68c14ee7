"""A pytest plugin that disables one mechanism and reports how the test then ended.

    CRADLE_SABOTAGE="ledger.audit.links.lineage:_touching empty" python -m pytest -p support.sabotage TEST

The named function is replaced before any test module is imported, so `from module import function`
finds the replacement; named where another module has imported it, it is replaced there alone. A
replacement is one word of a closed list, so that a row of `threats.toml` says what is lost and runs
no code of its own. Left out: functions that their own module keeps in a table, and rules that stand
in the middle of a function; rows about these say why they have no replacement.
"""

import os
from collections.abc import Callable, Generator, Mapping
from hashlib import sha256
from importlib import import_module

import pytest
from support.need import Missing

VARIABLE = "CRADLE_SABOTAGE"
ENDED = "sabotaged test ended with"

REPLACEMENTS: Mapping[str, Callable[..., object]] = {
    "nothing": lambda *_, **__: None,
    "empty": lambda *_, **__: (),
    "true": lambda *_, **__: True,
    "first": lambda *given, **__: given[0],
    "last": lambda *given, **__: given[-1],
    "as_leaf": lambda *given: sha256(b"\x00" + b"".join(given)).digest(),
}
"""Replacements of a mechanism: they return nothing, an empty tuple, true, its first or last
argument, or the hash that a leaf of these bytes has."""

_outcome = pytest.StashKey[str]()


def find(function: str) -> tuple[object, str]:
    """The module or class that holds a function, and the function's name in it.

    Raises:
        AttributeError: there is no such function.
    """
    module, _, path = function.partition(":")
    owner: object = import_module(module)
    *outer, name = path.split(".")
    for part in outer:
        owner = getattr(owner, part)
    getattr(owner, name)
    return owner, name


def sabotage(function: str, replacement: str) -> None:
    """Replace the function by its replacement."""
    owner, name = find(function)
    setattr(owner, name, REPLACEMENTS[replacement])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep the kind of exception that the test itself ended with, and what it or a fixture missed."""
    raised = call.excinfo
    if raised is not None and isinstance(raised.value, Missing):
        item.config.stash[_outcome] = f"{Missing.__name__}: {raised.value.msg}"
    elif call.when == "call":
        item.config.stash[_outcome] = "nothing" if raised is None else raised.typename
    return (yield)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print it for the parent process."""
    kind = terminalreporter.config.stash.get(_outcome, "no run")
    terminalreporter.write_line(f"{ENDED}: {kind}")


if VARIABLE in os.environ:
    sabotage(*os.environ[VARIABLE].split())
