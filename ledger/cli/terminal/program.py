"""The name by which a printed command can be run as it is."""

import shutil
import sys
from pathlib import Path
from shlex import quote

NAME = "cradle"


def program() -> str:
    """Return the command's name if the shell finds this program by it, or else the path by which it was called."""
    called = Path(sys.argv[0])
    path = shutil.which(NAME)
    if called.name != NAME or (path is not None and Path(path).resolve() == called.resolve()):
        return NAME
    return str(called)


def command_line(words: str) -> str:
    """A command to run as it is printed: the program and these words."""
    return f"{quote(program())} {words}"
