"""`cradle serve` as a process: it starts, stops on a signal, speaks only TLS, and logs no secret."""

import json
import os
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path

import pytest
from support.certificate import make_certificate
from support.clients import entry_of
from support.http_api import NOW
from support.ledger_battery import BatteryChain, copied
from support.ledger_world import LOG_SIGNERS, ORIGIN
from support.refusal import refused
from support.witnesses import witness

from ledger.cli.backend.folder import ENTRIES_KEY, KEYS, REGISTRY_KEY
from ledger.cli.keys.private_keys import write_private_key
from ledger.cli.operator.serve import command
from ledger.service.access.accounts import CredentialRequest, add_script, open_organisation
from ledger.store.log import LOGS
from schemas.vocabulary import Role

TOP = Path(__file__).parents[4]
COMMAND = "from ledger.cli.main import main; main()"
STARTING = 60.0
SECRET = "ab" * 32

on_sqlite = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


@pytest.fixture
def folder(built: tuple[BatteryChain, Path], tmp_path: Path) -> Path:
    """A ledger's folder with the logs' keys, an account of the mine, and a batch in a file beside it."""
    place = tmp_path / "ledger"
    with copied(*built, place) as chain:
        store = chain.world.ledger.store
        open_organisation(store, "mine", "The Mine", NOW, chain.mine.id)
        asked = CredentialRequest("mine.script", "mine", frozenset({Role.SUPPLIER}))
        add_script(store, asked, lambda: SECRET, NOW)
        lines = [entry_of(chain, chain.mine, f"mine-{at}") for at in range(2, 1026)]
        (tmp_path / "batch").write_bytes(b"\n".join(lines))
    (place / KEYS).mkdir(exist_ok=True)
    for name, word in ((ENTRIES_KEY, b"entries log"), (REGISTRY_KEY, b"registry log")):
        write_private_key(place / KEYS / name, sha256(word).digest())
    return place


def free_port() -> int:
    """A free port."""
    import socket

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


Server = tuple["subprocess.Popen[bytes]", int]


@contextmanager
def serving(folder: Path, *options: str, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """Run `cradle serve` in a process of its own until it is ready."""
    port = free_port()
    told = ["serve", "--ledger", str(folder), "--port", str(port), *options]
    with (
        (folder.parent / "log").open("wb") as log,
        subprocess.Popen(
            [sys.executable, "-c", COMMAND, *told],
            env=os.environ | {"PYTHONPATH": str(TOP)},
            stderr=log,
        ) as process,
    ):
        try:
            deadline = time.monotonic() + STARTING
            while not is_ready(port, tls):
                assert time.monotonic() < deadline, (folder.parent / "log").read_text()
                assert process.poll() is None, (folder.parent / "log").read_text()
                time.sleep(0.1)
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


@on_sqlite
def test_on_a_signal_it_answers_what_is_under_way(folder: Path) -> None:
    """After SIGTERM in a batch every line is answered, the process ends with 0, and the next one starts."""
    batch = (folder.parent / "batch").read_bytes()
    key = {"Authorization": f"Bearer cradle_mine.script_{SECRET}"}
    with (
        serving(folder) as (process, port),
        closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection,
    ):
        connection.request("POST", "/v1/batches", batch, key)
        answer = connection.getresponse()
        first = answer.readline()
        process.send_signal(signal.SIGTERM)
        rows = [json.loads(line) for line in [first, *answer.read().splitlines()]]
        assert process.wait(60) == 0
    assert [row["status"] for row in rows] == [201] * 1024
    with serving(folder) as (process, port):
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0


@on_sqlite
def test_the_log_is_discreet(folder: Path) -> None:
    """Each line is JSON with method, route and status, and has no token, id, query or body."""
    key = f"cradle_mine.script_{SECRET}"
    entry = "sha256:" + "1" * 64
    with (
        serving(folder) as (process, port),
        closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection,
    ):
        for method, path, body in (
            ("GET", "/v1/session", None),
            ("GET", f"/v1/entries/{entry}?secret=word", None),
            ("POST", "/v1/entries", b'{"secret": "word"}'),
            ("GET", "/nowhere/secret", None),
        ):
            connection.request(method, path, body, {"Authorization": f"Bearer {key}"})
            connection.getresponse().read()
        process.send_signal(signal.SIGTERM)
        process.wait(60)
    log = (folder.parent / "log").read_text()
    rows = [json.loads(line) for line in log.splitlines()]
    told = [
        (row["method"], row["route"], row["status"]) for row in rows if row["route"] != "/ready"
    ]
    assert told == [
        ("GET", "/v1/session", 200),
        ("GET", "/v1/entries/{statement}", 404),
        ("POST", "/v1/entries", 422),
        ("GET", "(none)", 404),
    ]
    for secret in (SECRET, "mine", "secret", "word", entry):
        assert secret not in log


@on_sqlite
def test_with_a_certificate_it_speaks_tls_alone(folder: Path) -> None:
    """A client that trusts the certificate gets an answer; plain HTTP at that port does not."""
    cert, key = make_certificate(folder.parent)
    trusting = ssl.create_default_context(cafile=str(cert))
    options = ("--tls-cert", str(cert), "--tls-key", str(key))
    with serving(folder, *options, tls=trusting) as (_, port):
        assert is_ready(port, trusting)
        with pytest.raises(ConnectionError):
            is_answered_in_the_clear(port)


def is_answered_in_the_clear(port: int) -> None:
    """True if the server answers plain HTTP."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", "/ready")
        connection.getresponse()


def test_no_login_travels_in_the_clear(tmp_path: Path) -> None:
    """An address beyond this machine needs a certificate, and a certificate without its key is refused."""
    with refused("option.tls", "--host"):
        command(host="0.0.0.0", port=0, tls_cert=None, tls_key=None, ledger=tmp_path)  # noqa: S104
    with refused("option.tls", "--tls-cert"):
        command(port=0, tls_cert=tmp_path, tls_key=None, ledger=tmp_path)


def test_beyond_this_machine_it_knows_its_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without its public address a server that others reach does not start; with it the ledger is opened."""
    cert, key = make_certificate(tmp_path)
    options = {"port": 0, "tls_cert": cert, "tls_key": key, "ledger": tmp_path / "none"}
    with refused("setting.public_url", "CRADLE_PUBLIC_URL"):
        command(host="0.0.0.0", **options)  # noqa: S104
    monkeypatch.setenv("CRADLE_PUBLIC_URL", "https://cradle.example")
    with refused("ledger.absent"):
        command(host="0.0.0.0", **options)  # noqa: S104


@on_sqlite
def test_it_has_its_logs_cosigned_while_it_runs(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The configured witness signs the logs at the start; a setting that is not a witness stops the server."""
    keys = [LOG_SIGNERS.vkey(ORIGIN, log) for log in LOGS]
    with witness(folder.parent, "w1", keys) as one:
        monkeypatch.setenv("CRADLE_WITNESSES", one)
        with serving(folder) as (process, _):
            deadline = time.monotonic() + STARTING
            while not list(folder.glob("cosigned/*.json")):
                assert time.monotonic() < deadline, "nothing was cosigned"
                time.sleep(0.1)
            process.send_signal(signal.SIGTERM)
            assert process.wait(60) == 0
    monkeypatch.setenv("CRADLE_WITNESSES", "https://one.example")
    with refused("witness.named", "CRADLE_WITNESSES"):
        command(port=free_port(), tls_cert=None, tls_key=None, ledger=folder)
