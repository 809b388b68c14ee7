"""Transcripts on a page: run their commands in one shell, and compare what they print with what the page shows.

A block of `console` is a transcript: a line after `$ ` is a command, which a backslash continues; the lines below are
its output, on both channels. A line `...` stands for any number of lines. `<!-- by hand: NAME -->` before a block names
what a person does first, which the test does; it may set variables of the shell.

What differs from run to run (ids, keys, digests, addresses) is masked on both sides. The folder is `~`, and a page
was written on `DAY`. CRADLE_DRAW=1 writes the present outputs over the page's, and the time that the commands took; an
output with `...` is kept unless it differs.
"""

import re
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

DAY = "2026-12-03"
"""The day on which the pages were written."""

RATE = 120
"""The characters that a person types in a minute."""

MINUTES = 10
"""The time that a tutorial has for what is typed and computed."""

_BLOCK = re.compile(
    r"(?:<!-- by hand: (?P<hand>[a-z ]+) -->\n+)?```console\n(?P<text>.*?)```\n", re.DOTALL
)
_COMMAND = re.compile(r"^\$ (?P<command>(?:.*\\\n)*.*\n)(?P<shown>(?:(?!\$ ).*\n)*)", re.MULTILINE)
_MASKS = (
    (re.compile(r"https?://[\w.:-]+"), "URL"),
    (re.compile(r"/invitation/\w+"), "/invitation/LINK"),
    (re.compile(r"\+[0-9a-f]{8}\+(?:[A-Za-z0-9+/=]{44})?"), "+KEY"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "DIGEST"),
    (re.compile(r"\b[0-9a-f]{12}\b"), "DIGITS"),
    (re.compile(r"-[0-9a-f]{8}\b"), "-LINK"),
)
_TIME = re.compile(
    r"\d+ commands with .*? with (?P<seconds>\d+) s of the machine .*? used", re.DOTALL
)
_ELIDED = "..."
_SPACES = re.compile(r" +")


@dataclass(frozen=True, slots=True)
class Step:
    """A command with the output that the page shows from `place` on, and what a person did before it."""

    command: str
    shown: str
    place: int
    hand: str | None


@dataclass(frozen=True, slots=True)
class Ran:
    """A command that ran: what it printed, and the seconds it took."""

    step: Step
    output: str
    seconds: float

    @property
    def is_whole(self) -> bool:
        """True if the page shows all of an output."""
        return _ELIDED not in self.step.shown.splitlines()


def steps(page: str) -> Iterator[Step]:
    """Yield the commands of a page in their order."""
    for block in _BLOCK.finditer(page):
        hand = block["hand"]
        for part in _COMMAND.finditer(block["text"]):
            place = block.start("text") + part.start("shown")
            yield Step(part["command"], part["shown"], place, hand)
            hand = None


def typed(step: Step) -> int:
    """The characters that a person types for a command: runs of spaces and a continued line count as one space."""
    return len(_SPACES.sub(" ", step.command.replace("\\\n", " ")).strip())


def minutes(characters: int, seconds: float) -> float:
    """The time for what is typed and computed."""
    return characters / RATE + seconds / 60


def summary(page: str, cells: Sequence[str], seconds: int) -> str:
    """The words on a page that say how much there is to type, into a spreadsheet too, and how long it takes."""
    found = list(steps(page))
    characters = sum(map(typed, found))
    filled = sum(map(len, cells))
    sheet = f" and {len(cells)} cells with {filled}" if cells else ""
    typing = minutes(characters + filled, 0)
    return (
        f"{len(found)} commands with {characters} typed characters{sheet}, which are {typing:.1f} minutes"
        f" at {RATE} characters a minute; with {seconds} s of the machine"
        f" {minutes(characters + filled, seconds):.1f} of {MINUTES} minutes are used"
    )


def stated_seconds(page: str) -> int:
    """The time of the machine that a page states."""
    stated = _TIME.search(page)
    assert stated is not None
    return int(stated["seconds"])


def masked(text: str) -> str:
    """A text without what differs from run to run."""
    for pattern, word in _MASKS:
        text = pattern.sub(word, text)
    return text


def agrees(shown: str, printed: str) -> bool:
    """True if an output is what the page shows of it."""
    lines = masked(shown).splitlines()
    pattern = "".join(
        r"(?:.*\n)*?" if line == _ELIDED else re.escape(line) + r"\n" for line in lines
    )
    return re.fullmatch(pattern, masked(printed)) is not None


def run(
    page: Path, home: Path, environment: Mapping[str, str], hands: Mapping[str, Callable[[], str]]
) -> Iterator[Ran]:
    """Run the commands of a page in one shell in `home`."""
    shell = _Shell(home, environment)
    try:
        for step in steps(page.read_text(encoding="utf-8")):
            if step.hand is not None:
                shell.run(hands[step.hand]())
            begun = time.monotonic()
            output = shell.run(step.command)
            yield Ran(step, output, time.monotonic() - begun)
    finally:
        shell.close()


def redraw(page: Path, ran: Sequence[Ran], cells: Sequence[str]) -> None:
    """Write outputs over those that a page shows, and the time that they took."""
    text = page.read_text(encoding="utf-8")
    seconds = round(sum(one.seconds for one in ran))
    for one in reversed(ran):
        step = one.step
        if one.is_whole or not agrees(step.shown, one.output):
            text = text[: step.place] + one.output + text[step.place + len(step.shown) :]
    text = _TIME.sub(lambda _: summary(text, cells, seconds), text, count=1)
    page.write_text(text, encoding="utf-8")


class _Shell:
    """A shell that a person types into, whose output is no terminal."""

    _END = "end of the command"

    def __init__(self, home: Path, environment: Mapping[str, str]) -> None:
        self._home = home
        self._shell = subprocess.Popen(
            ["bash"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=home,
            env={**environment, "NO_COLOR": "1"},
        )

    def run(self, command: str) -> str:
        """The output of a command on both channels."""
        assert self._shell.stdin is not None
        assert self._shell.stdout is not None
        self._shell.stdin.write(f"{{ {command or ':'}\n}} < /dev/null; echo '{self._END}'\n")
        self._shell.stdin.flush()
        lines = []
        while (line := self._shell.stdout.readline()) not in (f"{self._END}\n", ""):
            lines.append(line.rstrip() + "\n")
        today = datetime.now(UTC).date().isoformat()
        return "".join(lines).replace(str(self._home), "~").replace(today, DAY)

    def close(self) -> None:
        """End the shell."""
        self._shell.communicate()
