"""Tests run in the background, where a shell ignores SIGINT: the programs that they start can be interrupted."""

import subprocess
import sys
from pathlib import Path

IGNORED = """
import signal, subprocess, sys
from support.interruptions import let_children_be_interrupted
signal.signal(signal.SIGINT, signal.SIG_IGN)
let_children_be_interrupted()
signal.raise_signal(signal.SIGINT)
code = "import signal; signal.raise_signal(signal.SIGINT)"
print(subprocess.run([sys.executable, "-c", code], stderr=subprocess.DEVNULL).returncode)
"""


def test_a_child_of_a_process_in_the_background_can_be_interrupted() -> None:
    """The process itself stays uninterrupted; its child ends by the signal."""
    ran = subprocess.run(
        [sys.executable, "-c", IGNORED],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[1],
    )
    assert ran.stdout == "-2\n"


def test_no_program_ignores_an_interruption() -> None:
    """Programs that this run starts have the default handler, wherever the run was started."""
    code = "import signal; print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)"
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert ran.stdout == "True\n"
