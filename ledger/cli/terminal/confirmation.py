"""A question before an act that cannot be undone, such as a signature in a public log.

A person is asked, a program never: only if standard input and standard error are both terminals, and the caller has no
reason to be silent (`--yes`, `--quiet` or `--json`). The command shows beforehand what the person decides on.
"""

import sys

from rich.prompt import Confirm
from rich.text import Text

from ledger.cli.terminal.display import progress_console
from schemas.errors import CradleError

DECLINED = "confirmation.declined"


def confirm(question: str, *, silent: bool) -> None:
    """Ask a person a yes-or-no question on standard error; return if the answer is yes, or if nobody is asked.

    Args:
        question: the question, with its question mark.
        silent: True if the caller must not ask: `--yes`, `--quiet` or `--json` was given.

    Raises:
        CradleError: `confirmation.declined` if the answer is no, or the input ends without one.
    """
    if silent or not is_person():
        return
    try:
        answer = Confirm.ask(Text(question), console=progress_console, default=False)
    except EOFError:
        answer = False
    if not answer:
        detail = "Nothing was signed or sent; run the command again and answer y, or give --yes."
        raise CradleError(DECLINED, detail)


def is_person() -> bool:
    """True if a person can read the question and answer it."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))
