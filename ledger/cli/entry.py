"""The installed command `cradle`: import the command line and run it; an interruption at any moment is one line.

A person may interrupt the import too, which holds nothing yet, and the end of the program, which has nothing left to
do: there the process ends at once. In between an interruption is an exception, so that a command can undo its work.
"""

import os
import signal

INTERRUPTED = 130


def main() -> None:
    """Run the command line and exit."""
    interrupted = signal.getsignal(signal.SIGINT)
    if interrupted is signal.SIG_IGN:  # as a shell does for a command in the background
        _run()
    signal.signal(signal.SIGINT, _leave)
    import ledger.cli.main  # noqa: F401 - loaded while an interruption may end the process at once

    signal.signal(signal.SIGINT, interrupted)
    try:
        _run()
    finally:
        signal.signal(signal.SIGINT, _leave)


def _run() -> None:
    from ledger.cli.main import main as run

    run()


def _leave(*_: object) -> None:
    os.write(2, b"interrupted\n")
    os._exit(INTERRUPTED)
