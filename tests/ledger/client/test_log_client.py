"""A log reader: growth is proved at every use, receipts are renewed, two histories are detected."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from support.http_api import house_of
from support.ledger_small import grow, twins
from support.ledger_world import LOG_SIGNERS, ORIGIN, World, world
from support.refusal import refused
from support.servers import serving
from support.witnesses import vkey_of, witness

from api.app import create_app
from api.configuration import Configuration
from ledger.append.submit import receipt_of
from ledger.client.log_client import EVIDENCE, LogClient
from ledger.client.source import open_source
from ledger.operation.cosign import ask_witnesses, read_witness
from ledger.operation.static import export_static
from ledger.store.log import LOGS
from ledger.trust.checkpoint import open_checkpoint
from ledger.trust.fork import shows_fork
from ledger.trust.note import parse_note
from ledger.trust.tlog_proof import parse_tlog_proof
from ledger.trust.witness import cosigned_at
from schemas.signed.fork import ForkEvidence

LOGIN = "a long and random token"
LOG_KEYS = {log: LOG_SIGNERS.vkey(ORIGIN, log) for log in LOGS}
VKEY = LOG_KEYS["entries"]


@contextmanager
def over_http(ledger: World) -> Iterator[str]:
    """The entries log over the ledger's HTTP API, with a login."""
    house = house_of(ledger.ledger, Configuration(log_token=LOGIN))
    with serving(create_app(house.context)) as address:
        yield f"{address}/entries"


def client(at: str | Path, folder: Path, token: str | None = LOGIN) -> LogClient:
    """A reader of the entries log."""
    return LogClient(open_source(str(at), token), VKEY, folder / "seen")


def published(ledger: World, folder: Path) -> Path:
    """The entries log as static files."""
    export_static(ledger.ledger, folder)
    return folder / "entries"


def size(note: bytes) -> int:
    """The size that a checkpoint signs."""
    return open_checkpoint(note, VKEY).size


def test_growth_is_proved_over_http(tmp_path: Path) -> None:
    """Each use reads the present checkpoint, proves it from tiles, and keeps it."""
    with world(tmp_path / "ledger") as ledger, over_http(ledger) as address:
        reader = client(address, tmp_path)
        assert reader.kept() is None
        for number, name in enumerate("abcd"):
            grow(ledger, name)
            assert size(reader.latest()) == number + 1
            assert reader.kept() == reader.latest()


def test_a_login_is_needed(tmp_path: Path) -> None:
    """Without the operator's token, or with another, the log is not read and no checkpoint is kept."""
    with world(tmp_path / "ledger") as ledger, over_http(ledger) as address:
        for token in (None, "another"):
            with refused("remote.refused"):
                client(address, tmp_path, token).latest()
        assert client(address, tmp_path).kept() is None


def test_a_receipt_is_renewed_to_a_cosigned_checkpoint(tmp_path: Path) -> None:
    """The same leaf, proved from tiles under the newest checkpoint that a witness has signed."""
    with (
        world(tmp_path / "ledger") as ledger,
        over_http(ledger) as address,
        witness(tmp_path, "w1", LOG_KEYS.values()) as one,
    ):
        entry = grow(ledger, "a")
        receipt = receipt_of(ledger.ledger, entry)
        grow(ledger, "b")
        ask_witnesses(ledger.ledger, [read_witness(one)])
        grow(ledger, "c")
        renewed = client(address, tmp_path).renew_receipt(receipt)
        assert renewed.leaf == receipt.leaf
        note = parse_tlog_proof(renewed.proof.encode()).checkpoint
        assert size(note) == 2
        assert cosigned_at(parse_note(note), [vkey_of("w1")])
        newest = parse_tlog_proof(receipt_of(ledger.ledger, grow(ledger, "d")).proof.encode())
        assert size(client(address, tmp_path).renew(newest).checkpoint) == 4


def test_a_receipt_of_another_leaf_is_not_renewed(tmp_path: Path) -> None:
    """A leaf that its proof does not prove is refused before any request to the log."""
    with world(tmp_path / "ledger") as ledger:
        one, other = (receipt_of(ledger.ledger, grow(ledger, name)) for name in "ab")
        reader = client(published(ledger, tmp_path / "public"), tmp_path)
        for changed, code in (
            ({"id": other.id, "leaf": other.leaf}, "merkle.inclusion"),
            ({"leaf": other.leaf}, "receipt.mismatch"),
            ({"index": 7}, "receipt.mismatch"),
            ({"log": "registry"}, "receipt.mismatch"),
        ):
            with refused(code):
                reader.renew_receipt(one.model_copy(update=changed))


