"""Witnesses called in the background: a posted entry is soon cosigned; one that is down is counted, and catches up."""

import shutil
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
import structlog
from support.clients import entry_of, post
from support.http_api import House, furnished
from support.ledger_battery import BatteryChain
from support.ledger_small import twins
from support.ledger_world import LOG_SIGNERS, ORIGIN
from support.refusal import refused
from support.servers import serving
from support.witnesses import TIME, settings, vkey_of

from api.app import create_app
from api.configuration import Configuration
from api.telemetry import Metrics
from api.witnessing import PATIENCE, UNFORESEEN, parse_witnesses, witnessing
from ledger.client import http
from ledger.operation import cosign
from ledger.operation.cosign import Witness, ask_witnesses
from ledger.store.log import LOGS
from ledger.trust.note import format_vkey, parse_note
from ledger.trust.tlog_proof import parse_tlog_proof
from ledger.trust.witness import cosigned_at
from ledger.witness.app import create_app as create_witness
from schemas.signed.log import Receipt

LOG_KEYS = [LOG_SIGNERS.vkey(ORIGIN, log) for log in LOGS]
SOON = 30.0
"""Seconds that something may take on a busy machine."""


class Server:
    """A running server over the chain, and requests to it."""

    def __init__(self, chain: BatteryChain, house: House, address: str, metrics: Metrics) -> None:
        self.chain, self.house, self.address, self.metrics = chain, house, address, metrics

    def enter(self, site: str) -> Receipt:
        """Post an entry of the mine and return its receipt."""
        body = entry_of(self.chain, self.chain.mine, site)
        status, answer = post(self.address, "/v1/entries", body, self.house.as_("mine"))
        assert status == 201, answer
        return Receipt.parse(answer)

    def witnesses_of(self, entry: str) -> list[str]:
        """The witnesses that have cosigned an entry's present receipt."""
        path = f"{self.address}/v1/entries/{entry}/receipt?cosigned=true"
        found = http.get(path, token=self.house.keys["mine"])
        if found.status != 200:
            return []
        proof = parse_tlog_proof(Receipt.parse(found.body).proof.encode())
        known = cosigned_at(parse_note(proof.checkpoint), [vkey_of("w1"), vkey_of("w2")])
        return [name for name in ("w1", "w2") if vkey_of(name).key in known]

    def measured(self, name: str, **labels: str) -> float | None:
        """A metric."""
        return self.metrics.registry.get_sample_value(f"cradle_witness_{name}", labels)


@contextmanager
def asking(chain: BatteryChain, witnesses: Sequence[Witness]) -> Iterator[Server]:
    """A server that asks these witnesses ten times a second."""
    house = furnished(chain, Configuration(metrics=True))
    app = create_app(house.context)
    metrics = app.state.metrics
    with (
        structlog.testing.capture_logs(),
        serving(app) as address,
        witnessing(house.context.ledger, witnesses, 0.1, metrics),
    ):
        yield Server(chain, house, address, metrics)


def soon(holds: Callable[[], bool]) -> None:
    """Wait until a condition is true."""
    deadline = time.monotonic() + SOON
    while not holds():
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.05)


@contextmanager
def running(folder: Path, name: str, port: int = 0) -> Iterator[Witness]:
    """A running witness at a port, with its record in a folder."""
    app = create_witness(settings(folder, name, LOG_KEYS), lambda: TIME)
    with serving(app, port=port) as address:
        yield Witness(address, vkey_of(name))


def test_what_is_posted_is_soon_cosigned_by_all(chain: BatteryChain, tmp_path: Path) -> None:
    """The entry is logged; a moment later the same receipt has the cosignatures of both witnesses."""
    with (
        running(tmp_path, "w1") as one,
        running(tmp_path, "w2") as two,
        asking(chain, [one, two]) as server,
    ):
        entry = server.enter("mine-2").id
        soon(lambda: server.witnesses_of(entry) == ["w1", "w2"])
        for name in ("w1", "w2"):
            assert server.measured("up", witness=name) == 1
            for log in LOGS:
                assert server.measured("time_seconds", witness=name, log=log) == TIME
        assert b'cradle_witness_up{witness="w1"} 1.0' in http.get(f"{server.address}/metrics").body


