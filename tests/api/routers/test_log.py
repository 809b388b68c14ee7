"""Public reading: an outsider rebuilds and checks both logs from the HTTP API."""

import pytest
from fastapi.testclient import TestClient

from ledger.store.cosigned import Pair
from ledger.store.log import LOGS, Log
from ledger.store.store import Store
from ledger.trust.checkpoint import open_checkpoint
from ledger.trust.keys import Signer
from ledger.trust.merkle import leaf_hash, root_of
from ledger.trust.note import Vkey, format_line, parse_note
from ledger.trust.tiles import ENTRIES, WIDTH, Tile, format_tile_path, parse_bundle
from ledger.trust.witness import cosign


@pytest.mark.parametrize("log", LOGS)
def test_the_root_is_rebuilt_from_what_is_public(
    public: TestClient, vkeys: dict[Log, Vkey], log: Log
) -> None:
    """The leaves of the bundles give the hashes of the tiles and the root of the checkpoint."""
    state = open_checkpoint(public.get(f"/{log}/checkpoint").content, vkeys[log])
    leaves: list[bytes] = []
    hashes = b""
    for start in range(0, state.size, WIDTH):
        width = min(WIDTH, state.size - start)
        bundle, tile = (
            format_tile_path(Tile(level, start // WIDTH, width)) for level in (ENTRIES, 0)
        )
        leaves += parse_bundle(public.get(f"/{log}/{bundle}").content)
        hashes += public.get(f"/{log}/{tile}").content
    assert leaves == [f"{log} {index}".encode() for index in range(state.size)]
    assert hashes == b"".join(map(leaf_hash, leaves))
    assert root_of(map(leaf_hash, leaves)) == state.root


def test_a_tile_above_the_leaves_is_served(public: TestClient) -> None:
    """Level 1 has the roots of full tiles of level 0."""
    tile = public.get("/entries/tile/1/000.p/1").content
    assert tile == root_of(leaf_hash(f"entries {index}".encode()) for index in range(WIDTH))


@pytest.mark.parametrize("log", LOGS)
def test_a_log_without_a_checkpoint_has_nothing_to_read(unsigned: TestClient, log: Log) -> None:
    """Before the first signature there is neither checkpoint nor tile."""
    answer = unsigned.get(f"/{log}/checkpoint")
    assert (answer.status_code, answer.json()["code"]) == (404, "checkpoint.absent")
    assert unsigned.get(f"/{log}/tile/0/000.p/1").status_code == 404


def test_caches_keep_tiles_and_never_checkpoints(public: TestClient) -> None:
    """A tile is immutable under its name, a checkpoint is asked for again."""
    assert "immutable" in public.get("/entries/tile/0/000").headers["cache-control"]
    assert public.get("/entries/checkpoint").headers["cache-control"] == "no-cache"
    assert public.get("/entries/checkpoint").headers["content-type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    "path", ["tile/0/001", "tile/0/001.p/45", "tile/entries/002.p/1", "tile/1/001.p/1"]
)
def test_what_the_checkpoint_does_not_cover_is_not_there(public: TestClient, path: str) -> None:
    """A tile, or a width, beyond the signed size is 404."""
    answer = public.get(f"/entries/{path}")
    assert (answer.status_code, answer.json()["code"]) == (404, "tile.absent")


@pytest.mark.parametrize("path", ["tile/0/1", "tile/00/001", "tile/0/000.p/0", "tile/data/000"])
def test_what_is_no_tile_path_is_not_there(public: TestClient, path: str) -> None:
    """A path outside the grammar of C2SP tlog-tiles is 404."""
    answer = public.get(f"/entries/{path}")
    assert (answer.status_code, answer.json()["code"]) == (404, "tile.path")


@pytest.mark.parametrize("log", LOGS)
@pytest.mark.parametrize("path", ["checkpoint", "tile/0/000", "tile/0/999", "tile/nonsense"])
def test_a_closed_ledger_refuses_every_read_alike(closed: TestClient, log: Log, path: str) -> None:
    """Logs that are not open answer 401 to each path, which does not reveal their sizes."""
    answer = closed.get(f"/{log}/{path}")
    assert (answer.status_code, answer.json()["code"]) == (401, "login.required")


@pytest.mark.parametrize("log", LOGS)
@pytest.mark.parametrize("path", ["checkpoint", "tile/0/000.p/3", "cosigned", "tile/nonsense"])
def test_a_login_is_asked_for_at_every_read(login: TestClient, log: Log, path: str) -> None:
    """Without the token, or with another, the answer is 401 alike; with it a reader gets through."""
    for header, code in (
        ({}, "login.required"),
        ({"Authorization": "Bearer of-another"}, "token.invalid"),
        ({"Authorization": "of-a-reader"}, "login.required"),
    ):
        answer = login.get(f"/{log}/{path}", headers=header)
        assert (answer.status_code, answer.json()["code"]) == (401, code)
        assert answer.headers["www-authenticate"] == "Bearer"
    read = login.get(f"/{log}/{path}", headers={"Authorization": "Bearer of-a-reader"})
    assert read.status_code == (200 if path in ("checkpoint", "tile/0/000.p/3") else 404)


def test_what_needs_a_login_stays_out_of_caches(login: TestClient) -> None:
    """A tile of a closed log is read with a credential, and kept by nobody."""
    tile = login.get("/entries/tile/0/000", headers={"Authorization": "Bearer of-a-reader"})
    assert tile.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("log", LOGS)
def test_cosigned_checkpoints(
    public: TestClient, store: Store, vkeys: dict[Log, Vkey], log: Log
) -> None:
    """A cosigned `checkpoint` shows the cosignature, and `cosigned` stays at the last cosigned one."""
    answer = public.get(f"/{log}/cosigned")
    assert (answer.status_code, answer.json()["code"]) == (404, "checkpoint.absent")
    signed = {name: public.get(f"/{name}/checkpoint").content for name in LOGS}
    line = {
        name: format_line(cosign(parse_note(note).text, "w", Signer(bytes(32)), 1)).encode()
        for name, note in signed.items()
    }
    notes = {name: signed[name] + line[name] for name in LOGS}
    store.cosigned.put(Pair(300, notes["entries"], 3, notes["registry"]))
    for path in ("checkpoint", "cosigned"):
        assert public.get(f"/{log}/{path}").content == notes[log]
    assert open_checkpoint(notes[log], vkeys[log]).size in (300, 3)
