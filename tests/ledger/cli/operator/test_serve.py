"""`cradle serve` as a process: it starts, stops on a signal, speaks only TLS, and logs no secret."""

import json
import signal
import ssl
import time
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest
from support.certificate import make_certificate
from support.clients import entry_of
from support.flips import Flip, flipped, kinds_of
from support.ledger_battery import BatteryChain, copied
from support.ledger_world import LOG_SIGNERS, ORIGIN
from support.refusal import refused
from support.serve_process import (
    LOGIN,
    SECRET,
    STARTING,
    free_port,
    is_ready,
    open_mine,
    serving,
    write_log_keys,
)
from support.witnesses import witness

from ledger.cli.operator.serve import command
from ledger.store.log import LOGS
from ledger.store.place import DATABASE


@pytest.fixture
def folder(built: tuple[BatteryChain, Path], tmp_path: Path) -> Path:
    """A ledger's folder with the logs' keys, an account of the mine, and a batch in a file beside it."""
    place = tmp_path / "ledger"
    with copied(*built, place) as chain:
        open_mine(chain)
        lines = [entry_of(chain, chain.mine, f"mine-{at}") for at in range(2, 1026)]
        (tmp_path / "batch").write_bytes(b"\n".join(lines))
    write_log_keys(place)
    return place


def test_on_a_signal_it_answers_what_is_under_way(folder: Path) -> None:
    """After SIGTERM in a batch every line is answered, the process ends with 0, and the next one starts."""
    batch = (folder.parent / "batch").read_bytes()
    with (
        serving(folder) as (process, port),
        closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection,
    ):
        connection.request("POST", "/v1/batches", batch, LOGIN)
        answer = connection.getresponse()
        first = answer.readline()
        process.send_signal(signal.SIGTERM)
        rows = [json.loads(line) for line in [first, *answer.read().splitlines()]]
        assert process.wait(60) == 0
    assert [row["status"] for row in rows] == [201] * 1024
    with serving(folder) as (process, port):
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0


def test_the_log_is_discreet(folder: Path) -> None:
    """Each line is JSON with method, route and status, and has no token, id, query or body."""
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
            connection.request(method, path, body, LOGIN)
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


def test_no_damaged_database_is_served(folder: Path) -> None:
    """A byte of an index that hides an entry stops the start, before anything is written."""
    runs = kinds_of(folder / DATABASE, "cell")["sqlite_autoindex_statement_1", "leaf", "cell"]
    last = runs[-1]
    with flipped(folder, Flip(last, last.end - 8, 1)):
        before = (folder / DATABASE).read_bytes()
        with refused("store.damaged"):
            command(port=free_port(), tls_cert=None, tls_key=None, ledger=folder)
        assert (folder / DATABASE).read_bytes() == before


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
