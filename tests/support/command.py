"""Run `cradle` in this process, or in one of its own as a person does; output and exit status."""

import contextlib
import io
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from ledger.cli.main import main

CRADLE = Path(sys.executable).parent / "cradle"


@dataclass(frozen=True)
class Ran:
    """The result of a command."""

    code: int
    out: str
    err: str


def cradle(*arguments: object) -> Ran:
    """Run the command line in this process."""
    out, err = io.StringIO(), io.StringIO()
    code: int | str | None = 0
    with (
        mock.patch.object(sys, "argv", ["cradle", *map(str, arguments)]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as leaving:
            code = leaving.code
    return Ran(int(code or 0), out.getvalue(), err.getvalue())


def did(*arguments: object) -> Ran:
    """Run a command that must succeed."""
    ran = cradle(*arguments)
    assert ran.code == 0, (arguments, ran.out, ran.err)
    return ran


def cradle_process(*arguments: object, cwd: Path | None = None) -> Ran:
    """Run the installed command in a process of its own and wait for it."""
    done = subprocess.run(
        [CRADLE, *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, "COLUMNS": "100", "NO_COLOR": "1"},
    )
    return Ran(done.returncode, done.stdout, done.stderr)
