"""The verifier needs no network, no store, no service and no server."""

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

from support.signed_battery import honest

from ledger.audit.policy import format_policy
from ledger.footprint.graph.numbers import show_figure

ALONE = """
import socket, sys
from importlib.abc import MetaPathFinder

class Refusal(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        closed = ("api", "sqlmodel", "sqlalchemy", "alembic", "fastapi", "starlette", "uvicorn",
                  "httpx", "httpx2", "ledger.admission", "ledger.append", "ledger.bundles", "ledger.cli",
                  "ledger.exchange", "ledger.monitoring", "ledger.operation", "ledger.service",
                  "ledger.state", "ledger.store")
        if any(name == part or name.startswith(part + ".") for part in closed):
            raise ImportError(f"{name} is not here")

def no_network(*args, **kwargs):
    raise OSError("there is no network")

sys.meta_path.insert(0, Refusal())
socket.socket.connect = no_network
socket.socket.bind = no_network
socket.create_connection = no_network
socket.getaddrinfo = no_network

from ledger.audit.policy import parse_policy
from ledger.audit.report.layout import layout_report
from ledger.audit.verifier import verify
from ledger.documents.rendering.markdown import render_markdown

def read(name):
    with open(name, "rb") as file:
        return file.read()

report = verify(read(sys.argv[1]), parse_policy(read(sys.argv[2])), "sha256:" + "0" * 64)
print(render_markdown(layout_report(report)))
sys.exit(report.exit_code)
"""


def test_a_bundle_is_verified_alone(tmp_path: Path) -> None:
    """The exit code is 0 in a process that cannot open connections or import other packages."""
    bundle, policy = tmp_path / "bundle", tmp_path / "policy.toml"
    bundle.write_bytes(honest().ledger.bundle())
    policy.write_bytes(format_policy(honest().ledger.policy()))
    command = [sys.executable, "-c", ALONE, str(bundle), str(policy)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "**Verified:** recomputed" in done.stdout
    assert show_figure(Decimal(honest().total)) in done.stdout