def test_a_witness_that_is_down_is_counted_and_catches_up(
    chain: BatteryChain, tmp_path: Path
) -> None:
    """Receipts continue under the other witness; after its return the first signs the missed checkpoints."""
    with running(tmp_path, "w2") as gone:
        port = int(gone.url.rpartition(":")[2])
    with running(tmp_path, "w1") as one, asking(chain, [one, gone]) as server:
        entry = server.enter("mine-2").id
        soon(lambda: server.witnesses_of(entry) == ["w1"])
        refusals = {"witness": "w2", "code": "remote.unreachable"}
        soon(lambda: (server.measured("refusals_total", **refusals) or 0) >= 2)
        assert server.measured("up", witness="w2") == 0
        later = server.enter("mine-3").id
        soon(lambda: server.witnesses_of(later) == ["w1"])
        with running(tmp_path, "w2", port):
            soon(lambda: server.witnesses_of(later) == ["w1", "w2"])
            assert server.measured("up", witness="w2") == 1


def test_a_witness_at_another_size_gets_the_rest(chain: BatteryChain, tmp_path: Path) -> None:
    """A ledger that has lost its record of the witness gets 409, and continues from the witness's size."""
    ledger = chain.world.ledger
    with running(tmp_path, "w1") as one:
        assert all(row.refusal is None for row in ask_witnesses(ledger, [one]))
        shutil.rmtree(ledger.store.folder / "cosigned")
        vars(ledger.store).pop("cosigned")
        with asking(chain, [one]) as server:
            entry = server.enter("mine-2").id
            soon(lambda: server.witnesses_of(entry) == ["w1"])
            assert server.measured("up", witness="w1") == 1


@contextmanager
def silent() -> Iterator[Witness]:
    """An address that accepts a connection and does not answer."""
    with socket.socket(proto=socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield Witness(f"http://127.0.0.1:{listener.getsockname()[1]}", vkey_of("w2"))


def test_a_witness_that_hangs_keeps_nobody_waiting(
    chain: BatteryChain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Statements are answered and the other witness signs during the wait; the server stops in time."""
    monkeypatch.setattr(cosign, "PATIENCE", 2.0)
    with silent() as hanging, running(tmp_path, "w1") as one:
        with asking(chain, [hanging, one]) as server:
            begun = time.monotonic()
            entry = server.enter("mine-2").id
            soon(lambda: server.witnesses_of(entry) == ["w1"])
            assert server.measured("up", witness="w2") in (None, 0)
            assert time.monotonic() - begun < SOON
            begun = time.monotonic()
        assert time.monotonic() - begun < PATIENCE


def test_a_second_history_is_reported(tmp_path: Path) -> None:
    """A ledger with another's key gets no cosignature, and the reason is counted and logged once."""
    metrics = Metrics()
    with twins(tmp_path, 1, 2) as (mine, twin), running(tmp_path, "w1") as one:
        ask_witnesses(mine.ledger, [one])
        with (
            structlog.testing.capture_logs() as told,
            witnessing(twin.ledger, [one], 0.05, metrics),
        ):
            labels = {"witness": "w1", "code": "witness.disagrees"}
            sample = "cradle_witness_refusals_total"
            soon(lambda: (metrics.registry.get_sample_value(sample, labels) or 0) >= 4)
    assert told == [
        {"event": "witness", "witness": "w1", "code": "witness.disagrees", "log_level": "warning"}
    ]


def test_a_database_that_is_away_is_counted(tmp_path: Path) -> None:
    """The thread survives unforeseen errors."""
    metrics = Metrics()
    with twins(tmp_path) as (mine, _):
        ledger = mine.ledger
    ledger.store.folder.joinpath("ledger.db").unlink()
    with (
        structlog.testing.capture_logs() as told,
        witnessing(ledger, [Witness("http://127.0.0.1:9", vkey_of("w1"))], 0.05, metrics),
    ):
        labels = {"witness": "w1", "code": UNFORESEEN}
        sample = "cradle_witness_refusals_total"
        soon(lambda: (metrics.registry.get_sample_value(sample, labels) or 0) >= 2)
    assert {"witnessing", "witness"} == {row["event"] for row in told}


def test_witnesses_are_named_with_their_keys() -> None:
    """Key, space and address, separated by commas; a refusal names the setting."""
    key = format_vkey(vkey_of("w1"))
    named = parse_witnesses(f" {key} https://one.example/ ,{key} https://two.example,")
    assert [one.url for one in named] == ["https://one.example", "https://two.example"]
    assert parse_witnesses(None) == ()
    log = format_vkey(LOG_KEYS[0])
    for text, code in (
        ("https://one.example", "witness.named"),
        (f"{log} https://one.example", "witness.named"),
        ("key https://one.example", "note.vkey"),
        (f"{key} one.example", "remote.address"),
    ):
        with refused(code, "CRADLE_WITNESSES"):
            parse_witnesses(text)


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Logging as it was before."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)
