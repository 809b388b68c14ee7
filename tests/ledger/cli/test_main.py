"""A failure that is not a refusal has its own exit status, which is not a verdict."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.command import cradle

from ledger.cli import main
from ledger.cli.commands import audit_input

SHORT_OF_MEMORY = """
import resource
from pathlib import Path
from ledger.cli.main import main
used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + (100 << 20), used + (100 << 20)))
main()
"""


def verify_short_of_memory(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """Run `cradle verify` of 400 MB in a process that may use 100 MB more than at its start."""
    bundle, policy = folder / "large.bundle", folder / "policy.toml"
    with bundle.open("wb") as file:
        file.truncate(400 << 20)
    policy.write_text("")
    command = [sys.executable, "-c", SHORT_OF_MEMORY, "verify", bundle, "--policy", policy]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("COV")}
    return subprocess.run(
        [*command, *more], check=False, capture_output=True, text=True, env=environment
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits memory as Linux does")
def test_a_verifier_that_runs_out_of_memory_gives_no_verdict(tmp_path: Path) -> None:
    """Exit status 4, one sentence, and no stack trace."""
    ran = verify_short_of_memory(tmp_path)
    assert ran.returncode == 4
    assert ran.stderr.startswith("refused: command.crashed: The command failed (MemoryError)")
    assert "Traceback" not in ran.stderr
    assert ran.stdout == ""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits memory as Linux does")
def test_a_program_is_given_the_failure_as_json(tmp_path: Path) -> None:
    """The error is an object with its code on standard output."""
    ran = verify_short_of_memory(tmp_path, "--json")
    assert ran.returncode == 4
    assert json.loads(ran.stdout)["error"]["code"] == "command.crashed"


def test_a_trace_is_printed_where_it_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`CRADLE_TRACE=1` prints the stack trace that a fault report needs."""

    def fail(_: Path) -> bytes:
        raise RecursionError

    monkeypatch.setattr(audit_input, "read_file", fail)
    monkeypatch.setenv("CRADLE_TRACE", "1")
    ran = cradle("verify", tmp_path / "a.bundle", "--policy", tmp_path / "policy.toml")
    assert ran.code == main.CRASHED
    assert "Traceback" in ran.err
