"""The completion of `cradle` in a real bash, installed as a person does it."""

import os
import subprocess
from pathlib import Path

import pytest
from support.command import CRADLE
from support.need import need_command

COMPLETE = """
source "$HOME/.bashrc"
COMP_WORDS=(cradle {words})
COMP_CWORD={last}
$(complete -p cradle | sed 's/.*-F \\([^ ]*\\) .*/\\1/') cradle
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


def bash(script: str, home: Path) -> str:
    """Run a script in a bash whose home is a folder of its own, and return its output."""
    path = f"{CRADLE.parent}:{os.environ['PATH']}"
    command = [need_command("bash"), "--norc", "-c", script]
    environment = {**os.environ, "HOME": str(home), "PATH": path}
    return subprocess.run(
        command, check=True, capture_output=True, text=True, env=environment
    ).stdout


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which `cradle --install-completion` ran."""
    folder = tmp_path_factory.mktemp("home")
    bash("cradle --install-completion; exit $?", folder)
    return folder


@pytest.mark.parametrize(
    ("words", "completed"),
    [
        ("sub", "submit"),
        ("submit --su", "--supersedes"),
        ("log export", "export-static"),
        ("--server http://127.0.0.1:9 withd", "withdraw"),
    ],
)
def test_a_command_and_an_option_are_completed(words: str, completed: str, home: Path) -> None:
    """The one name that begins so is what bash inserts."""
    script = COMPLETE.format(words=words, last=len(words.split()))
    assert bash(script, home).splitlines() == [completed]


def test_the_script_is_shown_for_another_place(home: Path) -> None:
    """`--show-completion` prints what the installation writes."""
    shown = bash("cradle --show-completion; exit $?", home)
    installed = home / ".bash_completions" / "cradle.sh"
    assert shown.strip() == installed.read_text().strip()
