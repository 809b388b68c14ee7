"""The README's promises: its commands run, in order, as they stand there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).parents[2]
README = TOP / "README.md"


def blocks(language: str) -> list[str]:
    """The fenced blocks of a language."""
    return re.findall(rf"```{language}\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)


def test_the_commands_of_the_three_users_run_as_they_stand(tmp_path: Path) -> None:
    """Supplier, manufacturer and auditor get from an empty folder to a verified declaration."""
    shutil.copytree(TOP / "docs" / "examples", tmp_path / "docs" / "examples")
    script = "set -euo pipefail\n" + "\n".join(
        block for block in blocks("sh") if "make demo" not in block
    )
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", script],
        check=False,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PATH": path, "NO_COLOR": "1"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "verified" in done.stdout


def test_what_the_readme_shows_of_the_demo_is_the_golden_transcript() -> None:
    """The transcript in the README is the one that the demo's test pins."""
    golden = TOP / "tests" / "vectors" / "demo_transcript.txt"
    shown = next(block for block in blocks("text") if "total energy" in block)
    assert shown.strip() in golden.read_text(encoding="utf-8")
