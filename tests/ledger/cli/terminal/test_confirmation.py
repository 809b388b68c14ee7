"""A person is asked before an act that cannot be undone; a program is never."""

import os
import pty
import subprocess
import sys
from typing import NamedTuple

import pytest

CODE = """
import sys
from ledger.cli.terminal.confirmation import confirm
from schemas.errors import CradleError
try:
    confirm("Sign [this]?", silent={silent})
except CradleError as refused:
    print(refused.code)
else:
    print("went on")
"""


END = b"(end)"


class Ended(NamedTuple):
    """What a program wrote on standard output, and on its terminal."""

    output: str
    shown: str


def ask(
    answer: bytes, *, silent: bool = False, terminals: tuple[str, ...] = ("stdin", "stderr")
) -> Ended:
    """Run `confirm` in a process of its own whose named streams are a terminal on which a person types."""
    person, terminal = pty.openpty()
    streams = {"stdin": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    streams |= dict.fromkeys(terminals, terminal)
    os.write(person, answer)
    ran = subprocess.run(
        [sys.executable, "-c", CODE.format(silent=silent)],
        stdout=subprocess.PIPE,
        stdin=streams["stdin"],
        stderr=streams["stderr"],
        env={**os.environ, "TERM": "dumb"},
        check=True,
        timeout=60,
    )
    os.write(terminal, END)
    shown = b""
    while not shown.endswith(END):
        shown += os.read(person, 10_000)
    os.close(terminal)
    os.close(person)
    return Ended(ran.stdout.decode(), shown.decode())


def test_a_yes_goes_on() -> None:
    """The question is on the terminal as it was written; standard output has the result alone."""
    ended = ask(b"y\n")
    assert ended.output == "went on\n"
    assert "Sign [this]? [y/n] (n): " in ended.shown


@pytest.mark.parametrize("answer", [b"n\n", b"\n", b"maybe\nn\n", b"\x04"])
def test_anything_else_is_a_refusal(answer: bytes) -> None:
    """A no, an empty line, a word that is neither followed by a no, and the end of the input."""
    assert ask(answer).output == "confirmation.declined\n"


@pytest.mark.parametrize("terminals", [(), ("stdin",), ("stderr",)])
def test_a_program_is_not_asked(terminals: tuple[str, ...]) -> None:
    """Without a terminal to read from and one to write to there is no question."""
    ended = ask(b"", terminals=terminals)
    assert ended.output == "went on\n"
    assert "Sign" not in ended.shown


def test_a_silent_command_does_not_ask() -> None:
    """With --yes, --quiet or --json a terminal changes nothing."""
    ended = ask(b"", silent=True)
    assert ended.output == "went on\n"
    assert "Sign" not in ended.shown
