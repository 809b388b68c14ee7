"""Documents by digest: what was put is got, whole or not at all."""

from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.refusal import refused
from support.small_disk import fill, make_room, small_disk

from ledger.store.blobs import Blobs


@given(st.lists(st.binary(max_size=200), max_size=5))
def test_put_and_get(tmp_path_factory: pytest.TempPathFactory, documents: list[bytes]) -> None:
    """Every document comes back by its SHA-256, also when it was put twice."""
    blobs = Blobs(tmp_path_factory.mktemp("blobs") / "new")
    for document in documents * 2:
        assert blobs.put(document) == f"sha256:{sha256(document).hexdigest()}"
    for document in documents:
        assert blobs.get(f"sha256:{sha256(document).hexdigest()}") == document


def test_absent(tmp_path: Path) -> None:
    """A document that is not there is None."""
    assert Blobs(tmp_path).get("sha256:" + "00" * 32) is None


def test_damaged(tmp_path: Path) -> None:
    """A file that is not what its name says is refused."""
    blobs = Blobs(tmp_path)
    digest = blobs.put(b"recipe")
    (file,) = (path for path in tmp_path.rglob("*") if path.is_file())
    file.write_bytes(b"recipes")
    with refused("blob.damaged"):
        blobs.get(digest)


@pytest.mark.parametrize("name", ["../../etc/passwd", "sha256:../x", "sha256:" + "AB" * 32, ""])
def test_names_are_digests(tmp_path: Path, name: str) -> None:
    """Nothing but a digest becomes a path."""
    with refused("digest.grammar"):
        Blobs(tmp_path).get(name)


def test_for_the_owner_alone(tmp_path: Path) -> None:
    """Sections hold recipes: no group and nobody else may read them."""
    Blobs(tmp_path / "blobs").put(b"recipe")
    for path in (tmp_path / "blobs").rglob("*"):
        assert path.stat().st_mode & 0o077 == 0


def test_left_over_of_a_crash_is_no_document(tmp_path: Path) -> None:
    """A temporary file of a process that died is neither found nor in the way."""
    blobs = Blobs(tmp_path)
    name = sha256(b"recipe").hexdigest()
    (tmp_path / name[:2]).mkdir()
    (tmp_path / name[:2] / f"{name}.1.ab.new").write_bytes(b"rec")
    assert blobs.get(f"sha256:{name}") is None
    assert blobs.get(blobs.put(b"recipe")) == b"recipe"


def test_listed(tmp_path: Path) -> None:
    """All documents are listed by digest, and half-written files are none."""
    blobs = Blobs(tmp_path / "new")
    assert blobs.digests() == ()
    digest = blobs.put(b"a document")
    (tmp_path / "new" / digest[7:9] / "half.new").write_bytes(b"")
    assert blobs.digests() == (digest,)


def test_full_disk(tmp_path: Path) -> None:
    """A document that does not fit leaves nothing behind, and is stored when there is room."""
    document = bytes(1 << 16)
    with small_disk(tmp_path / "disk", 256) as disk:
        blobs = Blobs(disk / "blobs")
        kept = blobs.put(b"recipe")
        fill(disk)
        with refused("store.failed"):
            blobs.put(document)
        assert blobs.digests() == (kept,)
        assert list(disk.rglob("*.new")) == []
        make_room(disk)
        assert blobs.get(blobs.put(document)) == document


def test_unreadable_document(tmp_path: Path) -> None:
    """A document that the disk does not give back is a failure of the store, and not absent."""
    blobs = Blobs(tmp_path)
    digest = blobs.put(b"recipe")
    blobs.path_of(digest).unlink()
    blobs.path_of(digest).mkdir()
    with refused("store.failed"):
        blobs.get(digest)
