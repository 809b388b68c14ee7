"""Runs of pytest, each in a fork of a process that has imported packages of others and nothing of the project.

A run starts in half the time, and imports the whole project itself. A request is a line of JSON on standard input: the
arguments of pytest, the environment, and the file for the output. The line of the answer is the exit status.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, NoReturn

import pytest

PACKAGES = (
    *("alembic", "coverage", "cryptography.fernet", "hypothesis.stateful", "nacl.signing"),
    *("psycopg", "pwdlib", "pydantic", "pygments", "sqlalchemy.orm", "sqlmodel"),
)
IMPORTED = "ignore::pytest.PytestAssertRewriteWarning"
"""That a plugin was imported before pytest could rewrite its assertions is meant."""

# Under CI Hypothesis tries the same examples each time, and keeps none that failed here.
ALWAYS = {"CI": "1", "PYTHONPATH": "tests"}


class Run(NamedTuple):
    """The exit status of a run, and what it printed."""

    code: int
    printed: str


class Forks(NamedTuple):
    """The process that forks, and the folder that its forks write to.

    Their temporary folders lie there too: pytest's own, shared by all its runs, are cleaned up by each, and two that
    do so at once fail one of them now and then.
    """

    process: "subprocess.Popen[str]"
    folder: Path

    def run(self, *arguments: str, **environment: str) -> Run:
        """Run pytest on the checkout with these arguments, and these variables beside those of this process."""
        inherited = {name: value for name, value in os.environ.items() if name != "PYTEST_ADDOPTS"}
        output, temporary = self.folder / "output", f"--basetemp={self.folder / 'temporary'}"
        request = {
            "arguments": ["-q", "-p", "no:cacheprovider", "-W", IMPORTED, temporary, *arguments],
            "environment": inherited | ALWAYS | environment,
            "output": str(output),
        }
        asked, answered = self.process.stdin, self.process.stdout
        assert asked is not None
        assert answered is not None
        print(json.dumps(request), file=asked, flush=True)
        return Run(int(answered.readline()), output.read_text(encoding="utf-8"))


@contextmanager
def forking(top: Path) -> Iterator[Forks]:
    """Start the process in the checkout, and end it afterwards."""
    with (
        TemporaryDirectory() as folder,
        subprocess.Popen(
            [sys.executable, "-m", "support.forks"],
            cwd=top,
            env=os.environ | ALWAYS,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process,
    ):
        yield Forks(process, Path(folder))


def _run(request: dict[str, Any]) -> NoReturn:
    """Become the run: the interpreter ends as any other, with what tests left for its end."""
    output = os.open(request["output"], os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    for file, stream in ((os.open(os.devnull, os.O_RDONLY), 0), (output, 1), (output, 2)):
        os.dup2(file, stream)
    os.environ.clear()
    os.environ.update(request["environment"])
    sys.exit(pytest.main(request["arguments"]))


def main() -> None:
    """Fork for each request until there are no more."""
    for name in PACKAGES:
        import_module(name)
    while line := sys.stdin.readline():
        child = os.fork()
        if child == 0:
            _run(json.loads(line))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
