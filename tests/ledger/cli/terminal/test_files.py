"""Files that the user names are written whole or not at all, and filled-in ones are not replaced unasked."""

from pathlib import Path

import pytest
from support.passphrase import KEY_PASSPHRASE
from support.refusal import refused

from ledger.cli.keys.private_keys import format_key
from ledger.cli.terminal.files import require_new, write_file
from schemas.errors import CradleError


def test_a_file_that_exists_is_replaced_by_force_alone(tmp_path: Path) -> None:
    """A new name needs no force; an existing one does."""
    file = tmp_path / "cells.xlsx"
    require_new(file, force=False)
    file.write_bytes(b"filled in")
    require_new(file, force=True)
    with refused("file.exists", str(file)):
        require_new(file, force=False)


@pytest.mark.parametrize("passphrase", [None, KEY_PASSPHRASE])
def test_no_force_replaces_a_private_key(passphrase: str | None, tmp_path: Path) -> None:
    """Encrypted or not; a public key and text about a key are no private ones."""
    file = tmp_path / "working.pem"
    file.write_bytes(format_key(bytes(32), "ed25519", lambda: passphrase))
    with refused("file.private_key", str(file)):
        require_new(file, force=True)
    file.write_text(
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\nof a private key\n"
    )
    require_new(file, force=True)


def test_a_file_is_written_through_a_link_and_leaves_nothing_beside(tmp_path: Path) -> None:
    """The link stays one, the permissions stay, and the folder contains no other file."""
    (tmp_path / "link").symlink_to(tmp_path / "file")
    write_file(tmp_path / "link", b"1")
    (tmp_path / "file").chmod(0o640)
    write_file(tmp_path / "link", b"2")
    assert (tmp_path / "file").read_bytes() == b"2"
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "link"]


def test_what_cannot_be_written_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that is full in the middle of a write changes nothing."""
    file = tmp_path / "audit.bundle"
    file.write_bytes(b"old")

    def full(path: Path, data: bytes) -> None:
        with path.open("wb") as opened:
            opened.write(data[:1])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(CradleError) as refused:
        write_file(file, b"new")
    assert (refused.value.code, file.read_bytes()) == ("file.unwritable", b"old")
    assert "No space left on device" in refused.value.detail
    assert [path.name for path in tmp_path.iterdir()] == ["audit.bundle"]


def test_a_device_is_written_to_in_place() -> None:
    """/dev/null stays a device."""
    write_file(Path("/dev/null"), b"1")
    assert not Path("/dev/null").is_file()


def test_a_private_file_is_for_its_user_alone(tmp_path: Path) -> None:
    """Also where it replaces a file that others could read."""
    file = tmp_path / "file"
    for _ in range(2):
        write_file(file, b"recipe", private=True)
        assert file.stat().st_mode & 0o777 == 0o600
        file.chmod(0o644)
