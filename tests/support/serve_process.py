"""`cradle serve` as a process of its own, over a folder with the logs' keys and an account of the mine."""

import os
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path

from support.accounts import add_script
from support.http_api import NOW
from support.ledger_battery import BatteryChain
from support.passphrase import KEY_PASSPHRASE

from ledger.cli.backend.folder import ENTRIES_KEY, KEYS, REGISTRY_KEY
from ledger.cli.keys.passphrases import CURRENT
from ledger.cli.keys.private_keys import write_private_key
from ledger.service.access.accounts import CredentialRequest, open_organisation
from schemas.vocabulary import Role

TOP = Path(__file__).parents[2]
COMMAND = "from ledger.cli.main import main; main()"
STARTING = 60.0
SECRET = "ab" * 32
LOGIN = {"Authorization": f"Bearer cradle_mine.script_{SECRET}"}
"""The header that the mine's script sends."""


def open_mine(chain: BatteryChain) -> None:
    """Give the mine an account with an API key."""
    store = chain.world.ledger.store
    open_organisation(store, "mine", "The Mine", NOW, chain.mine.id)
    asked = CredentialRequest("mine.script", "mine", frozenset({Role.SUPPLIER}))
    add_script(store, asked, lambda: SECRET, NOW)


def write_log_keys(place: Path) -> None:
    """Put the private keys of the logs into the folder, as `cradle init` does."""
    (place / KEYS).mkdir(exist_ok=True)
    for name, word in ((ENTRIES_KEY, b"entries log"), (REGISTRY_KEY, b"registry log")):
        write_private_key(place / KEYS / name, sha256(word).digest(), lambda: KEY_PASSPHRASE)


def free_port() -> int:
    """A free port."""
    import socket

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


Server = tuple["subprocess.Popen[bytes]", int]


def await_ready(
    process: "subprocess.Popen[bytes]",
    port: int,
    tls: ssl.SSLContext | None = None,
    log: Path | None = None,
) -> None:
    """Wait until a server that was started is ready; `log` is what it writes meanwhile."""
    deadline = time.monotonic() + STARTING
    while not is_ready(port, tls):
        told = "" if log is None else log.read_text()
        assert time.monotonic() < deadline, told
        assert process.poll() is None, told
        time.sleep(0.1)


@contextmanager
def serving(folder: Path, *options: str, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """Run `cradle serve` in a process of its own until it is ready."""
    port = free_port()
    told = ["serve", "--ledger", str(folder), "--port", str(port), *options]
    with (
        (folder.parent / "log").open("wb") as log,
        subprocess.Popen(
            [sys.executable, "-c", COMMAND, *told],
            env=os.environ | {"PYTHONPATH": str(TOP), CURRENT: KEY_PASSPHRASE},
            stderr=log,
        ) as process,
    ):
        try:
            await_ready(process, port, tls, folder.parent / "log")
            yield process, port
        finally:
            process.kill()


def is_ready(port: int, tls: ssl.SSLContext | None) -> bool:
    """True if the server reports that it accepts statements."""
    connection = (
        HTTPConnection("127.0.0.1", port, timeout=10)
        if tls is None
        else HTTPSConnection("127.0.0.1", port, timeout=10, context=tls)
    )
    try:
        connection.request("GET", "/ready")
        return connection.getresponse().read() == b'{"status":"ready"}'
    except OSError:
        return False
    finally:
        connection.close()