def check_evidence(folder: Path) -> ForkEvidence:
    """Check the evidence that a reader wrote: it is valid offline, and invalid after a change."""
    data = (folder / "seen" / EVIDENCE).read_bytes()
    evidence = ForkEvidence.parse(data)
    assert shows_fork(evidence, VKEY)
    changed = json.loads(data)
    changed["newer"] = changed["newer"].replace("entries\n", "entries\n1", 1)
    with refused("note.signature"):
        shows_fork(ForkEvidence.parse(json.dumps(changed).encode()), VKEY)
    return evidence


@pytest.mark.parametrize("more", [1, 3])
def test_two_histories_leave_evidence(tmp_path: Path, more: int) -> None:
    """A reader that saw one twin of a log and is shown the other writes evidence that proves both."""
    with twins(tmp_path, 1, more) as (mine, twin):
        with over_http(mine) as address:
            client(address, tmp_path).latest()
        with over_http(twin) as address, refused("log.forked"):
            client(address, tmp_path).latest()
        evidence = check_evidence(tmp_path)
        assert (evidence.path is None) == (more == 1)
        assert size(client(tmp_path, tmp_path).kept() or b"") == 4


def test_a_receipt_of_the_other_history_leaves_evidence(tmp_path: Path) -> None:
    """Another participant's receipt suffices: its checkpoint is compared with the log's."""
    with twins(tmp_path, 1, 3) as (mine, twin):
        receipt = parse_tlog_proof(receipt_of(mine.ledger, grow(mine, "more")).proof.encode())
        with refused("log.forked"):
            client(published(twin, tmp_path / "public"), tmp_path).renew(receipt)
        check_evidence(tmp_path)


def test_a_cosigned_checkpoint_of_another_history_leaves_evidence(tmp_path: Path) -> None:
    """The log's cosigned checkpoint must be of the history of its newest one."""
    with (
        twins(tmp_path, 1, 3) as (mine, twin),
        witness(tmp_path, "w1", LOG_KEYS.values()) as one,
    ):
        ask_witnesses(mine.ledger, [read_witness(one)])
        cosigned = published(mine, tmp_path / "honest") / "cosigned"
        place = published(twin, tmp_path / "public")
        (place / "cosigned").write_bytes(cosigned.read_bytes())
        with refused("log.forked"):
            client(place, tmp_path).cosigned()
        check_evidence(tmp_path)


def test_a_log_that_went_back_is_refused_without_evidence(tmp_path: Path) -> None:
    """A smaller checkpoint may be a cache's; it is refused, and the kept one stays."""
    with world(tmp_path / "ledger") as ledger:
        grow(ledger, "a")
        old = published(ledger, tmp_path / "old")
        grow(ledger, "b")
        new = published(ledger, tmp_path / "new")
        client(new, tmp_path).latest()
        with refused("log.behind"):
            client(old, tmp_path).latest()
        with refused("log.behind"):
            client(old, tmp_path / "fresh").agree((new / "checkpoint").read_bytes())
        assert size(client(new, tmp_path).kept() or b"") == 2
        assert not (tmp_path / "seen" / EVIDENCE).exists()


def test_growth_that_the_tiles_do_not_prove_is_refused_without_evidence(tmp_path: Path) -> None:
    """A missing or wrong tile is no evidence against the log, but its checkpoint is refused."""
    with world(tmp_path / "ledger") as ledger:
        grow(ledger, "a")
        client(published(ledger, tmp_path / "public"), tmp_path).latest()
        grow(ledger, "b")
        place = published(ledger, tmp_path / "public")
        tile = place / "tile" / "0" / "000.p" / "2"
        for data, code in ((bytes(64), "merkle.consistency"), (bytes(63), "tile.form")):
            tile.write_bytes(data)
            with refused(code):
                client(place, tmp_path).latest()
        tile.unlink()
        with refused("tile.absent"):
            client(place, tmp_path).latest()
        assert not (tmp_path / "seen" / EVIDENCE).exists()


def test_a_removed_partial_tile_is_read_from_the_full_one(tmp_path: Path) -> None:
    """A log may drop a partial tile once the full one exists (C2SP tlog-tiles)."""
    with world(tmp_path / "ledger") as ledger:
        for name in "ab":
            grow(ledger, name)
            place = published(ledger, tmp_path / "public")
            if name == "b":
                partial = place / "tile" / "0" / "000.p" / "2"
                full = partial.read_bytes() + bytes(254 * 32)
                partial.unlink()
                (place / "tile" / "0" / "000").write_bytes(full)
            assert size(client(place, tmp_path).latest()) > 0


def test_where_no_log_is(tmp_path: Path) -> None:
    """An empty folder and an unreadable one are reported."""
    with refused("log.unpublished"):
        client(tmp_path, tmp_path).latest()
    (tmp_path / "checkpoint").mkdir()
    with refused("remote.unreachable"):
        client(tmp_path, tmp_path).latest()
