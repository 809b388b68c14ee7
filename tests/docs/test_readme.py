"""The commands of the README and of the whole chain run in a clone, unchanged, and leave no file to commit."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.command import cradle_process

from ledger.cli.keys.passphrases import CURRENT
from tools import tree

README = tree.TOP / "README.md"
CHAIN = tree.TOP / "docs" / "tutorial" / "chain.md"
WORDS = 1200
"""The README has at most so many words, as `wc` counts them."""


def blocks(page: Path, language: str) -> list[str]:
    """The fenced blocks of a language on a page."""
    return re.findall(rf"```{language}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


def git(folder: Path, *arguments: str) -> str:
    """The output of git in a work tree."""
    command = ["git", *arguments]
    return subprocess.run(
        command, cwd=folder, check=True, capture_output=True, text=True
    ).stdout.strip()


def _without_passphrase() -> dict[str, str]:
    """The environment without the passphrase of the tests, since the README states one."""
    return {name: value for name, value in os.environ.items() if name != CURRENT}


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone of this checkout, with the files that are about to be committed."""
    folder = tmp_path / "cradle"
    git(tmp_path, "clone", "--quiet", str(tree.TOP), str(folder))
    for path in tree.files():
        copy = folder / path.relative_to(tree.TOP)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    return folder


def run(clone: Path, page: Path) -> str:
    """Run the blocks of a page in a clone, in one shell; what they print. git ignores what they write."""
    script = "set -euo pipefail\n" + "\n".join(
        block for block in blocks(page, "sh") if "make demo" not in block
    )
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    before = git(clone, "status", "--porcelain")
    done = subprocess.run(
        ["bash", "-c", script],
        check=False,
        capture_output=True,
        text=True,
        cwd=clone,
        env={**_without_passphrase(), "PATH": path, "NO_COLOR": "1"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert git(clone, "status", "--porcelain") == before
    return done.stdout


def test_the_commands_of_the_readme_run_as_they_stand(clone: Path) -> None:
    """From a clone to the documents of a case of one's own, its draft of a policy and its verdict."""
    assert "Verified" in run(clone, README)
    assert (clone / "bicycle/result/documents/declaration.pdf").is_file()


def test_the_commands_of_the_whole_chain_run_as_they_stand(clone: Path) -> None:
    """Supplier, manufacturer and auditor get from a clone to a verified declaration."""
    assert "verified" in run(clone, CHAIN)
    assert (clone / "declaration.bundle").is_file()
    assert b"ENCRYPTED" in (clone / "keys" / "cells" / "working.pem").read_bytes()


def test_the_readme_is_short() -> None:
    """What it has no room for stands in docs/."""
    assert len(README.read_text(encoding="utf-8").split()) <= WORDS


def test_a_ledger_does_not_go_into_a_folder_of_the_clone(clone: Path) -> None:
    """The name of a package is refused, so the page's folder needs another name."""
    asked = (
        "--origin",
        "ledger.example/battery",
        "--operator",
        "Example Ledger AG",
        "--country",
        "DE",
    )
    ran = cradle_process("init", "--ledger", "ledger", *asked, cwd=clone)
    assert ran.err.startswith("refused: ledger.folder: ")


def test_no_file_of_the_repository_is_ignored() -> None:
    """The rule that ignores the commands' output hides no committed file."""
    assert not git(tree.TOP, "ls-files", "--cached", "--ignored", "--exclude-standard")


def test_what_the_readme_shows_of_the_demo_is_the_golden_transcript() -> None:
    """The transcript in the README is that of the demo's test."""
    golden = tree.TOP / "tests" / "vectors" / "demo_transcript.txt"
    shown = next(block for block in blocks(README, "text") if "total energy" in block)
    assert shown.strip() in golden.read_text(encoding="utf-8")
