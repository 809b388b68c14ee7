"""The demo that is served: its page opens in a browser on this machine, and PACT needs TLS."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from support.command import cradle
from support.serve_process import COMMAND, free_port

STARTING = 60
"""Seconds that the demo and its server may take on a busy machine."""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[dict[str, Any]]:
    """A demo that is served over plain http, and its result file once the port answers."""
    out = tmp_path / "demo.json"
    told = ("demo", "--dir", str(tmp_path / "demo"), "--out", str(out))
    command = [sys.executable, "-c", COMMAND, *told, "--serve", "--port", str(free_port())]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        yield _result(out, process)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=STARTING)


def _result(out: Path, process: subprocess.Popen[bytes]) -> dict[str, Any]:
    deadline = time.monotonic() + STARTING
    while time.monotonic() < deadline:
        assert process.poll() is None
        if out.is_file() and "pages" in (found := json.loads(out.read_text(encoding="utf-8"))):
            assert isinstance(found, dict)
            return found
        time.sleep(0.1)
    pytest.fail("the demo was not served")


def test_the_page_behind_the_qr_code_opens(served: dict[str, Any]) -> None:
    """Plain http on this machine: the address in the file answers with the demo's declaration."""
    pages = served["pages"]
    assert pages["url"].startswith("http://localhost:")
    answer = httpx2.get(pages["public"])
    assert answer.status_code == 200
    assert "0.1241" in answer.text
    assert "Study: not a declaration" in answer.text
    assert "pact" not in served


@pytest.mark.parametrize(
    "options",
    [
        ("--serve", "--partner", "https://pact.example,me,secret"),
        ("--serve", "--tls-cert", "cert.pem"),
        ("--port", "8443"),
    ],
)
def test_options_that_do_not_fit_are_refused(options: tuple[str, ...], tmp_path: Path) -> None:
    """A partner without TLS, a certificate without its key, a port without a server: before the demo runs."""
    ran = cradle("demo", "--dir", tmp_path / "demo", *options)
    assert (ran.code, "option.serve" in ran.err) == (1, True)
    assert not (tmp_path / "demo").exists()
